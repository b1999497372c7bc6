namespace FastNet.Training;

/// <summary>A part of a data set.</summary>
public enum SplitPart
{
    /// <summary>What the network learns from.</summary>
    Train,

    /// <summary>
    /// Examples as in the train part that the network does not learn from: what it does worse here than in train is variance, what it
    /// does worse in dev than here comes of data that differ.
    /// </summary>
    TrainDev,

    /// <summary>What choices are made by.</summary>
    Dev,

    /// <summary>What nobody looks at before the end.</summary>
    Test,
}

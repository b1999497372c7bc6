namespace FastNet.Training;

/// <summary>What a network is to say of an example.</summary>
public enum LearningTask
{
    /// <summary>Its class.</summary>
    Classification,

    /// <summary>A number.</summary>
    Regression,
}

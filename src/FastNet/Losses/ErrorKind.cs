namespace FastNet;

/// <summary>What counts as an error of outputs, which people read beside the loss.</summary>
public enum ErrorKind
{
    /// <summary>√(mean (z − t)²) over all elements, in the targets' unit: <see cref="Metrics.RootMeanSquaredError"/>.</summary>
    RootMeanSquare,

    /// <summary>The share of examples whose largest output is not that of their class, or of their largest probability.</summary>
    LargestOutput,

    /// <summary>
    /// The share of elements whose output is above 0 where the target is not the positive one, or the other way round: 1 −
    /// <see cref="Metrics.BinaryAccuracy"/>.
    /// </summary>
    SideOfZero,
}

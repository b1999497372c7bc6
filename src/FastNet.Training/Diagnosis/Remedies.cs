namespace FastNet.Training;

/// <summary>What may help against a gap.</summary>
public enum Remedy
{
    /// <summary>More or wider hidden layers.</summary>
    LargerNetwork,

    /// <summary>More epochs, and more patience.</summary>
    LongerTraining,

    /// <summary>Another way of following the gradient.</summary>
    OtherOptimizer,

    /// <summary>Another kind of network.</summary>
    OtherArchitecture,

    /// <summary>Less decay and dropout.</summary>
    LessRegularization,

    /// <summary>More train examples.</summary>
    MoreData,

    /// <summary>A larger penalty of the weights.</summary>
    WeightPenalty,

    /// <summary>Fewer units kept.</summary>
    Dropout,

    /// <summary>Altered copies of the train examples.</summary>
    Augmentation,

    /// <summary>Fewer units.</summary>
    SmallerNetwork,

    /// <summary>Train examples like those of dev.</summary>
    DataLikeDev,

    /// <summary>Without the features that differ most.</summary>
    WithoutShiftedFeatures,

    /// <summary>More dev examples, or fewer choices made by them.</summary>
    LargerDev,
}

/// <summary>The remedies in the order in which to try them.</summary>
public static class Remedies
{
    /// <summary>Against a gap that is high.</summary>
    public static IReadOnlyList<Remedy> For(GapKind kind) => kind switch
    {
        GapKind.Bias => [Remedy.LargerNetwork, Remedy.LongerTraining, Remedy.OtherOptimizer, Remedy.OtherArchitecture, Remedy.LessRegularization],
        GapKind.Variance => [Remedy.MoreData, Remedy.WeightPenalty, Remedy.Dropout, Remedy.Augmentation, Remedy.SmallerNetwork, Remedy.OtherArchitecture],
        GapKind.Mismatch => [Remedy.DataLikeDev, Remedy.WithoutShiftedFeatures, Remedy.Augmentation],
        GapKind.DevOverfitting => [Remedy.LargerDev, Remedy.WeightPenalty, Remedy.Dropout],
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, $"expected a kind of gap, got {kind}."),
    };
}

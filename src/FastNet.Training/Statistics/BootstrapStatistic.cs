namespace FastNet.Training;

/// <summary>What is computed from a sample.</summary>
public enum BootstrapStatistic
{
    /// <summary>Σx/n.</summary>
    Mean,

    /// <summary>√(Σx²/n).</summary>
    RootMeanSquare,
}

namespace FastNet.Training;

/// <summary>What a test holds against its null hypothesis.</summary>
public enum Alternative
{
    /// <summary>The probability is another.</summary>
    TwoSided,

    /// <summary>The probability is greater.</summary>
    Greater,

    /// <summary>The probability is less.</summary>
    Less,
}

namespace FastNet.Training;

/// <summary>How to make examples of a file that is read row by row.</summary>
public sealed record StreamOptions
{
    /// <summary>
    /// What the columns are. What needs all rows at once is refused: the median of <see cref="MissingNumber.Median"/>, and a
    /// <see cref="DatasetOptions.TargetFile"/>.
    /// </summary>
    public DatasetOptions Data { get; init; } = new();

    /// <summary>The parts' shares.</summary>
    public SplitRatios Ratios { get; init; } = new(80, 10, 10);

    /// <summary>Selects the rows of each part.</summary>
    public ulong Seed { get; init; }

    /// <summary>What features are brought to; <see cref="NormalizerKind.Robust"/>, quartiles, is refused.</summary>
    public NormalizerKind Normalizer { get; init; } = NormalizerKind.Standard;

    /// <summary>About how much memory a block may take, within which examples are shuffled: 64 MiB if nothing else is said, above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public long BlockBytes
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(BlockBytes), value, $"expected at least 1 byte, got {value}.");
    }
    = 64L << 20;
}

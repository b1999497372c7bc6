using System.Globalization;

namespace FastNet.Training;

/// <summary>The error that the best one could make: a person's, or the noise's own; or what some baseline shows to be attainable at least.</summary>
public sealed class AttainableError
{
    private AttainableError(double value, string source, MeasuredError? baseline = null, int candidates = 1)
    {
        Value = value;
        Source = source;
        Baseline = baseline;
        Candidates = candidates;
    }

    /// <summary>The error.</summary>
    public double Value { get; }

    /// <summary>Where it is from.</summary>
    public string Source { get; }

    /// <summary>What the baseline reached on examples that it had not seen; null for an error that is known.</summary>
    public MeasuredError? Baseline { get; }

    /// <summary>Whether less may be attainable too.</summary>
    public bool IsBound => Baseline is not null;

    /// <summary>The baselines of which this one was the best: the least of several measured errors is too small by chance.</summary>
    internal int Candidates { get; }

    /// <summary>An error that is known.</summary>
    /// <param name="error">At least 0, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">It lies outside.</exception>
    public static AttainableError Known(double error) => error >= 0 && double.IsFinite(error)
        ? new(error, "as given")
        : throw new ArgumentOutOfRangeException(
            nameof(error), error, string.Create(CultureInfo.InvariantCulture, $"expected a finite error of at least 0, got {error}."));

    /// <summary>The best of some baselines, each measured on examples that it has not seen: as little is attainable, and perhaps less.</summary>
    /// <param name="baselines">At least one.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static AttainableError BestOf(IReadOnlyList<(string Name, MeasuredError Error)> baselines)
    {
        ArgumentNullException.ThrowIfNull(baselines);
        if (baselines.Count == 0)
        {
            throw new ArgumentException("expected at least one baseline, got none.", nameof(baselines));
        }

        (string name, MeasuredError error) = baselines.MinBy(baseline => baseline.Error.Value);
        return new(error.Value, name, error, baselines.Count);
    }
}

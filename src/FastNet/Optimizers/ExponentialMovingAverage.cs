using System.Globalization;
using FastNet.Kernels;

namespace FastNet;

/// <summary>
/// v ← βv + (1 − β)θ from v = 0, over a series of numbers; v̂ = v/(1 − βᵗ) after t of them. β is the weight of the past: the average is over
/// about the last 1/(1 − β) numbers.
/// </summary>
/// <param name="beta">β, from 0 to below 1.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="beta"/> lies outside.</exception>
public sealed class ExponentialMovingAverage(double beta)
{
    /// <summary>β, the weight of the past.</summary>
    public double Beta { get; } = Throw.IfNotBelowOne<double>(beta, nameof(beta));

    /// <summary>t, the numbers so far.</summary>
    public long Count { get; private set; }

    /// <summary>v, which begins at 0 and so is too near to 0 at first.</summary>
    public double Uncorrected { get; private set; }

    /// <summary>v̂ = v/(1 − βᵗ): a weighted mean of the numbers so far. v stays as it is.</summary>
    /// <exception cref="InvalidOperationException">There is no number yet.</exception>
    public double Value
    {
        get
        {
            if (Count == 0)
            {
                Throw.InvalidState("Expected a number before an average is asked for, got none.");
            }

            return Uncorrected / (1 - IntegerPower.Of(Beta, Count));
        }
    }

    /// <summary>Takes in the next number.</summary>
    /// <exception cref="ArgumentException">The number is not finite: the average would never be again. It is as it was.</exception>
    public void Add(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"expected a finite number, got {value} after {Count} numbers."), nameof(value));
        }

        Uncorrected = (Beta * Uncorrected) + ((1 - Beta) * value);
        Count++;
    }
}

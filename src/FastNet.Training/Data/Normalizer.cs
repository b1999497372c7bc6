using System.Globalization;
using System.Numerics;

namespace FastNet.Training;

/// <summary>
/// x ← (x − μ)/σ, feature by feature, μ = (1/m)Σx, σ² = (1/m)Σ(x − μ)², in double. Fit it on the train part only; every other part, and
/// production, use the same numbers. A feature that was constant gives 0, whatever comes later.
/// </summary>
public sealed class Normalizer
{
    /// <summary>
    /// The most deviations from the mean that a cell of a file may lie away: far beyond anything that was measured, and its square, weighted,
    /// is far inside float's range.
    /// </summary>
    internal const double MostDeviations = 1e12;

    private readonly double[] means;
    private readonly double[] deviations;

    /// <summary>A normaliser of known numbers.</summary>
    /// <param name="means">μ of each feature, finite.</param>
    /// <param name="deviations">σ of each feature, finite and at least 0.</param>
    /// <exception cref="ArgumentException">A number lies outside, or there are not as many of one as of the other.</exception>
    public Normalizer(IReadOnlyList<double> means, IReadOnlyList<double> deviations)
    {
        this.means = [.. means ?? throw new ArgumentNullException(nameof(means))];
        this.deviations = [.. deviations ?? throw new ArgumentNullException(nameof(deviations))];
        if (this.means.Length != this.deviations.Length)
        {
            throw new ArgumentException($"expected {this.means.Length} deviations, one for each mean, got {this.deviations.Length}.", nameof(deviations));
        }

        for (int i = 0; i < this.means.Length; i++)
        {
            if (!double.IsFinite(this.means[i]) || !double.IsFinite(this.deviations[i]) || this.deviations[i] < 0)
            {
                throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"expected a finite mean and a finite deviation of at least 0, got {this.means[i]} and {this.deviations[i]} for feature {i}."));
            }
        }
    }

    /// <summary>μ of each feature.</summary>
    public IReadOnlyList<double> Means => means;

    /// <summary>σ of each feature; 0 for one that was constant.</summary>
    public IReadOnlyList<double> Deviations => deviations;

    /// <summary>Takes means and deviations in one pass (Welford, "Note on a method for calculating corrected sums of squares and products", 1962).</summary>
    /// <param name="x">[rows, features], at least one row.</param>
    /// <exception cref="ArgumentException">There is no row, or a number is not finite or too large.</exception>
    public static Normalizer Fit<T>(ReadOnlyMatrixSpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (x.Rows == 0)
        {
            throw new ArgumentException("expected at least one row, got none.", nameof(x));
        }

        double[] mean = new double[x.Columns];
        double[] squares = new double[x.Columns];
        for (int row = 0; row < x.Rows; row++)
        {
            ReadOnlySpan<T> values = x.Row(row);
            for (int column = 0; column < values.Length; column++)
            {
                double value = double.CreateTruncating(values[column]);
                double distance = value - mean[column];
                mean[column] += distance / (row + 1);
                squares[column] += distance * (value - mean[column]);
            }
        }

        for (int column = 0; column < squares.Length; column++)
        {
            squares[column] = Math.Sqrt(squares[column] / x.Rows);
        }

        return new Normalizer(mean, squares);
    }

    /// <summary>(x − μ)/σ.</summary>
    /// <param name="x">[rows, features].</param>
    /// <param name="destination">[rows, features]; may be x itself.</param>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public void Apply<T>(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (x.Columns != means.Length || destination.Rows != x.Rows || destination.Columns != x.Columns)
        {
            throw new ArgumentException(
                $"expected [rows, {means.Length}] matrices of one size, got [{x.Rows}, {x.Columns}] and [{destination.Rows}, {destination.Columns}].",
                nameof(x));
        }

        for (int row = 0; row < x.Rows; row++)
        {
            ReadOnlySpan<T> from = x.Row(row);
            Span<T> to = destination.Row(row);
            for (int column = 0; column < from.Length; column++)
            {
                to[column] = deviations[column] == 0
                    ? T.Zero
                    : T.CreateTruncating((double.CreateTruncating(from[column]) - means[column]) / deviations[column]);
            }
        }
    }

    /// <summary>This normaliser for a <see cref="Predictor{T}"/>: (x − μ)·(1/σ), and 0 for a feature that was constant, as long as it is finite.</summary>
    /// <exception cref="InvalidOperationException">A deviation is so small that 1/σ is infinite.</exception>
    public AffineMap ToMap()
    {
        double[] scales = [.. deviations.Select(deviation => deviation == 0 ? 0 : 1 / deviation)];
        int infinite = Array.FindIndex(scales, double.IsInfinity);
        return infinite < 0
            ? new AffineMap(means, scales, new double[means.Length])
            : throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"Expected deviations whose inverse is finite, or 0 for a constant; got {deviations[infinite]} for feature {infinite}."));
    }

    /// <summary>The way back, x·σ + μ.</summary>
    public AffineMap ToInverseMap() => new(new double[means.Length], deviations, means);

    /// <summary>Whether a raw number is at most <see cref="MostDeviations"/> away from the mean of the train part.</summary>
    internal bool IsInReach<T>(T value, int feature)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        deviations[feature] == 0 || Math.Abs(double.CreateTruncating(value) - means[feature]) <= MostDeviations * deviations[feature];

    /// <summary>The same examples with normalised features.</summary>
    /// <exception cref="ArgumentException">There are more or fewer features.</exception>
    public Dataset<T> Apply<T>(Dataset<T> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(data);
        T[] features = new T[data.Count * data.FeatureCount];
        Apply(data.Features, new MatrixSpan<T>(features, data.Count, data.FeatureCount));
        return data.WithFeatures(features);
    }

    /// <summary>The same examples with normalised target values.</summary>
    /// <exception cref="ArgumentException">The targets are classes, or there are more or fewer values.</exception>
    public Dataset<T> ApplyToValues<T>(Dataset<T> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.HasClasses)
        {
            throw new ArgumentException("expected values as targets, got classes.", nameof(data));
        }

        T[] values = new T[data.Count * data.ValueCount];
        Apply(data.Values, new MatrixSpan<T>(values, data.Count, data.ValueCount));
        return data.WithValues(values);
    }
}

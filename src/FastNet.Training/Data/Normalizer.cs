using System.Globalization;
using System.Numerics;

namespace FastNet.Training;

/// <summary>What a feature's center and scale are.</summary>
public enum NormalizerKind
{
    /// <summary>Its mean μ = (1/m)Σx and its deviation σ, σ² = (1/m)Σ(x − μ)².</summary>
    Standard,

    /// <summary>Its smallest value, and how far the largest is from it: 0 to 1.</summary>
    MinMax,

    /// <summary>
    /// Its median, and how far its quartiles are apart: what lies far out moves neither. Where half of the values and more are one, so that the quartiles are, as of a
    /// category that is rare, its deviation instead.
    /// </summary>
    Robust,
}

/// <summary>
/// x ← (x − center)/scale, feature by feature, in double. Fit it on the train part only; every other part, and production, use the same numbers.
/// A feature that was constant gives 0, whatever comes later.
/// </summary>
public sealed class Normalizer
{
    /// <summary>
    /// The most scales from the center that a cell of a file may lie away: far beyond anything that was measured, and its square, weighted,
    /// is far inside float's range.
    /// </summary>
    internal const double MostScales = 1e12;

    private readonly double[] centers;
    private readonly double[] scales;

    /// <summary>A normaliser of known numbers.</summary>
    /// <param name="centers">What is taken away from each feature, finite.</param>
    /// <param name="scales">What it is divided by, finite and at least 0; 0 for one that was constant.</param>
    /// <exception cref="ArgumentException">A number lies outside, or there are not as many of one as of the other.</exception>
    public Normalizer(IReadOnlyList<double> centers, IReadOnlyList<double> scales)
    {
        this.centers = [.. centers ?? throw new ArgumentNullException(nameof(centers))];
        this.scales = [.. scales ?? throw new ArgumentNullException(nameof(scales))];
        if (this.centers.Length != this.scales.Length)
        {
            throw new ArgumentException($"expected {this.centers.Length} scales, one for each center, got {this.scales.Length}.", nameof(scales));
        }

        for (int i = 0; i < this.centers.Length; i++)
        {
            if (!double.IsFinite(this.centers[i]) || !double.IsFinite(this.scales[i]) || this.scales[i] < 0)
            {
                throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"expected a finite center and a finite scale of at least 0, got {this.centers[i]} and {this.scales[i]} for feature {i}."));
            }
        }
    }

    /// <summary>What is taken away from each feature.</summary>
    public IReadOnlyList<double> Centers => centers;

    /// <summary>What each feature is divided by; 0 for one that was constant.</summary>
    public IReadOnlyList<double> Scales => scales;

    /// <summary>Measures a normaliser on the train part.</summary>
    /// <param name="x">[rows, features], at least one row.</param>
    /// <param name="kind">What center and scale are.</param>
    /// <exception cref="ArgumentException">There is no row, or a number is not finite or too large.</exception>
    public static Normalizer Fit<T>(ReadOnlyMatrixSpan<T> x, NormalizerKind kind = NormalizerKind.Standard)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (x.Rows == 0)
        {
            throw new ArgumentException("expected at least one row, got none.", nameof(x));
        }

        return kind switch
        {
            NormalizerKind.Standard => FitStandard(x),
            NormalizerKind.MinMax => FitByOrder(x, low: 0, middle: 0, high: 1),
            NormalizerKind.Robust => FitByOrder(x, low: 0.25, middle: 0.5, high: 0.75),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "expected a kind of normaliser."),
        };
    }

    // One pass: Welford, "Note on a method for calculating corrected sums of squares and products", 1962.
    private static Normalizer FitStandard<T>(ReadOnlyMatrixSpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
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

    // Quantiles between two values lie on the line through them (Hyndman and Fan, "Sample quantiles in statistical packages", 1996, type 7).
    private static Normalizer FitByOrder<T>(ReadOnlyMatrixSpan<T> x, double low, double middle, double high)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] center = new double[x.Columns], scale = new double[x.Columns], sorted = new double[x.Rows];
        for (int column = 0; column < x.Columns; column++)
        {
            for (int row = 0; row < sorted.Length; row++)
            {
                sorted[row] = double.CreateTruncating(x[row, column]);
            }

            Array.Sort(sorted);
            center[column] = Quantile(sorted, middle);
            scale[column] = Quantile(sorted, high) - Quantile(sorted, low);
            if (scale[column] == 0 && sorted[0] < sorted[^1])
            {
                scale[column] = FitStandard(new ReadOnlyMatrixSpan<double>(sorted, sorted.Length, 1)).scales[0];
            }
        }

        return new Normalizer(center, scale);
    }

    private static double Quantile(double[] sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        return below == sorted.Length - 1 ? sorted[below] : sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below]));
    }

    /// <summary>(x − center)/scale.</summary>
    /// <param name="x">[rows, features].</param>
    /// <param name="destination">[rows, features]; may be x itself.</param>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public void Apply<T>(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (x.Columns != centers.Length || destination.Rows != x.Rows || destination.Columns != x.Columns)
        {
            throw new ArgumentException(
                $"expected [rows, {centers.Length}] matrices of one size, got [{x.Rows}, {x.Columns}] and [{destination.Rows}, {destination.Columns}].",
                nameof(x));
        }

        for (int row = 0; row < x.Rows; row++)
        {
            ReadOnlySpan<T> from = x.Row(row);
            Span<T> to = destination.Row(row);
            for (int column = 0; column < from.Length; column++)
            {
                to[column] = Apply(from[column], column);
            }
        }
    }

    /// <summary>This normaliser for a <see cref="Predictor{T}"/>: (x − center)·(1/scale), and 0 for a feature that was constant, as long as it is finite.</summary>
    /// <exception cref="InvalidOperationException">A scale is so small that its inverse is infinite.</exception>
    public AffineMap ToMap()
    {
        double[] inverses = [.. scales.Select(scale => scale == 0 ? 0 : 1 / scale)];
        int infinite = Array.FindIndex(inverses, double.IsInfinity);
        return infinite < 0
            ? new AffineMap(centers, inverses, new double[centers.Length])
            : throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"Expected scales whose inverse is finite, or 0 for a constant; got {scales[infinite]} for feature {infinite}."));
    }

    /// <summary>The way back, x·scale + center.</summary>
    public AffineMap ToInverseMap() => new(new double[centers.Length], scales, centers);

    /// <summary>(x − center)/scale of one feature.</summary>
    internal T Apply<T>(T x, int feature)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        scales[feature] == 0 ? T.Zero : T.CreateTruncating((double.CreateTruncating(x) - centers[feature]) / scales[feature]);

    /// <summary>Whether a raw number is at most <see cref="MostScales"/> away from the center.</summary>
    internal bool IsInReach<T>(T value, int feature)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        scales[feature] == 0 || Math.Abs(double.CreateTruncating(value) - centers[feature]) <= MostScales * scales[feature];

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

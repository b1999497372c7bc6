using FastNet.Kernels;

namespace FastNet.Training;

/// <summary>
/// The error by the number of train examples, a + b·n^(−c): what learning curves follow over wide ranges (Hestness et al., "Deep learning scaling is predictable, empirically", 2017).
/// </summary>
public sealed class PowerLaw
{
    // Fewer sizes than these fit three parameters whatever they are.
    private const int FewestSizes = 4;

    // c from 0.1 to 2: below, a and b are not told apart, above, the curve is flat at once.
    private const int Powers = 39;

    private const int Reweightings = 10;

    // Huber's: beyond so many deviations a point counts less.
    private const double Far = 1.345;

    // χ² of 1 degree of freedom at 95 %, and of 2, the two parameters that a constant does without, at 99 %.
    private const double Within = 3.84;
    private const double Better = 9.21;

    private readonly Curve[] fits;
    private readonly double largest;

    private PowerLaw(Curve[] fits, double largest)
    {
        this.fits = fits;
        this.largest = largest;
        Curve best = fits.MinBy(fit => fit.Misfit);
        (Floor, Factor, Power) = (best.A, best.B, best.C);
    }

    /// <summary>a: what no number of examples takes away.</summary>
    public double Floor { get; }

    /// <summary>b.</summary>
    public double Factor { get; }

    /// <summary>c.</summary>
    public double Power { get; }

    /// <summary>
    /// The curve with a and b of at least 0 whose squared distances, in the points' deviations, are least, those far away counted less (Huber); null where there are fewer than
    /// four sizes, or where a constant fits as well, so that there is nothing to extrapolate.
    /// </summary>
    /// <param name="sizes">n of each point, above 0.</param>
    /// <param name="errors">The error of each.</param>
    /// <param name="deviations">The standard deviation of each error, above 0.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a number lies outside.</exception>
    public static PowerLaw? Fit(IReadOnlyList<double> sizes, IReadOnlyList<double> errors, IReadOnlyList<double> deviations)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        ArgumentNullException.ThrowIfNull(errors);
        ArgumentNullException.ThrowIfNull(deviations);
        Require.SameLength(sizes.Count, errors.Count, nameof(errors));
        Require.SameLength(sizes.Count, deviations.Count, nameof(deviations));
        if (!sizes.Concat(deviations).All(number => number > 0 && double.IsFinite(number)) || !errors.All(double.IsFinite))
        {
            throw new ArgumentException("expected finite errors, and finite sizes and deviations above 0.", nameof(sizes));
        }

        if (sizes.Count < FewestSizes)
        {
            return null;
        }

        Curve[] fits = [.. Enumerable.Range(2, Powers).Select(step => Curve.Fit(sizes, errors, deviations, 0.05 * step))];
        double constant = Curve.Fit(sizes, errors, deviations, double.PositiveInfinity).Misfit;
        return constant - fits.Min(fit => fit.Misfit) < Better ? null : new(fits, sizes.Max());
    }

    /// <summary>The error at a number of examples.</summary>
    /// <param name="examples">Above 0.</param>
    public double At(double examples) => Floor + (Factor * Raise(examples, Power));

    /// <summary>
    /// The errors of all curves that fit nearly as well: 95 % where the law holds, by the profile of the misfit.
    /// </summary>
    /// <param name="examples">Above 0.</param>
    public Interval IntervalAt(double examples)
    {
        double least = fits.Min(fit => fit.Misfit), low = double.PositiveInfinity, high = 0;
        foreach (Curve fit in fits)
        {
            double left = least + Within - fit.Misfit;
            if (left >= 0)
            {
                double x = Raise(examples, fit.C), error = fit.A + (fit.B * x), half = Math.Sqrt(left * fit.VarianceAt(x));
                (low, high) = (double.Min(low, error - half), double.Max(high, error + half));
            }
        }

        return new(double.Max(low, 0), high);
    }

    /// <summary>Whether twice as many examples would take away at least a share of the error, by the upper end of the interval.</summary>
    /// <param name="share">From 0 to 1.</param>
    public bool PromisesFall(double share) => IntervalAt(2 * largest).High <= (1 - share) * At(largest);

    private static double Raise(double examples, double c) => VectorMath.Exp(-c * VectorMath.Log(examples));

    /// <summary>a + b·x, x = n^(−c), with the sums Σw, Σwx and Σwx² that it was fitted by.</summary>
    private readonly record struct Curve(double A, double B, double C, double Misfit, double W, double Wx, double Wxx)
    {
        private double Determinant => (W * Wxx) - (Wx * Wx);

        /// <summary>Of the curve at x; a parameter on its bound of 0 does not vary.</summary>
        public double VarianceAt(double x) =>
            B == 0 ? 1 / W
            : A == 0 ? x * x / Wxx
            : (Wxx - (2 * Wx * x) + (W * x * x)) / Determinant;

        /// <summary>The curve of a power, by reweighted least squares; of an infinite one a constant.</summary>
        public static Curve Fit(IReadOnlyList<double> sizes, IReadOnlyList<double> errors, IReadOnlyList<double> deviations, double c)
        {
            double[] x = [.. sizes.Select(size => double.IsFinite(c) ? Raise(size, c) : 0)];
            double[] weights = [.. deviations.Select(deviation => 1 / (deviation * deviation))];
            Curve curve = default;
            for (int i = 0; i < Reweightings; i++)
            {
                curve = Solve(x, errors, weights, c);
                for (int j = 0; j < weights.Length; j++)
                {
                    double distance = curve.Distance(x[j], errors[j], deviations[j]);
                    weights[j] = (distance <= Far ? 1 : Far / distance) / (deviations[j] * deviations[j]);
                }
            }

            // Huber's loss, twice, as χ² counts.
            double misfit = 0;
            for (int j = 0; j < x.Length; j++)
            {
                double distance = curve.Distance(x[j], errors[j], deviations[j]);
                misfit += distance <= Far ? distance * distance : Far * ((2 * distance) - Far);
            }

            return curve with { Misfit = misfit };
        }

        private double Distance(double x, double error, double deviation) => Math.Abs(error - A - (B * x)) / deviation;

        private static Curve Solve(double[] x, IReadOnlyList<double> y, double[] weights, double c)
        {
            double w = 0, wx = 0, wy = 0, wxx = 0, wxy = 0;
            for (int i = 0; i < x.Length; i++)
            {
                w += weights[i];
                wx += weights[i] * x[i];
                wy += weights[i] * y[i];
                wxx += weights[i] * x[i] * x[i];
                wxy += weights[i] * x[i] * y[i];
            }

            double determinant = (w * wxx) - (wx * wx);
            double b = determinant > 1e-12 * w * wxx ? ((w * wxy) - (wx * wy)) / determinant : 0;
            double a = (wy - (b * wx)) / w;
            (a, b) = b <= 0 ? (double.Max(wy / w, 0), 0) : a < 0 ? (0, double.Max(wxy / wxx, 0)) : (a, b);
            return new(a, b, c, 0, w, wx, wxx);
        }
    }
}

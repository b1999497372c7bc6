namespace FastNet.Tests.Reference;

/// <summary>(f(θ + ε) − f(θ − ε))/(2ε): a derivative with an error of ε²·f‴/6 and of the roundings of f over ε.</summary>
internal static class TwoSidedDifferences
{
    /// <summary>The step at which the two errors are about equal: the cube root of 2⁻⁵², times max(1, |θ|).</summary>
    public static double BestStep(double theta) => 6e-6 * Math.Max(1, Math.Abs(theta));

    /// <summary>The derivative of <paramref name="f"/> by <paramref name="theta"/>, which is changed and put back.</summary>
    public static double Of(ref double theta, double step, Func<double> f)
    {
        double original = theta;
        theta = original + step;
        double above = f();
        theta = original - step;
        double below = f();
        theta = original;
        return (above - below) / (2 * step);
    }

    /// <summary>‖a − b‖/(‖a‖ + ‖b‖), the course's measure; 0 where both are 0.</summary>
    public static double RelativeDistance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double distance = 0;
        double normA = 0;
        double normB = 0;
        for (int i = 0; i < a.Length; i++)
        {
            distance += (a[i] - b[i]) * (a[i] - b[i]);
            normA += a[i] * a[i];
            normB += b[i] * b[i];
        }

        return distance == 0 ? 0 : Math.Sqrt(distance) / (Math.Sqrt(normA) + Math.Sqrt(normB));
    }
}

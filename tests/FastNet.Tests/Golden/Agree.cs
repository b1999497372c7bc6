using FastNet.Tests.Reference;

namespace FastNet.Tests.Golden;

/// <summary>Comparison with a known answer b, element by element: |a − b| ≤ 10⁻¹⁰·max(1, |b|), where no other tolerance is given.</summary>
internal static class Agree
{
    // Known answers are computed in double, by other sums in another order: some thousand roundings of 10⁻¹⁶ each, and whatever an
    // optimizer's trajectory makes of them. A formula that is wrong anywhere errs by more than 10⁻⁵.
    private const double Tolerance = 1e-10;

    public static void With(Matrix expected, Matrix actual, string what, double tolerance = Tolerance)
    {
        Assert.True(
            expected.Rows == actual.Rows && expected.Columns == actual.Columns,
            $"{what}: expected [{expected.Rows}, {expected.Columns}], got [{actual.Rows}, {actual.Columns}].");
        With(expected.Values, actual.Values, what, tolerance);
    }

    public static void With(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, string what, double tolerance = Tolerance)
    {
        Assert.True(expected.Length == actual.Length, $"{what}: expected {expected.Length} numbers, got {actual.Length}.");
        for (int i = 0; i < expected.Length; i++)
        {
            With(expected[i], actual[i], $"{what}, element {i}", tolerance);
        }
    }

    public static void With(double expected, double actual, string what, double tolerance = Tolerance)
    {
        // Written so that NaN fails.
        bool agrees = Math.Abs(actual - expected) <= tolerance * Math.Max(1, Math.Abs(expected));
        Assert.True(agrees, $"{what}: expected {expected:R}, got {actual:R}, off by {Math.Abs(actual - expected):E2}.");
    }
}

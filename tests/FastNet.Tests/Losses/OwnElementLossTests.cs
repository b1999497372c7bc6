using System.Numerics;
using FastNet.Kernels;
using FastNet.Tests.Kernels;

namespace FastNet.Tests.Losses;

/// <summary>A loss that a user brings, with a parameter.</summary>
public class OwnElementLossTests
{
    // Distances and weights in double of a few units: some ten roundings.
    private const double Tolerance = 1e-15;

    private readonly double[] z = [.. Enumerable.Range(0, 42).Select(i => ((i * 29) % 23 / 4.0) - 2.8)];
    private readonly double[] t = [.. Enumerable.Range(0, 42).Select(i => ((i * 17) % 19 / 5.0) - 1.7)];
    private readonly double[] weights = [2, 0.5, 1];

    public static TheoryData<int> Widths => VectorWidth.All;

    [Theory]
    [MemberData(nameof(Widths))]
    public void IsItsFormulaAtEveryWidth(int width)
    {
        const double Share = 0.9;
        using VectorWidth _ = VectorWidth.Force(width);
        ElementLoss<double, Quantile> loss = new(new(Share));
        double[] gradient = new double[42];
        double actual = loss.Evaluate(
            new ReadOnlyMatrixSpan<double>(z, 3, 14), new Targets<double>(new ReadOnlyMatrixSpan<double>(t, 3, 14)).WithWeights(weights),
            new MatrixSpan<double>(gradient, 3, 14));
        double expected = 0;
        for (int i = 0; i < 42; i++)
        {
            double weight = weights[i / 14] / 42;
            expected += weight * Math.Max(Share * (t[i] - z[i]), (1 - Share) * (z[i] - t[i]));
            Assert.Equal(weight * (t[i] > z[i] ? -Share : 1 - Share), gradient[i], Tolerance);
        }

        Assert.Equal(expected, actual, Tolerance);
        Assert.Equal(Share, loss.Element.Share);
    }

    [Fact]
    public void TakesNoClasses() =>
        Assert.Throws<ArgumentException>(
            "targets", () => new ElementLoss<double, Quantile>(new(0.5)).Evaluate(new ReadOnlyMatrixSpan<double>(z, 2, 21), (int[])[0, 1]));

    // The pinball loss of quantile regression: q·(t − z) where t > z, else (1 − q)·(z − t).
    private readonly struct Quantile(double share) : IElementLoss
    {
        public double Share => share;

        public TVector Value<T, TVector, TLanes>(TVector z, TVector t)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TVector : unmanaged
            where TLanes : struct, ILanes<T, TVector> =>
            TLanes.Multiply(TLanes.Subtract(z, t), Slope<T, TVector, TLanes>(z, t));

        public TVector Slope<T, TVector, TLanes>(TVector z, TVector t)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TVector : unmanaged
            where TLanes : struct, ILanes<T, TVector> =>
            TLanes.Select(
                TLanes.GreaterThan(t, z), TLanes.Splat(T.CreateTruncating(-share)), TLanes.Splat(T.CreateTruncating(1 - share)));
    }
}

using FastNet.Training;
using FsCheck.Xunit;

namespace FastNet.Tests.Training;

public sealed class NormalizerTests
{
    [Property(MaxTest = 50)]
    public void FitIsMeanAndDeviationOfTwoPasses(byte rows, ushort seed)
    {
        int count = 1 + rows;
        const int columns = 3;
        Philox random = new(seed, RandomPurpose.Noise);
        double[] x = [.. Enumerable.Range(0, count * columns).Select(i => (1e3 * (i % columns)) + random.Normal(i))];

        Normalizer normalizer = Normalizer.Fit(new ReadOnlyMatrixSpan<double>(x, count, columns));

        for (int j = 0; j < columns; j++)
        {
            double mean = Enumerable.Range(0, count).Average(i => x[(i * columns) + j]);
            double deviation = Math.Sqrt(Enumerable.Range(0, count).Average(i => Math.Pow(x[(i * columns) + j] - mean, 2)));

            // Values reach 2,000 and sums of up to 256 terms lose less than 256 units of 2⁻⁵², that is 2e-10 in all.
            Assert.Equal(mean, normalizer.Centers[j], 2e-10);
            Assert.Equal(deviation, normalizer.Scales[j], 2e-10);
        }
    }

    [Fact]
    public void SmallSpreadAroundALargeMeanIsNotLost()
    {
        // In one pass of Σx² − (Σx)²/m the deviation 0.5 would drown: 1e9² has a unit of 128.
        double[] x = [1e9, 1e9 + 1, 1e9, 1e9 + 1];
        Assert.Equal(0.5, Normalizer.Fit(new ReadOnlyMatrixSpan<double>(x, 4, 1)).Scales[0], 1e-6);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0)]
    [InlineData(-1e30)]
    public void AConstantFeatureGivesZeroWhateverComesLater(double constant)
    {
        double[] x = [.. Enumerable.Repeat(constant, 7)];
        Normalizer normalizer = Normalizer.Fit(new ReadOnlyMatrixSpan<double>(x, 7, 1));
        double[] later = [constant, constant + 1, 5, -1e300];
        double[] normalized = [double.NaN, double.NaN, double.NaN, double.NaN];

        normalizer.Apply(new ReadOnlyMatrixSpan<double>(later, 4, 1), new MatrixSpan<double>(normalized, 4, 1));

        Assert.Equal([0, 0, 0, 0], normalized);
    }

    [Fact]
    public void ApplySubtractsTheMeanAndDividesByTheDeviation()
    {
        Normalizer normalizer = new([1, 10], [2, 4]);
        Dataset<float> data = new([3, 10, -1, 18], 2, [0, 1]);

        Dataset<float> normalized = normalizer.Apply(data);

        Assert.Equal([1, 0, -1, 2], normalized.Features.Values.ToArray());
        Assert.Equal([0, 1], normalized.Classes.ToArray());
        Assert.Equal([3, 10, -1, 18], data.Features.Values.ToArray());
    }

    // numpy: median and percentile(x, [25, 75]) of 1, 2, 4, 7, 100 are 4, 2 and 7, of the first four 3, 1.75 and 4.75.
    [Fact]
    public void TheOtherKindsAsComputed()
    {
        double[] five = [100, 7, 2, 4, 1], four = [7, 2, 4, 1];
        Assert.Equal((4, 5), Fitted(five, NormalizerKind.Robust));
        Assert.Equal((3, 3), Fitted(four, NormalizerKind.Robust));
        Assert.Equal((1, 99), Fitted(five, NormalizerKind.MinMax));
        Assert.Equal((-3, 0), Fitted([-3], NormalizerKind.Robust));
        Assert.Equal((-3, 0), Fitted([-3, -3], NormalizerKind.MinMax));
        Assert.Throws<ArgumentException>(() => Fitted([1, double.PositiveInfinity], NormalizerKind.Robust));
        Assert.Throws<ArgumentException>(() => Fitted([-1e308, 1e308], NormalizerKind.MinMax));
        Assert.Throws<ArgumentOutOfRangeException>("kind", () => Fitted([1], (NormalizerKind)3));
    }

    // A category that one in ten has: its quartiles are both 0, and yet it is no constant.
    [Fact]
    public void WhatMostRowsShareIsNotTakenForAConstant()
    {
        double[] rare = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1];

        // √(0.1·0.9)
        (double center, double scale) = Fitted(rare, NormalizerKind.Robust);
        Assert.Equal(0, center);
        Assert.Equal(0.3, scale, 1e-15);
        Assert.Equal((5, 0), Fitted([5, 5, 5, 5], NormalizerKind.Robust));
    }

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(0, -1)]
    [InlineData(0, double.PositiveInfinity)]
    public void RefusesNumbersThatAreNoMeansOrDeviations(double mean, double deviation) =>
        Assert.Throws<ArgumentException>(() => new Normalizer([mean], [deviation]));

    [Fact]
    public void RefusesNumbersThatAreNotFiniteAndShapesThatDoNotFit()
    {
        Assert.Throws<ArgumentException>(() => Normalizer.Fit(new ReadOnlyMatrixSpan<double>([1, double.NaN], 2, 1)));
        Assert.Throws<ArgumentException>(() => Normalizer.Fit(new ReadOnlyMatrixSpan<double>([], 0, 1)));
        Assert.Throws<ArgumentException>(() => new Normalizer([0], [1]).Apply(new Dataset<float>([1, 2], 2, [0])));
    }

    [Fact]
    public void ADeviationTooSmallToDivideByMakesNoMap()
    {
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => new Normalizer([0, 0], [1, 1e-310]).ToMap());
        Assert.Contains("1E-310 for feature 1", exception.Message, StringComparison.Ordinal);
        AffineMap map = new Normalizer([3, 4], [0.5, 0]).ToMap();
        Assert.Equal([2, 0], map.Scale.ToArray());
        Assert.Equal([3, 4], map.Center.ToArray());
    }

    private static (double Center, double Scale) Fitted(double[] feature, NormalizerKind kind)
    {
        Normalizer normalizer = Normalizer.Fit(new ReadOnlyMatrixSpan<double>(feature, feature.Length, 1), kind);
        return (normalizer.Centers[0], normalizer.Scales[0]);
    }
}

using FastNet.Training;

namespace FastNet.Tests.Reports;

public class HistogramTests
{
    [Fact]
    public void EndsBelongToTheBinTheyBeginAndTheLastToTheLast()
    {
        Histogram histogram = Histogram.Of<float>([0, 1, 2, 3, 4], 2);
        Assert.Equal((0, 4, 10, 30, 0, 2), (histogram.Least, histogram.Greatest, histogram.Sum, histogram.SumOfSquares, histogram.Start, histogram.BinWidth));
        Assert.Equal([2, 3], histogram.Counts);
    }

    // NumPy's histogram([7, 7, 7], 4) has edges 6.5, 6.75, 7, 7.25, 7.5 and counts 0, 0, 3, 0.
    [Fact]
    public void EqualValuesHaveBinsAround()
    {
        Histogram histogram = Histogram.Of<double>([7, 7, 7], 4);
        Assert.Equal((7, 7, 6.5, 0.25), (histogram.Least, histogram.Greatest, histogram.Start, histogram.BinWidth));
        Assert.Equal([0, 0, 3, 0], histogram.Counts);
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(-double.MaxValue)]
    [InlineData(double.MaxValue)]
    [InlineData(5e-324)]
    public void NoValueIsTooLargeOrSmallForBins(double value)
    {
        Histogram histogram = Histogram.Of<double>([value, value], 3);
        Assert.Equal(2, histogram.Counts.Sum());
        Assert.True(double.IsFinite(histogram.Start) && double.IsFinite(histogram.BinWidth) && histogram.BinWidth > 0);
        Assert.InRange(value, histogram.Start, histogram.Start + (3 * histogram.BinWidth));
    }

    [Fact]
    public void TheWholeRangeOfDoublesHasBins()
    {
        Histogram histogram = Histogram.Of<double>([-double.MaxValue, 0, double.MaxValue], 3);
        Assert.Equal([1, 1, 1], histogram.Counts);
        Assert.True(double.IsFinite(histogram.BinWidth));
    }

    [Fact]
    public void ValuesCloseTogetherFarFromZeroAreToldApart() =>
        Assert.Equal([1, 1, 1, 1], Histogram.Of<double>([1e6, double.BitIncrement(1e6), 1e6 + (2 * 1.1641532182693481e-10), 1e6 + (3 * 1.1641532182693481e-10)], 4).Counts);

    [Fact]
    public void ThereMustBeFiniteValuesAndBins()
    {
        Assert.Throws<ArgumentException>("values", () => Histogram.Of<float>([]));
        Assert.Throws<ArgumentException>("values", () => Histogram.Of<float>([1, float.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>("bins", () => Histogram.Of<float>([1], 0));
    }

    [Fact]
    public void EachSliceOfParametersHasOne()
    {
        Network<float> network = new(3, [Layer.Dense(4), Layer.Relu(), Layer.Dense(2)], seed: 1);
        Dictionary<string, Histogram> histograms = Histogram.OfParameters(network, 5).ToDictionary();
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"], histograms.Keys);
        Assert.Equal([12, 4, 8, 2], histograms.Values.Select(histogram => histogram.Counts.Sum()));
    }
}

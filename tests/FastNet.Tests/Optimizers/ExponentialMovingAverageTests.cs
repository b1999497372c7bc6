namespace FastNet.Tests.Optimizers;

/// <summary>An average of a series is the weighted mean that its formula unrolls to.</summary>
public class ExponentialMovingAverageTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.999)]
    public void IsTheWeightedMean(double beta)
    {
        Philox random = new(3, RandomPurpose.Trial);
        ExponentialMovingAverage average = new(beta);
        List<double> series = [];
        for (int t = 1; t <= 300; t++)
        {
            series.Add(random.Normal(t));
            average.Add(series[^1]);

            // βᵏ for the value k back: 0⁰ = 1, as Math.Pow has it.
            double[] weights = [.. Enumerable.Range(0, t).Select(k => Math.Pow(beta, t - 1 - k))];
            double sum = weights.Zip(series, (weight, value) => weight * value).Sum();

            // Sums of 300 products of normals, all roundings of 1.1e-16; the division by 1 − βᵗ ≥ 1 − β multiplies them by 1000 at most.
            Assert.Equal((1 - beta) * sum, average.Uncorrected, 1e-13);
            Assert.Equal(sum / weights.Sum(), average.Value, 1e-11);
            Assert.Equal(t, average.Count);
        }
    }

    // v₁ = 0.1·40 and v₂ = 0.9·4 + 0.1·49.
    [Fact]
    public void TheCorrectionDoesNotOverwriteTheAverage()
    {
        ExponentialMovingAverage average = new(0.9);
        average.Add(40);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(40, average.Value, 1e-13);
            Assert.Equal(4, average.Uncorrected, 1e-14);
        }

        average.Add(49);
        Assert.Equal(8.5, average.Uncorrected, 1e-14);
        Assert.Equal(8.5 / 0.19, average.Value, 1e-13);
    }

    [Fact]
    public void OfEqualNumbersItIsThatNumber()
    {
        ExponentialMovingAverage average = new(0.999);
        for (int i = 0; i < 1000; i++)
        {
            average.Add(7);
            Assert.Equal(7, average.Value, 1e-11);
        }

        // The weights so far add up to 1 − 0.999¹⁰⁰⁰.
        Assert.Equal(7 * (1 - Math.Pow(0.999, 1000)), average.Uncorrected, 1e-11);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void ANumberThatIsNotFiniteIsRefusedAndChangesNothing(double value)
    {
        ExponentialMovingAverage average = new(0.9);
        average.Add(1);
        ArgumentException exception = Assert.Throws<ArgumentException>("value", () => average.Add(value));
        Assert.Contains("expected a finite number", exception.Message, StringComparison.Ordinal);
        Assert.Equal((1, 1), (average.Count, average.Value));
    }

    [Fact]
    public void BeforeTheFirstNumberThereIsNone()
    {
        Assert.Throws<InvalidOperationException>(() => new ExponentialMovingAverage(0.9).Value);
        Assert.Equal(0, new ExponentialMovingAverage(0.9).Uncorrected);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void BetaIsFromZeroToBelowOne(double beta) =>
        Assert.Throws<ArgumentOutOfRangeException>("beta", () => new ExponentialMovingAverage(beta));
}

using FastNet.Training;
using FsCheck;
using FsCheck.Xunit;

namespace FastNet.Tests.Reports;

public class TemperatureScalingTests
{
    // All outputs are (a, 0) and a share r is of class 0: the best p is r, so a/T = ln(r/(1 − r)).
    [Theory]
    [InlineData(3, 8)]
    [InlineData(0.2, 9)]
    [InlineData(30, 6)]
    [InlineData(0.05, 9)]
    public void EqualExamplesHaveTheirShare(double a, int right)
    {
        double[] outputs = [.. Enumerable.Range(0, 10).SelectMany(_ => new[] { a, 0 })];
        int[] classes = [.. Enumerable.Range(0, 10).Select(i => i < right ? 0 : 1)];
        double expected = a / Math.Log(right / (10.0 - right));

        // The last step is below 1e-9 of T, and squares what was left.
        Assert.Equal(1, TemperatureScaling.Fit<double>(new(outputs, 10, 2), classes) / expected, 1e-9);
    }

    [Theory]
    [InlineData(0.4)]
    [InlineData(1)]
    [InlineData(2.5)]
    public void APlantedTemperatureIsFound(double planted)
    {
        const int Examples = 20_000, Count = 5;
        Philox random = new(5, RandomPurpose.Noise);
        double[] outputs = new double[Examples * Count];
        int[] classes = new int[Examples];
        double information = 0;
        for (int i = 0; i < Examples; i++)
        {
            Span<double> row = outputs.AsSpan(i * Count, Count);
            double[] weights = new double[Count];
            for (int j = 0; j < Count; j++)
            {
                row[j] = 2 * random.Normal((i * Count) + j);
                weights[j] = Math.Exp(row[j] / planted);
            }

            double sum = weights.Sum(), mean = 0, square = 0;
            for (int j = 0; j < Count; j++)
            {
                mean += weights[j] / sum * row[j];
                square += weights[j] / sum * row[j] * row[j];
            }

            information += square - (mean * mean);
            double left = random.Uniform((Examples * Count) + i) * sum;
            while (classes[i] < Count - 1 && left >= weights[classes[i]])
            {
                left -= weights[classes[i]++];
            }
        }

        double fitted = TemperatureScaling.Fit<double>(new(outputs, Examples, Count), classes);

        // The inverse of T is a maximum-likelihood estimate: four of its standard deviations, 1/√information.
        Assert.Equal(1 / planted, 1 / fitted, 4 / Math.Sqrt(information));
        Calibration before = Calibration.Of<double>(new(outputs, Examples, Count), classes);
        Calibration after = Calibration.Of<double>(new(outputs, Examples, Count), classes, fitted);
        Assert.True(after.Loss <= before.Loss, $"{after.Loss} after, {before.Loss} before");
        if (planted != 1)
        {
            Assert.True(after.ExpectedError < before.ExpectedError / 2, $"{after.ExpectedError} after, {before.ExpectedError} before");
        }
    }

    // All right; all wrong; outputs that are equal; right as often as wrong; one class.
    [Theory]
    [InlineData(new double[] { 3, 0, 0, 3 }, 2, new[] { 0, 1 })]
    [InlineData(new double[] { 3, 0, 0, 3 }, 2, new[] { 1, 0 })]
    [InlineData(new double[] { 1, 1, 2, 2 }, 2, new[] { 0, 1 })]
    [InlineData(new double[] { 3, 0, 3, 0 }, 2, new[] { 0, 1 })]
    [InlineData(new double[] { 3, 5 }, 1, new[] { 0, 0 })]
    public void WhereNothingIsToBeGainedItIsOne(double[] outputs, int columns, int[] classes) =>
        Assert.Equal(1, TemperatureScaling.Fit<double>(new(outputs, 2, columns), classes));

    [Property(MaxTest = 200)]
    public bool NoOtherTemperatureIsBetter(ulong seed, PositiveInt scale)
    {
        const int Examples = 40, Count = 3;
        Philox random = new(seed, RandomPurpose.Noise);
        double[] outputs = [.. Enumerable.Range(0, Examples * Count).Select(i => scale.Get * random.Normal(i))];
        int[] classes = [.. Enumerable.Range(0, Examples).Select(i => (int)(Count * random.Uniform((Examples * Count) + i)))];
        double fitted = TemperatureScaling.Fit<double>(new(outputs, Examples, Count), classes);
        double loss = Calibration.Of<double>(new(outputs, Examples, Count), classes, fitted).Loss;

        // At 1 there may be no minimum: then none is looked for. Elsewhere a thousandth to a side is no better, but for rounding of a loss.
        double[] others = fitted == 1 ? [] : [1, fitted * 1.001, fitted / 1.001, fitted * 2, fitted / 2];
        return fitted is >= 0.01 and <= 100
            && others.All(other => loss <= Calibration.Of<double>(new(outputs, Examples, Count), classes, other).Loss * (1 + 1e-14));
    }
}

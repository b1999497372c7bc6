using FastNet.Training;

namespace FastNet.Tests.Training;

public sealed class DatasetTests
{
    [Fact]
    public void SelectKeepsFeaturesAndTargetsTogether()
    {
        Dataset<double> selected = Examples.Numbered(10, 3).Select([7, 2, 7]);
        Assert.Equal([7, -7, 1, 2, -2, 2, 7, -7, 1], selected.Features.Values.ToArray());
        Assert.Equal([1, 2, 1], selected.Classes.ToArray());

        Dataset<float> values = new Dataset<float>([1, 2, 3], 1, [10f, 20f, 30f], 1).Select([2, 0]);
        Assert.Equal([3, 1], values.Features.Values.ToArray());
        Assert.Equal([30, 10], values.Values.Values.ToArray());
    }

    [Fact]
    public void RefusesWhatDoesNotFitTogether()
    {
        Assert.Throws<ArgumentException>(() => new Dataset<float>([1, 2, 3], 2, [0]));
        Assert.Throws<ArgumentException>(() => new Dataset<float>([1, 2], 2, [0, 1]));
        Assert.Throws<ArgumentException>(() => new Dataset<float>([1, 2], 1, [0, 2], ["a", "b"]));
        Assert.Throws<ArgumentException>(() => new Dataset<float>([1, 2], 1, [0, -1]));
        Assert.Throws<ArgumentException>(() => new Dataset<float>([1, 2], 1, [0, 1], featureNames: ["a", "b"]));
        Assert.Throws<ArgumentException>(() => new Dataset<float>([1, 2], 1, [1f, 2f, 3f], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dataset<float>([1, 2], 0, [0, 1]));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void NumbersThatAreNotFiniteAreRefusedWithTheirPlace(float number)
    {
        Assert.Contains("row 1, column 0", Assert.Throws<ArgumentException>(() => new Dataset<float>([1, 2, number, 4], 2, [0, 1])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Dataset<float>([1, 2], 1, [1f, number], 1));
    }
}

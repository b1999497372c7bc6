using FastNet.Training;
using FsCheck.Xunit;

namespace FastNet.Tests.Training;

public sealed class SplitTests
{
    [Property(MaxTest = 100)]
    public void PartsAreDisjointCompleteAndKeepLabels(byte examples, byte classes, ushort seed, byte dev, byte test)
    {
        int classCount = 2 + (classes % 5);
        int count = (40 * classCount) + examples;
        SplitRatios ratios = new(50, 10 + (dev % 40), 10 + (test % 40));
        Dataset<double> data = Examples.Numbered(count, classCount);

        Split<double> split = Split.Stratified(data, ratios, seed);

        int[] rows = [.. Rows(split.Train), .. Rows(split.Dev!), .. Rows(split.Test!)];
        Assert.Equal(Enumerable.Range(0, count), rows.Order());
        foreach ((Dataset<double> part, double share) in new[] { (split.Train, ratios.Train), (split.Dev!, ratios.Dev), (split.Test!, ratios.Test) })
        {
            Assert.Equal(data.ClassNames, part.ClassNames);
            for (int i = 0; i < part.Count; i++)
            {
                Assert.Equal(part.Features[i, 2], part.Classes[i]);
            }

            for (int c = 0; c < classCount; c++)
            {
                int ofClass = (count / classCount) + (c < count % classCount ? 1 : 0);

                // Stratified: within one example of the exact share; 1e-9 for the rounding of the share itself.
                Assert.InRange(part.Classes.ToArray().Count(k => k == c), (ofClass * share) - 1 - 1e-9, (ofClass * share) + 1 + 1e-9);
            }

            // What classes have left over is dealt out where it is missing, so that the whole part is near its share too.
            Assert.InRange(part.Count, (count * share) - 2, (count * share) + 2);
        }
    }

    [Fact]
    public void SeedSelectsTheParts()
    {
        Dataset<double> data = Examples.Numbered(100, 2);
        SplitRatios ratios = new(60, 20, 20);
        Assert.Equal(Rows(Split.Stratified(data, ratios, 7).Test!), Rows(Split.Stratified(data, ratios, 7).Test!));
        Assert.NotEqual(Rows(Split.Stratified(data, ratios, 7).Test!), Rows(Split.Stratified(data, ratios, 8).Test!));
        Assert.Equal(Rows(Split.Random(data, ratios, 7).Test!), Rows(Split.Random(data, ratios, 7).Test!));
        Assert.NotEqual(Rows(Split.Random(data, ratios, 7).Test!), Rows(Split.Random(data, ratios, 8).Test!));
    }

    [Fact]
    public void AClassOfOneExampleIsTrainedOn()
    {
        Dataset<double> data = new([.. Enumerable.Range(0, 21).Select(i => (double)i)], 1, [.. Enumerable.Repeat(0, 20), 1]);
        for (ulong seed = 0; seed < 10; seed++)
        {
            Assert.Contains(20, Rows(Split.Stratified(data, new(60, 20, 20), seed).Train));
        }
    }

    [Fact]
    public void AShareOfZeroIsNoPart()
    {
        Split<double> split = Split.Random(Examples.Numbered(10, 2), new(0.7, 0, 0.3), 1);
        Assert.Null(split.Dev);
        Assert.Equal(7, split.Train.Count);
        Assert.Equal(3, split.Test!.Count);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(-1, 1, 1)]
    [InlineData(1, -1, 1)]
    [InlineData(1, double.NaN, 1)]
    [InlineData(1, 1, double.PositiveInfinity)]
    public void RefusesSharesThatAreNone(double train, double dev, double test) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SplitRatios(train, dev, test));

    [Fact]
    public void RefusesRatiosThatNobodyMade()
    {
        Dataset<double> data = Examples.Numbered(10, 2);
        foreach (Func<Split<double>> cut in (Func<Split<double>>[])[() => Split.Random(data, default, 1), () => Split.Stratified(data, default, 1)])
        {
            Assert.Contains("expected a train share above 0, got 0", Assert.Throws<ArgumentException>("ratios", cut).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void RefusesAPartWithoutExamples() =>
        Assert.Throws<ArgumentException>(() => Split.Stratified(Examples.Numbered(2, 2), new(60, 20, 20), 1));

    private static int[] Rows(Dataset<double> part) => [.. Enumerable.Range(0, part.Count).Select(i => (int)part.Features[i, 0])];
}

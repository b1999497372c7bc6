using FastNet.Training;
using FsCheck.Xunit;

namespace FastNet.Tests.Splits;

public sealed class SplitRecommendationTests
{
    [Property(MaxTest = 300)]
    public void DevAndTestAreAsLargeAsNeededOrAFifth(ushort extra, ushort asked)
    {
        int examples = 5 + extra;
        int needed = 1 + (asked % (2 + (examples / 3)));
        SplitRows rows = Split.Random(examples, SplitRecommendation.For(examples, needed).Ratios, 1);
        if (5L * needed <= examples)
        {
            Assert.Equal((needed, needed), (rows.Dev.Length, rows.Test.Length));
        }
        else
        {
            Assert.InRange(rows.Dev.Length, examples / 5, (examples / 5) + 1);
            Assert.InRange(rows.Test.Length, examples / 5, (examples / 5) + 1);
        }
    }

    [Fact]
    public void AMillionGivesAHundredth()
    {
        SplitRecommendation recommendation = SplitRecommendation.For(1_000_000, 10_000);
        Assert.Equal(new SplitRatios(98, 1, 1), recommendation.Ratios);
        Assert.Equal(
            "Dev and test take 10000 of 1000000 examples each (1 %), as many as are needed; train has the other 980000.", recommendation.Reason);
    }

    [Fact]
    public void AThousandGiveAFifthAndAreToldWhatThatCosts()
    {
        SplitRecommendation recommendation = SplitRecommendation.For(1000, 385);
        Assert.Equal(new SplitRatios(60, 20, 20), recommendation.Ratios);

        // √(385/200) = 1.387
        Assert.Equal(
            "A fifth of 1000 examples is 200, but 385 are needed: 60/20/20, and intervals about 1.39 times as wide as asked.", recommendation.Reason);
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(5, 0)]
    public void RefusesNumbersThatGiveNoParts(int examples, int needed) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SplitRecommendation.For(examples, needed));
}

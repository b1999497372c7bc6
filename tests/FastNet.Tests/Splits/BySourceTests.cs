using FastNet.Tests.Training;
using FastNet.Training;
using FsCheck.Xunit;

namespace FastNet.Tests.Splits;

public sealed class BySourceTests
{
    [Property(MaxTest = 300)]
    public void DevAndTestAreOfTheTargetAndTrainDevIsAsTrain(bool[] isTarget, byte train, byte dev, byte test, byte percent, ushort seed)
    {
        SplitRatios ratios = Parts.Ratios(train, dev, test);
        double trainDevShare = percent % 100 / 100.0;
        int target = isTarget.Count(source => source);
        int others = isTarget.Length - target;
        SplitRows rows;
        try
        {
            rows = Split.BySource(isTarget, ratios, trainDevShare, seed);
        }
        catch (ArgumentException)
        {
            // A source that has a whole row's share of a part gives it one.
            Assert.True(
                (ratios.Dev > 0 && target * ratios.Dev < 1) || (ratios.Test > 0 && target * ratios.Test < 1)
                || (trainDevShare > 0 && others * trainDevShare < 1) || isTarget.Length == 0);
            return;
        }

        Parts.ArePartition(rows, isTarget.Length, ratios);
        Parts.AreSame(rows, Split.BySource(isTarget, ratios, trainDevShare, seed));
        Assert.Equal(trainDevShare > 0, rows.TrainDev.Length > 0);
        Assert.All(rows.Dev.Concat(rows.Test), row => Assert.True(isTarget[row]));
        Assert.InRange(rows.Dev.Length, (target * ratios.Dev) - 1 - 1e-9, (target * ratios.Dev) + 1 + 1e-9);
        Assert.InRange(rows.Test.Length, (target * ratios.Test) - 1 - 1e-9, (target * ratios.Test) + 1 + 1e-9);
        foreach (bool source in (bool[])[true, false])
        {
            int cut = rows.TrainDev.Count(row => isTarget[row] == source);
            double share = trainDevShare * (cut + rows.Train.Count(row => isTarget[row] == source));
            Assert.InRange(cut, share - 1 - 1e-9, share + 1 + 1e-9);
        }
    }

    /// <summary>200,000 pictures from the web, 10,000 from the telephones that the network is for: half of these are learnt from too.</summary>
    [Fact]
    public void AFewThatCountAmongManyThatDoNot()
    {
        bool[] isTarget = [.. Enumerable.Range(0, 210_000).Select(row => row % 21 == 0)];
        SplitRows rows = Split.BySource(isTarget, new(50, 25, 25), 0.02, 1);
        Assert.Equal((200_900, 4_100, 2_500, 2_500), (rows.Train.Length, rows.TrainDev.Length, rows.Dev.Length, rows.Test.Length));
        Assert.Equal((4_900, 100), (rows.Train.Count(row => isTarget[row]), rows.TrainDev.Count(row => isTarget[row])));
        Assert.NotEqual(rows.TrainDev, Split.BySource(isTarget, new(50, 25, 25), 0.02, 2).TrainDev);
    }

    [Fact]
    public void ASeedKeepsItsRows()
    {
        SplitRows rows = Split.BySource([.. Enumerable.Range(0, 20).Select(row => row * row % 11 < 6)], new(60, 20, 20), 0.3, 7);
        Assert.Equal([0, 6, 15, 19], rows.TrainDev);
        Assert.Equal([1, 4, 9], rows.Dev);
        Assert.Equal([13, 17, 18], rows.Test);
    }

    [Fact]
    public void DataAreCutLikeTheirRows()
    {
        bool[] isTarget = [.. Enumerable.Range(0, 40).Select(row => row % 2 == 0)];
        Split<double> split = Split.BySource(Examples.Numbered(40, 2), isTarget, new(50, 25, 25), 0.2, 1);
        SplitRows rows = Split.BySource(isTarget, new(50, 25, 25), 0.2, 1);
        Assert.Equal((24, 6, 5, 5), (split.Train.Count, split.TrainDev!.Count, split.Dev!.Count, split.Test!.Count));
        Assert.Equal(rows.TrainDev, Enumerable.Range(0, 6).Select(i => (int)split.TrainDev.Features[i, 0]));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void RefusesATrainDevShareThatIsNone(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>("trainDevShare", () => Split.BySource([true, true], new(1, 1, 0), share, 1));

    [Fact]
    public void NamesThePartThatWouldBeEmpty()
    {
        Assert.Contains(
            "the train-dev part",
            Assert.Throws<ArgumentException>(() => Split.BySource([true, true], new(1, 1, 0), 0.1, 1)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "the dev part",
            Assert.Throws<ArgumentException>(() => Split.BySource([false, false], new(1, 1, 0), 0, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("isTarget", () => Split.BySource(Examples.Numbered(2, 1), [true], new(1, 1, 0), 0, 1));
    }
}

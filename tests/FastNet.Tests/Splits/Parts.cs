using FastNet.Training;

namespace FastNet.Tests.Splits;

/// <summary>What holds of every cut.</summary>
internal static class Parts
{
    public static readonly SplitPart[] All = [SplitPart.Train, SplitPart.TrainDev, SplitPart.Dev, SplitPart.Test];

    /// <summary>Shares from any three numbers: now and then without a dev or test part.</summary>
    public static SplitRatios Ratios(byte train, byte dev, byte test) => new(1 + train, dev % 4 == 0 ? 0 : dev, test % 4 == 0 ? 0 : test);

    public static double Share(SplitRatios ratios, SplitPart part) => part switch
    {
        SplitPart.Train => ratios.Train,
        SplitPart.Dev => ratios.Dev,
        SplitPart.Test => ratios.Test,
        _ => 0,
    };

    /// <summary>Each row once, in each part in order, and a part where there is a share.</summary>
    public static void ArePartition(SplitRows rows, int count, SplitRatios ratios)
    {
        Assert.Equal(Enumerable.Range(0, count), All.SelectMany(part => rows[part]).Order());
        foreach (SplitPart part in All)
        {
            Assert.Equal(rows[part].Order(), rows[part]);
            Assert.True(part == SplitPart.TrainDev || rows[part].Length > 0 == Share(ratios, part) > 0, $"{part} of {ratios}: {rows[part].Length}");
        }
    }

    public static void AreSame(SplitRows expected, SplitRows actual)
    {
        foreach (SplitPart part in All)
        {
            Assert.Equal(expected[part], actual[part]);
        }
    }

    /// <summary>No group has rows in two parts.</summary>
    public static void KeepGroups(SplitRows rows, byte[] groups) =>
        Assert.All(groups.Distinct(), group => Assert.Single(All, part => rows[part].Any(row => groups[row] == group)));
}

using FastNet.Aot;
using FastNet.Tests.Kernels;

namespace FastNet.Tests.Contracts;

/// <summary>
/// The bits of a trained network are specified: they change with <see cref="Numerics.Version"/> and with nothing else. Where the processor
/// does not fuse multiply and add other bits are allowed; they too are the same on every number of threads and at every width.
/// </summary>
public class SameBitsTests
{
    internal const string FloatHash = "46de3d09eee2d2c4";
    internal const string DoubleHash = "2c11299a9a008ca4";

    /// <summary>Of a network with every kind of layer, trained by each optimizer.</summary>
    internal const string EveryFloatHash = "9043d18bb628bf99";
    internal const string EveryDoubleHash = "c2eafb4f2d715e48";

    [Fact]
    public void TheHashesAreThoseOfTheNumericsVersion()
    {
        Assert.Equal(1, Numerics.Version);
        if (Numerics.IsFused)
        {
            Assert.Equal(FloatHash, $"{SmallTraining.Run<float>(null).Hash:x16}");
            Assert.Equal(DoubleHash, $"{SmallTraining.Run<double>(null).Hash:x16}");
            using WorkerPool workers = new(1);
            Assert.Equal(EveryFloatHash, $"{TrainingOfEveryKind<float>.Hash(workers):x16}");
            Assert.Equal(EveryDoubleHash, $"{TrainingOfEveryKind<double>.Hash(workers):x16}");
        }
    }

    // The last cost after training in double, as first computed. Twelve steps of six layers make some 1e5 roundings of 1e-16 in a row at most;
    // in float, of 6e-8, which mostly cancel.
    [Fact]
    public void FloatAndDoubleAndEveryArithmeticAgreeOnTheCost()
    {
        const double CostInDouble = 1.8778291969647;
        Assert.Equal(CostInDouble, SmallTraining.Run<double>(null).Cost, 1e-10);
        Assert.Equal(CostInDouble, SmallTraining.Run<float>(null).Cost, 1e-4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void EveryNumberOfThreads(int threads)
    {
        using WorkerPool workers = new(threads);
        Assert.Equal(SmallTraining.Run<float>(null).Hash, SmallTraining.Run<float>(workers).Hash);
        Assert.Equal(SmallTraining.Run<double>(null).Hash, SmallTraining.Run<double>(workers).Hash);
        using (workers.TakeLease())
        {
            Assert.Equal(SmallTraining.Run<float>(null).Hash, SmallTraining.Run<float>(workers).Hash);
        }
    }

    [Theory]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void EveryWidthCalledDirectly(int bits)
    {
        (ulong single, ulong full) = (SmallTraining.Run<float>(null).Hash, SmallTraining.Run<double>(null).Hash);
        using WorkerPool workers = new(1);
        (ulong everySingle, ulong everyFull) = (TrainingOfEveryKind<float>.Hash(workers), TrainingOfEveryKind<double>.Hash(workers));
        using VectorWidth _ = VectorWidth.Force(bits);
        Assert.Equal(single, SmallTraining.Run<float>(null).Hash);
        Assert.Equal(full, SmallTraining.Run<double>(null).Hash);
        Assert.Equal(everySingle, TrainingOfEveryKind<float>.Hash(workers));
        Assert.Equal(everyFull, TrainingOfEveryKind<double>.Hash(workers));
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512", 256)]
    [InlineData("DOTNET_EnableAVX2", 128)]
    [InlineData("DOTNET_EnableHWIntrinsic", 64)]
    public void EverySwitchOfTheRuntime(string name, int bits)
    {
        string[] lines = Child.RunTrainer([], (name, "0"));

        // A switch without effect would prove nothing. A processor, or an outer switch, may allow less than this one.
        int inForce = int.Parse(lines[0].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(inForce <= bits, lines[0]);
        bool fused = lines[0].EndsWith(" fused", StringComparison.Ordinal);
        Assert.True(bits >= 256 || !fused, lines[0]);
        ShouldBeTheHashes(lines, fused);
    }

    /// <summary>Four hashes, each on 1, 2 and 3 threads: the specified ones if fused, else alike.</summary>
    internal static void ShouldBeTheHashes(string[] lines, bool fused)
    {
        Assert.Equal(13, lines.Length);
        foreach ((string type, string expected) in ((string, string)[])
            [("float", FloatHash), ("double", DoubleHash), ("every float", EveryFloatHash), ("every double", EveryDoubleHash)])
        {
            string[] hashes = [.. lines.Where(line => line.StartsWith(type, StringComparison.Ordinal)).Select(line => line[^16..]).Distinct()];
            Assert.Single(hashes);
            if (fused)
            {
                Assert.Equal(expected, hashes[0]);
            }
        }
    }

    /// <summary>The suite is run again under each switch; this fails where one did nothing.</summary>
    [Fact]
    public void TheSwitchesOfThisProcessTookEffect()
    {
        if (Environment.GetEnvironmentVariable("DOTNET_EnableAVX512") == "0")
        {
            Assert.True(VectorWidth.Native <= 256);
        }

        if (Environment.GetEnvironmentVariable("DOTNET_EnableAVX2") == "0")
        {
            Assert.True(VectorWidth.Native <= 128 && !Numerics.IsFused);
        }

        if (Environment.GetEnvironmentVariable("DOTNET_EnableHWIntrinsic") == "0")
        {
            Assert.True(VectorWidth.Native == 64 && !Numerics.IsFused);
        }
    }
}

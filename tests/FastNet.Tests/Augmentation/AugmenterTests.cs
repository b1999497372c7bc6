using FastNet.Training;
using FsCheck.Xunit;

namespace FastNet.Tests.Augmenting;

public sealed class AugmenterTests
{
    private const string EveryStep =
        "flip=0.5,vertical-flip=0.3,shift=1,rotate=20,scale=0.8..1.2,noise=0.1,jitter=0.05,cutout=2,brightness=0.3,contrast=0.7..1.4,mixup=0.4,fill=-0.5";

    private static readonly ImageShape Shape = new(6, 5, 3);

    private static readonly Dataset<double> Train = Images.Normal(30, 90, classes: 4);

    [Property(MaxTest = 50)]
    public void AnExampleHasTheSameBitsInAnyBatch(ushort seed, byte epoch, int[] batch)
    {
        double[][] whole = Images.Altered(EveryStep, Shape, Train, epoch, seed);
        double[][] targets = Images.Targets(New(seed), epoch);
        int[] indices = [.. batch.Select(index => (int)((uint)index % 30))];
        Augmenter<double> augmenter = New(seed);
        double[][] part = Images.Altered(augmenter, indices, epoch);
        double[] partOfTargets = new double[indices.Length * 7];
        augmenter.ApplyToTargets(indices, epoch, new MatrixSpan<double>(partOfTargets, indices.Length, 4, rowStride: 7));
        for (int i = 0; i < indices.Length; i++)
        {
            Assert.Equal(Images.Bits(whole[indices[i]]), Images.Bits(part[i]));
            Assert.Equal(Images.Bits(targets[indices[i]]), Images.Bits(partOfTargets.AsSpan(7 * i, 4).ToArray()));
        }
    }

    [Fact]
    public void ThreadsWithAnAugmenterEachGiveTheBitsOfOne()
    {
        double[][] whole = Images.Altered(EveryStep, Shape, Train, epoch: 2);
        double[][] divided = new double[30][];
        Parallel.For(0, 30, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => divided[i] = Images.Altered(New(0), [i], 2)[0]);
        Assert.Equal(Images.Bits(whole.SelectMany(row => row)), Images.Bits(divided.SelectMany(row => row)));
    }

    [Theory]
    [InlineData("flip=0.5,vertical-flip=0.5")]
    [InlineData("shift=2")]
    [InlineData("rotate=10")]
    [InlineData("scale=0.8..1.2")]
    [InlineData("noise=0.1")]
    [InlineData("jitter=0.1")]
    [InlineData("cutout=2")]
    [InlineData("brightness=0.1")]
    [InlineData("contrast=0.8..1.2")]
    [InlineData("mixup=1")]
    public void EpochsSeedsAndExamplesDiffer(string text)
    {
        Dataset<double> twins = Images.Repeated(30, Train.Features.Row(0).ToArray());
        Dataset<double> data = text.StartsWith("mixup", StringComparison.Ordinal) || text.StartsWith("jitter", StringComparison.Ordinal) ? Train : twins;
        double[][] altered = Images.Altered(text, Shape, data, epoch: 1, seed: 1);
        Assert.Equal(altered, Images.Altered(text, Shape, data, epoch: 1, seed: 1));
        Assert.NotEqual(altered, Images.Altered(text, Shape, data, epoch: 2, seed: 1));
        Assert.NotEqual(altered, Images.Altered(text, Shape, data, epoch: 1, seed: 2));
        Assert.True(altered.DistinctBy(row => string.Join(' ', row)).Count() > 3);
    }

    [Fact]
    public void FloatAndDoubleAgree()
    {
        Augmentation augmentation = Augmentation.Parse(EveryStep, Shape);
        Dataset<float> single = new([.. Train.Features.Values.ToArray().Select(x => (float)x)], 90, Train.Classes.ToArray());
        float[] altered = new float[30 * 90];
        float[] targets = new float[30 * 4];
        Augmenter<float> augmenter = new(augmentation, single);
        int[] all = [.. Enumerable.Range(0, 30)];
        augmenter.Apply(all, 4, new MatrixSpan<float>(altered, 30, 90));
        augmenter.ApplyToTargets(all, 4, new MatrixSpan<float>(targets, 30, 4));

        // Seven roundings of numbers below 8 to float, each by 2⁻²² at most; the contrast makes them 1.4 times as large, and the mean moves too.
        Assert.All(altered.Zip(Images.Altered(EveryStep, Shape, Train, 4).SelectMany(row => row)), pair => Assert.Equal(pair.Second, pair.First, 7 * 2 * 2.4e-7));
        Assert.All(targets.Zip(Images.Targets(New(0), 4).SelectMany(row => row)), pair => Assert.Equal(pair.Second, pair.First, 6e-8));
    }

    [Fact]
    public void NothingIsAllocated()
    {
        Augmenter<float> augmenter = new(
            Augmentation.Parse(EveryStep, Shape), new([.. Train.Features.Values.ToArray().Select(x => (float)x)], 90, Train.Classes.ToArray()));
        int[] all = [.. Enumerable.Range(0, 30)];
        float[] altered = new float[30 * 90];
        float[] targets = new float[30 * 4];
        Alter(0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Alter(1);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Alter(int epoch)
        {
            augmenter.Apply(all, epoch, new MatrixSpan<float>(altered, 30, 90));
            augmenter.ApplyToTargets(all, epoch, new MatrixSpan<float>(targets, 30, 4));
        }
    }

    [Fact]
    public void TheTrainPartStaysAsItIs()
    {
        double[] before = Train.Features.Values.ToArray();
        Images.Altered(EveryStep, Shape, Train);
        Assert.Equal(before, Train.Features.Values.ToArray());
    }

    [Fact]
    public void RefusesWhatDoesNotFit()
    {
        Augmentation images = Augmentation.Parse("flip=0.5", new(2, 3));
        ArgumentException features = Assert.Throws<ArgumentException>(() => new Augmenter<double>(images, Images.Normal(2, 5)));
        Assert.Contains("expected 6 features, as images of 2x3 have, got 5", features.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Augmenter<double>(images, Images.Normal(2, 6).Select([])));
        Augmenter<double> augmenter = new(images, Images.Normal(2, 6));
        double[] row = new double[6];
        Assert.Throws<ArgumentOutOfRangeException>(() => augmenter.Apply([2], 0, new MatrixSpan<double>(row, 1, 6)));
        Assert.Throws<ArgumentOutOfRangeException>(() => augmenter.Apply([-1], 0, new MatrixSpan<double>(row, 1, 6)));
        Assert.Throws<ArgumentOutOfRangeException>(() => augmenter.Apply([0], -1, new MatrixSpan<double>(row, 1, 6)));
        Assert.Throws<ArgumentException>(() => augmenter.Apply([0], 0, new MatrixSpan<double>(row, 2, 3)));
        Assert.Throws<ArgumentException>(() => augmenter.Apply([0], 0, new MatrixSpan<double>(row, 1, 5)));
        Assert.Throws<ArgumentException>(() => augmenter.ApplyToTargets([0], 0, new MatrixSpan<double>(row, 1, 1)));
        Assert.Throws<ArgumentNullException>(() => new Augmenter<double>(null!, Images.Normal(2, 6)));
        Assert.Throws<ArgumentNullException>(() => new Augmenter<double>(images, null!));
    }

    private static Augmenter<double> New(ulong seed) => new(Augmentation.Parse(EveryStep, Shape), Train, seed);
}

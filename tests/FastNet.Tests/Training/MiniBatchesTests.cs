using System.Runtime.CompilerServices;
using FastNet.Training;
using FsCheck.Xunit;

namespace FastNet.Tests.Training;

public sealed class MiniBatchesTests
{
    [Property(MaxTest = 100)]
    public void AnEpochHasEveryExampleOnceWithItsLabel(byte examples, byte size, byte epoch, ushort seed, bool shuffle)
    {
        int count = 1 + examples;
        int batchSize = 1 + size;
        MiniBatches<double> batches = new(Examples.Numbered(count, 3), batchSize, seed, shuffle);
        batches.StartEpoch(epoch);

        List<int> seen = [];
        for (int i = 0; i < batches.Count; i++)
        {
            MiniBatch<double> batch = batches[i];
            bool last = i == batches.Count - 1;
            Assert.Equal(last ? count - (i * batches.BatchSize) : batches.BatchSize, batch.Count);
            Assert.Equal(batch.Count, batch.Targets.Count);
            for (int row = 0; row < batch.Count; row++)
            {
                Assert.Equal(-batch.Features[row, 0], batch.Features[row, 1]);
                Assert.Equal(batch.Features[row, 2], batch.Targets.Classes[row]);
                seen.Add((int)batch.Features[row, 0]);
            }
        }

        Assert.Equal(int.Min(batchSize, count), batches.BatchSize);
        Assert.Equal(Enumerable.Range(0, count), shuffle ? seen.Order() : seen);
    }

    [Fact]
    public void OrderIsAFunctionOfSeedAndEpoch()
    {
        int[] order = Order(seed: 1, epoch: 2);
        Assert.Equal(order, Order(seed: 1, epoch: 2));
        Assert.NotEqual(order, Order(seed: 1, epoch: 3));
        Assert.NotEqual(order, Order(seed: 2, epoch: 2));
    }

    [Fact]
    public void ValuesStayWithTheirExamples()
    {
        Dataset<float> data = new([.. Enumerable.Range(0, 10).Select(i => (float)i)], 1, [.. Enumerable.Range(0, 20).Select(i => (float)(i / 2))], 2);
        MiniBatches<float> batches = new(data, 4, seed: 3);
        for (int i = 0; i < batches.Count; i++)
        {
            MiniBatch<float> batch = batches[i];
            for (int row = 0; row < batch.Count; row++)
            {
                Assert.Equal(batch.Features[row, 0], batch.Targets.Values[row, 0]);
                Assert.Equal(batch.Features[row, 0], batch.Targets.Values[row, 1]);
            }
        }
    }

    [Fact]
    public void WithoutShufflingBatchesAreViewsOfTheData()
    {
        Dataset<double> data = Examples.Numbered(10, 2);
        MiniBatches<double> batches = new(data, 4, shuffle: false);
        Assert.True(Unsafe.AreSame(in data.Features[8, 0], in batches[2].Features[0, 0]));
        Assert.True(Unsafe.AreSame(in data.Classes[8], in batches[2].Targets.Classes[0]));
    }

    [Fact]
    public void RefusesBatchesThatAreNone()
    {
        Dataset<double> data = Examples.Numbered(10, 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => new MiniBatches<double>(data, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MiniBatches<double>(data, 4)[3].Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => new MiniBatches<double>(data, 4)[-1].Count);
        Assert.Throws<ArgumentException>(() => new MiniBatches<double>(data.Select([]), 4));
    }

    private static int[] Order(ulong seed, int epoch)
    {
        MiniBatches<double> batches = new(Examples.Numbered(50, 2), 50, seed);
        batches.StartEpoch(epoch);
        MiniBatch<double> batch = batches[0];
        int[] order = new int[batch.Count];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = (int)batch.Features[i, 0];
        }

        return order;
    }
}

using System.Numerics;
using FastNet.Kernels;
using FastNet.Tests.Reference.Kernels;

namespace FastNet.Tests.Kernels;

/// <summary>Masks: element e is kept where its number is below ⌈p·2³²⌉, in whatever pieces it is drawn.</summary>
public sealed class DropoutMaskTests
{
    private const ulong Seed = 42;

    private static readonly Philox Stream = new(Seed, RandomPurpose.Dropout, step: 9, layer: 3);

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.8)]
    [InlineData(0.1)]
    [InlineData(1e-12)]
    [InlineData(0.9999999999999999)]
    public void KeepsTheElementsThatTheDefinitionKeeps(double keep)
    {
        ulong threshold = (ulong)decimal.Ceiling((decimal)keep * 4294967296m);
        bool[] mask = Draw(keep, first: 0, count: 1000);
        for (int e = 0; e < mask.Length; e++)
        {
            Assert.Equal(ReferencePhilox.Number(Seed, 2, 9, 3, e) < threshold, mask[e]);
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.8)]
    [InlineData(0.03)]
    public void KeepsItsShare(double keep)
    {
        const int Count = 200_000;
        int kept = Draw(keep, 0, Count).Count(bit => bit);
        double sigma = Math.Sqrt(Count * keep * (1 - keep));
        Assert.InRange(kept, (Count * keep) - (5 * sigma), (Count * keep) + (5 * sigma));
    }

    // 2⁻⁵³ below 1: the threshold is 2³², above every number.
    [Fact]
    public void AProbabilityNextToOneKeepsAll() => Assert.DoesNotContain(false, Draw(1 - Math.ScaleB(1, -53), 0, 10_000));

    // ⌈p·2³²⌉ is at least 1: a number of 0 alone is kept, one in 2³².
    [Fact]
    public void ATinyProbabilityKeepsAlmostNone() => Assert.DoesNotContain(true, Draw(1e-300, 0, 10_000));

    [Theory]
    [InlineData(3, 3, 7)]
    [InlineData(3, 1, 64)]
    [InlineData(1, 5, 100)]
    [InlineData(0, 2, 33)]
    public void RowsAloneHaveTheMaskOfTheWhole(int firstRow, int rows, int columns)
    {
        bool[] whole = Draw(0.6, 0, 10 * columns);
        bool[] part = Draw(0.6, firstRow * columns, rows * columns);
        Assert.Equal(whole[(firstRow * columns)..((firstRow + rows) * columns)], part);
    }

    [Theory]
    [MemberData(nameof(VectorWidth.All), MemberType = typeof(VectorWidth))]
    public void ApplyScalesTheKeptAndClearsTheRest(int width)
    {
        using VectorWidth _ = VectorWidth.Force(width);
        foreach ((int first, int rows, int columns) in ((int, int, int)[])[(0, 5, 29), (70, 5, 29), (63, 3, 64), (1, 1, 200), (127, 40, 1), (5, 2, 65)])
        {
            VerifyApply<float>(first, rows, columns, padding: 2);
            VerifyApply<float>(first, rows, columns, padding: 0);
            VerifyApply<double>(first, rows, columns, padding: 1);
        }
    }

    private static void VerifyApply<T>(int first, int rows, int columns, int padding)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T scale = T.CreateChecked(1.25);
        bool[] kept = Draw(0.7, first, rows * columns);
        using GuardedBuffer<ulong> maskMemory = new(100);
        using GuardedBuffer<T> source = new(1000), destination = new(1000);
        Span<ulong> mask = maskMemory.Place(DropoutMask.Length(rows * columns));
        DropoutMask.Draw(Stream, 0.7, first, rows * columns, mask);
        maskMemory.AssertCanaries();
        MatrixSpan<T> x = source.PlaceMatrix(rows, columns, columns + padding, gap: 1);
        MatrixSpan<T> y = destination.PlaceMatrix(rows, columns, columns + (padding / 2));
        var expected = new T[rows, columns];
        for (int e = 0; e < kept.Length; e++)
        {
            // What is dropped is 0, not a product with 0: NaN does not pass.
            T value = kept[e] ? T.CreateChecked(e - 60.5) : T.NaN;
            x[e / columns, e % columns] = value;
            expected[e / columns, e % columns] = kept[e] ? value * scale : T.Zero;
        }

        DropoutMask.Apply(x, y, scale, mask, first);
        Bits.AssertSame(expected, y);
        destination.AssertCanaries(y);
        DropoutMask.Apply(x, x, scale, mask, first);
        Bits.AssertSame(expected, x);
        source.AssertCanaries(x);
    }

    private static bool[] Draw(double keep, int first, int count)
    {
        var words = new ulong[DropoutMask.Length(count)];
        DropoutMask.Draw(Stream, keep, first, count, words);
        return [.. Enumerable.Range(first % 64, count).Select(bit => (words[bit / 64] >> (bit % 64) & 1) != 0)];
    }
}

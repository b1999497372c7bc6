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
    [InlineData(0)]
    [InlineData(70)]
    public void ApplyScalesTheKeptAndClearsTheRest(int first)
    {
        const int Rows = 5, Columns = 29;
        bool[] kept = Draw(0.7, first, Rows * Columns);
        var words = new ulong[(Rows * Columns / 64) + 2];
        DropoutMask.Draw(Stream, 0.7, first, Rows * Columns, words);
        using GuardedBuffer<float> source = new(200), destination = new(200);
        MatrixSpan<float> x = source.PlaceMatrix(Rows, Columns, 31, gap: 1);
        MatrixSpan<float> y = destination.PlaceMatrix(Rows, Columns, 30);
        var expected = new float[Rows, Columns];
        for (int e = 0; e < kept.Length; e++)
        {
            // What is dropped is 0, not a product with 0: NaN does not pass.
            x[e / Columns, e % Columns] = kept[e] ? e - 60.5f : float.NaN;
            expected[e / Columns, e % Columns] = kept[e] ? (e - 60.5f) * 1.25f : 0;
        }

        DropoutMask.Apply(x, y, 1.25f, words, first);
        Bits.AssertSame(expected, y);
        destination.AssertCanaries(y);
        DropoutMask.Apply(x, x, 1.25f, words, first);
        Bits.AssertSame(expected, x);
        source.AssertCanaries(x);
    }

    private static bool[] Draw(double keep, int first, int count)
    {
        var words = new ulong[(count / 64) + 2];
        DropoutMask.Draw(Stream, keep, first, count, words);
        return [.. Enumerable.Range(first % 64, count).Select(bit => (words[bit / 64] >> (bit % 64) & 1) != 0)];
    }
}

using FastNet.Kernels;
using FastNet.Tests.Reference.Kernels;

namespace FastNet.Tests.Kernels;

/// <summary>Streams of random numbers: published vectors, the layout, the distributions.</summary>
public sealed class PhiloxTests
{
    private static readonly Philox Stream = new(seed: 0x1234_5678_9ABC_DEF0, RandomPurpose.Dropout, step: 0x1_0000_0007, layer: 5);

    // Random123 1.14, tests/kat_vectors: philox4x32 10.
    [Theory]
    [InlineData(new uint[] { 0, 0, 0, 0 }, new uint[] { 0, 0 }, new uint[] { 0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8 })]
    [InlineData(
        new uint[] { 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF }, new uint[] { 0xFFFFFFFF, 0xFFFFFFFF },
        new uint[] { 0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD })]
    [InlineData(
        new uint[] { 0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344 }, new uint[] { 0xA4093822, 0x299F31D0 },
        new uint[] { 0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1 })]
    public void MatchesThePublishedVectors(uint[] counter, uint[] key, uint[] expected)
    {
        (uint w0, uint w1, uint w2, uint w3) = Philox.Words(counter[0], counter[1], counter[2], counter[3], key[0], key[1]);
        Assert.Equal(expected, (uint[])[w0, w1, w2, w3]);
        Assert.Equal(expected, ReferencePhilox.Words(counter, key));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(65_536)]
    public void ALayerThatWouldMeetAnotherPurposeIsRefused(int layer) =>
        Assert.Throws<ArgumentOutOfRangeException>("layer", () => new Philox(1, RandomPurpose.Dropout, 0, layer));

    [Fact]
    public void EveryNumberIsWhereTheLayoutSays()
    {
        uint[] block = new uint[Philox.BlockLength];
        for (long first = 0; first < 1024; first += Philox.BlockLength)
        {
            Stream.Fill(first / Philox.BlockLength, block);
            for (int i = 0; i < Philox.BlockLength; i++)
            {
                uint expected = ReferencePhilox.Number(0x1234_5678_9ABC_DEF0, 2, 0x1_0000_0007, 5, first + i);
                Assert.Equal((expected, expected), (block[i], Stream.Bits(first + i)));
            }
        }

        // The last block there is.
        Stream.Fill((1L << 28) - 1, block);
        Assert.Equal(ReferencePhilox.Number(0x1234_5678_9ABC_DEF0, 2, 0x1_0000_0007, 5, (1L << 34) - 1), block[63]);
        Assert.Equal(block[63], Stream.Bits((1L << 34) - 1));
    }

    [Fact]
    public void StreamsOfOtherSeedsPurposesStepsAndLayersAreOthers()
    {
        var first = new HashSet<(uint, uint)>();
        int streams = 0;
        foreach (ulong seed in (ulong[])[0, 1, 1UL << 32])
        {
            foreach (RandomPurpose purpose in Enum.GetValues<RandomPurpose>())
            {
                foreach (ulong step in (ulong[])[0, 1, 1UL << 32])
                {
                    foreach (int layer in (int[])[0, 1, 65_535])
                    {
                        Philox stream = new(seed, purpose, step, layer);
                        first.Add((stream.Bits(0), stream.Bits(1)));
                        streams++;
                    }
                }
            }
        }

        Assert.Equal(streams, first.Count);
    }

    // The purposes are part of the bits.
    [Fact]
    public void PurposesKeepTheirNumbers() =>
        Assert.Equal(
            ["Initialize=1", "Dropout=2", "Shuffle=3", "Split=4", "Noise=5", "Augment=6", "Trial=7", "Check=8"],
            Enum.GetValues<RandomPurpose>().Select(purpose => $"{purpose}={(int)purpose}"));

    [Fact]
    public void ABlockNeedsItsLength()
    {
        var exception = Assert.Throws<ArgumentException>("destination", () => Stream.Fill(0, new uint[63]));
        Assert.Contains("64", exception.Message, StringComparison.Ordinal);
        Assert.Contains("63", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UniformsAreFiftyThreeBitsOfTwoNumbers()
    {
        const int Count = 20_000;
        double sum = 0;
        for (int i = 0; i < Count; i++)
        {
            double u = Stream.Uniform(i);
            ulong bits = ((ulong)Stream.Bits(2 * i) << 32) | Stream.Bits((2 * i) + 1);
            Assert.Equal(Math.ScaleB(bits >> 11, -53), u);
            Assert.InRange(u, 0, Math.BitDecrement(1.0));
            sum += u;
        }

        // The mean's standard deviation is √(1/12/n).
        double sigma = Math.Sqrt(1 / 12.0 / Count);
        Assert.InRange(sum / Count, 0.5 - (5 * sigma), 0.5 + (5 * sigma));
    }

    [Fact]
    public void NormalsFollowBoxAndMuller()
    {
        for (int i = 0; i < 2_000; i += 2)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - Stream.Uniform(i)));
            double angle = 2 * Math.PI * Stream.Uniform(i + 1);

            // Radii up to 8.6; log, sine and cosine are right to 1e-16 or so, the angle to 4e-16.
            Assert.Equal(radius * Math.Cos(angle), Stream.Normal(i), 1e-14);
            Assert.Equal(radius * Math.Sin(angle), Stream.Normal(i + 1), 1e-14);
        }
    }

    [Theory]
    [MemberData(nameof(VectorWidth.All), MemberType = typeof(VectorWidth))]
    public void ABlockOfNormalsHasThoseOfOneByOne(int width)
    {
        using VectorWidth _ = VectorWidth.Force(width);
        Span<double> block = stackalloc double[Philox.NormalsOfBlock];
        foreach (long index in (long[])[0, 1, 77, (Philox.Length / Philox.BlockLength) - 1])
        {
            Stream.FillNormal(index, block);
            for (int i = 0; i < block.Length; i++)
            {
                Assert.Equal(Stream.Normal((Philox.NormalsOfBlock * index) + i), block[i]);
            }
        }

        Assert.Throws<ArgumentException>("destination", () => Stream.FillNormal(0, new double[31]));
        Assert.Throws<ArgumentOutOfRangeException>("block", () => Stream.FillNormal(-1, new double[32]));
    }

    [Fact]
    public void NormalsHaveTheDefinedBits()
    {
        for (int i = 0; i < 2_000; i += 2)
        {
            double radius = Math.Sqrt(-2 * ReferenceMath.Log(1 - Stream.Uniform(i)));
            (double sin, double cos) = ReferenceMath.SinCosOfTurn(Stream.Uniform(i + 1));
            Assert.Equal((radius * cos, radius * sin), (Stream.Normal(i), Stream.Normal(i + 1)));
        }
    }

    [Fact]
    public void SineAndCosineAreWithinTheirError()
    {
        double worst = 0;
        for (int i = 0; i < 5_000; i++)
        {
            double turn = i < 9 ? i / 8.0 : Stream.Uniform(i);
            (double sin, double cos) = VectorMath.SinCosOfTurn(turn);
            (BigFloat trueSin, BigFloat trueCos) = BigFloat.SinCosOfTurn(turn);
            worst = Math.Max(worst, Math.Max(trueSin.Error(sin), trueCos.Error(cos)));
        }

        Assert.InRange(worst, 0, 1.5e-16);
    }

    [Fact]
    public void NormalsAreNormal()
    {
        const int Count = 40_000;
        double[] values = [.. Enumerable.Range(0, Count).Select(i => Stream.Normal(i)).Order()];
        double mean = values.Average();
        double variance = values.Sum(x => x * x) / Count;

        // Five standard deviations: of the mean 1/√n, of the variance √(2/n).
        Assert.InRange(mean, -5 / Math.Sqrt(Count), 5 / Math.Sqrt(Count));
        Assert.InRange(variance, 1 - (5 * Math.Sqrt(2.0 / Count)), 1 + (5 * Math.Sqrt(2.0 / Count)));

        // Kolmogorov and Smirnov: √n·D exceeds 2.2 with a probability of 2·e^(−2·2.2²) = 1.3e-4.
        double distance = 0;
        for (int i = 0; i < Count; i++)
        {
            double cumulative = NormalDistribution(values[i]);
            distance = Math.Max(distance, Math.Max(Math.Abs(cumulative - (i / (double)Count)), Math.Abs(cumulative - ((i + 1) / (double)Count))));
        }

        Assert.InRange(distance * Math.Sqrt(Count), 0, 2.2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void APermutationHasEachNumberOnce(int length)
    {
        var order = new int[length];
        Stream.Permute(order);
        Assert.Equal(Enumerable.Range(0, length), order.Order());
    }

    [Fact]
    public void PermutationsAreUniform()
    {
        const int Draws = 24_000;
        var counts = new Dictionary<string, int>();
        var order = new int[4];
        for (int i = 0; i < Draws; i++)
        {
            new Philox(1, RandomPurpose.Shuffle, (ulong)i).Permute(order);
            string key = string.Join(',', order);
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        // 23 degrees of freedom: χ² exceeds 55.5 with a probability of 1.7e-4.
        const double Expected = Draws / 24.0;
        Assert.Equal(24, counts.Count);
        Assert.InRange(counts.Values.Sum(count => (count - Expected) * (count - Expected) / Expected), 0, 55.5);
    }

    // Fisher and Yates from the end; the bound's share of a 32-bit number by its high half.
    [Fact]
    public void ShufflesAsSpecified()
    {
        int[] values = [10, 20, 30, 40, 50, 60, 70];
        int[] expected = [.. values];
        int number = 0;
        for (int i = expected.Length - 1; i > 0; i--)
        {
            // Numbers in the rejected 2³² mod (i + 1) are too rare to come up here.
            int j = (int)(((ulong)Stream.Bits(number++) * ((uint)i + 1)) >> 32);
            (expected[i], expected[j]) = (expected[j], expected[i]);
        }

        Stream.Shuffle(values);
        Assert.Equal(expected, values);
    }

    // Φ by its Maclaurin series, x·Σ (−x²/2)ᵏ/(k!·(2k + 1)), which loses five digits at x = 5.
    private static double NormalDistribution(double x)
    {
        if (Math.Abs(x) > 5)
        {
            return x > 0 ? 1 : 0;
        }

        double term = x, sum = x;
        for (int k = 1; k < 100; k++)
        {
            term *= -x * x / (2 * k);
            sum += term / ((2 * k) + 1);
        }

        return 0.5 + (sum / Math.Sqrt(2 * Math.PI));
    }
}

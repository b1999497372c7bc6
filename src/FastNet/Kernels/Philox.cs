using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>What a stream of random numbers is for: streams of different purposes never share a number.</summary>
public enum RandomPurpose
{
    /// <summary>Initial parameters.</summary>
    Initialize = 1,

    /// <summary>Dropout masks.</summary>
    Dropout = 2,

    /// <summary>The order of the examples in an epoch.</summary>
    Shuffle = 3,

    /// <summary>The parts of a data set.</summary>
    Split = 4,

    /// <summary>Gradient noise.</summary>
    Noise = 5,

    /// <summary>Altered copies of examples.</summary>
    Augment = 6,

    /// <summary>Trials of a search.</summary>
    Trial = 7,

    /// <summary>A sample of components in a gradient check.</summary>
    Check = 8,
}

/// <summary>
/// Philox 4x32-10 (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC 2011): number i of a stream is a
/// function of seed, purpose, layer and step, so any thread may compute any of them in any order.
/// </summary>
/// <remarks>
/// Key = seed; counter = (block, step low, step high, purpose·2¹⁶ + layer). A block of 64 numbers takes 16 counters: number i is word
/// (i mod 64)/16 of counter 16·⌊i/64⌋ + i mod 16.
/// </remarks>
/// <param name="seed">The key.</param>
/// <param name="purpose">What the numbers are for.</param>
/// <param name="step">The training step, the epoch or the like.</param>
/// <param name="layer">The layer's index, 0 to 65,535.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="layer"/> lies outside.</exception>
public readonly struct Philox(ulong seed, RandomPurpose purpose, ulong step = 0, int layer = 0)
{
    /// <summary>The numbers of one block.</summary>
    public const int BlockLength = 64;

    /// <summary>The numbers of one stream.</summary>
    public const long Length = 1L << 34;

    /// <summary>The normals of one block.</summary>
    public const int NormalsOfBlock = BlockLength / 2;

    internal const uint Multiplier0 = 0xD2511F53;
    internal const uint Multiplier1 = 0xCD9E8D57;
    internal const uint Weyl0 = 0x9E3779B9;
    internal const uint Weyl1 = 0xBB67AE85;
    internal const int Rounds = 10;

    private readonly uint counter3 = ((uint)purpose << 16) + CheckedLayer(layer);

    /// <summary>Number <paramref name="index"/>: 32 uniform bits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative or not below <see cref="Length"/>.</exception>
    public uint Bits(long index)
    {
        Throw.IfNot((ulong)index < Length, nameof(index), "a number of the stream, 0 to 2³⁴ − 1", index);
        long counter = (index >> 6 << 4) + (index & 15);
        (uint w0, uint w1, uint w2, uint w3) = Words((uint)counter);
        return ((int)(index >> 4) & 3) switch { 0 => w0, 1 => w1, 2 => w2, _ => w3 };
    }

    /// <summary>Numbers 64·block to 64·block + 63.</summary>
    /// <param name="block">The block's index, 0 to 2²⁸ − 1.</param>
    /// <param name="destination">[64].</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than 64.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="block"/> lies outside.</exception>
    public void Fill(long block, Span<uint> destination)
    {
        Throw.IfNot((ulong)block < Length / BlockLength, nameof(block), "a block of the stream, 0 to 2²⁸ − 1", block);
        if (destination.Length < BlockLength)
        {
            Throw.TooShort(nameof(destination), BlockLength, destination.Length);
        }

        if (PhiloxBlock.IsSupported)
        {
            (Vector512<uint> w0, Vector512<uint> w1, Vector512<uint> w2, Vector512<uint> w3) = BlockWords(block);
            w0.CopyTo(destination);
            w1.CopyTo(destination[16..]);
            w2.CopyTo(destination[32..]);
            w3.CopyTo(destination[48..]);
            return;
        }

        for (int i = 0; i < 16; i++)
        {
            (destination[i], destination[16 + i], destination[32 + i], destination[48 + i]) = Words((uint)((block << 4) + i));
        }
    }

    /// <summary>Number <paramref name="index"/> of the uniform doubles in [0, 1): 53 bits from numbers 2·index and 2·index + 1.</summary>
    public double Uniform(long index) => ToUniform(Bits(2 * index), Bits((2 * index) + 1));

    /// <summary>
    /// Number <paramref name="index"/> of the standard normals: Box–Muller, √(−2 ln(1 − u))·cos 2πv for even and ·sin 2πv for odd
    /// numbers, from uniforms u and v of the pair.
    /// </summary>
    public double Normal(long index)
    {
        long pair = index & ~1L;
        double radius = Math.Sqrt(-2 * VectorMath.Log(1 - Uniform(pair)));
        (double sin, double cos) = VectorMath.SinCosOfTurn(Uniform(pair + 1));
        return radius * ((index & 1) == 0 ? cos : sin);
    }

    /// <summary>Numbers 32·block to 32·block + 31 of the standard normals, the same as <see cref="Normal"/> gives: many times as fast.</summary>
    /// <param name="block">The block's index, 0 to 2²⁸ − 1.</param>
    /// <param name="destination">[32].</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than 32.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="block"/> lies outside.</exception>
    public void FillNormal(long block, Span<double> destination)
    {
        if (destination.Length < NormalsOfBlock)
        {
            Throw.TooShort(nameof(destination), NormalsOfBlock, destination.Length);
        }

        Span<uint> bits = stackalloc uint[BlockLength];
        Span<double> logarithms = stackalloc double[NormalsOfBlock / 2];
        Fill(block, bits);
        for (int pair = 0; pair < logarithms.Length; pair++)
        {
            logarithms[pair] = 1 - ToUniform(bits[4 * pair], bits[(4 * pair) + 1]);
        }

        Elementwise.Map<double, Logarithm>(logarithms, logarithms, default);
        for (int pair = 0; pair < logarithms.Length; pair++)
        {
            double radius = Math.Sqrt(-2 * logarithms[pair]);
            (double sin, double cos) = VectorMath.SinCosOfTurn(ToUniform(bits[(4 * pair) + 2], bits[(4 * pair) + 3]));
            (destination[2 * pair], destination[(2 * pair) + 1]) = (radius * cos, radius * sin);
        }
    }

    /// <summary>
    /// A uniformly random order of 0 to n − 1, n being the length: Fisher and Yates' shuffle on this stream's numbers, in turn,
    /// bounded by Lemire's rejection ("Fast random integer generation in an interval", 2019).
    /// </summary>
    public void Permute(Span<int> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = i;
        }

        Shuffle(destination);
    }

    /// <summary>Puts the values into a uniformly random order, as <see cref="Permute"/> does.</summary>
    public void Shuffle(Span<int> values)
    {
        long index = 0;
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = (int)Below((uint)i + 1, ref index);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    // ⌊u·bound/2³²⌋, where the products whose low half is under 2³² mod bound are drawn anew.
    private uint Below(uint bound, ref long index)
    {
        ulong product = (ulong)Bits(index++) * bound;
        if ((uint)product < bound)
        {
            uint threshold = (uint)(0 - bound) % bound;
            while ((uint)product < threshold)
            {
                product = (ulong)Bits(index++) * bound;
            }
        }

        return (uint)(product >> 32);
    }

    /// <summary>Bit i: whether number 64·block + i is below the threshold.</summary>
    internal ulong BitsBelow(long block, uint threshold)
    {
        if (PhiloxBlock.IsSupported)
        {
            (Vector512<uint> w0, Vector512<uint> w1, Vector512<uint> w2, Vector512<uint> w3) = BlockWords(block);
            Vector512<uint> bound = Vector512.Create(threshold);
            return Vector512.LessThan(w0, bound).ExtractMostSignificantBits()
                | (Vector512.LessThan(w1, bound).ExtractMostSignificantBits() << 16)
                | (Vector512.LessThan(w2, bound).ExtractMostSignificantBits() << 32)
                | (Vector512.LessThan(w3, bound).ExtractMostSignificantBits() << 48);
        }

        Span<uint> numbers = stackalloc uint[BlockLength];
        Fill(block, numbers);
        ulong bits = 0;
        for (int i = 0; i < BlockLength; i++)
        {
            bits |= (numbers[i] < threshold ? 1UL : 0) << i;
        }

        return bits;
    }

    private static double ToUniform(uint high, uint low) => ((((ulong)high << 32) | low) >> 11) * (1.0 / (1UL << 53));

    private static uint CheckedLayer(int layer)
    {
        Throw.IfNot(layer is >= 0 and <= ushort.MaxValue, nameof(layer), "a layer's index from 0 to 65,535", layer);
        return (uint)layer;
    }

    private (Vector512<uint> W0, Vector512<uint> W1, Vector512<uint> W2, Vector512<uint> W3) BlockWords(long block) =>
        PhiloxBlock.Words((uint)(block << 4), (uint)step, (uint)(step >> 32), counter3, (uint)seed, (uint)(seed >> 32));

    private (uint W0, uint W1, uint W2, uint W3) Words(uint counter) =>
        Words(counter, (uint)step, (uint)(step >> 32), counter3, (uint)seed, (uint)(seed >> 32));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (uint W0, uint W1, uint W2, uint W3) Words(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1)
    {
        for (int round = 0; round < Rounds; round++)
        {
            ulong p0 = (ulong)Multiplier0 * c0;
            ulong p1 = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += Weyl0;
            k1 += Weyl1;
        }

        return (c0, c1, c2, c3);
    }
}

using System.Numerics;

namespace FastNet.Tests.Reference;

/// <summary>
/// NumPy's <c>RandomState(seed)</c>: MT19937 (Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 1998; seeding as in their
/// mt19937ar of 2002), and the shuffle that NumPy keeps for old seeds.
/// </summary>
internal sealed class RandomState
{
    private const int Length = 624;
    private const int Middle = 397;

    private readonly uint[] state = new uint[Length];
    private int position = Length;

    public RandomState(uint seed)
    {
        state[0] = seed;
        for (uint i = 1; i < Length; i++)
        {
            state[i] = (1812433253 * (state[i - 1] ^ (state[i - 1] >> 30))) + i;
        }
    }

    /// <summary>The next 32 bits.</summary>
    public uint Next()
    {
        if (position == Length)
        {
            Twist();
        }

        uint y = state[position++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9D2C5680;
        y ^= (y << 15) & 0xEFC60000;
        return y ^ (y >> 18);
    }

    /// <summary><c>permutation(n)</c>: Fisher and Yates from the end; an index is drawn under a mask of ones until it is in bounds.</summary>
    public int[] Permutation(int n)
    {
        int[] values = [.. Enumerable.Range(0, n)];
        for (uint i = (uint)n - 1; i >= 1; i--)
        {
            uint mask = uint.MaxValue >> BitOperations.LeadingZeroCount(i);
            uint j;
            do
            {
                j = Next() & mask;
            }
            while (j > i);

            (values[i], values[j]) = (values[j], values[i]);
        }

        return values;
    }

    private void Twist()
    {
        for (int i = 0; i < Length; i++)
        {
            uint y = (state[i] & 0x80000000) | (state[(i + 1) % Length] & 0x7FFFFFFF);
            state[i] = state[(i + Middle) % Length] ^ (y >> 1) ^ ((y & 1) * 0x9908B0DF);
        }

        position = 0;
    }
}

namespace FastNet.Tests.Reference.Kernels;

/// <summary>
/// Philox 4x32-10 after Salmon, Moraes, Dror, Shaw (SC 2011), section 3.3 and figure 3, and the layout of a stream.
/// </summary>
internal static class ReferencePhilox
{
    /// <summary>The four words of a counter.</summary>
    public static uint[] Words(uint[] counter, uint[] key)
    {
        (uint c0, uint c1, uint c2, uint c3) = (counter[0], counter[1], counter[2], counter[3]);
        for (uint round = 0; round < 10; round++)
        {
            uint k0 = unchecked(key[0] + (round * 0x9E3779B9));
            uint k1 = unchecked(key[1] + (round * 0xBB67AE85));
            ulong product0 = 0xD2511F53UL * c0;
            ulong product1 = 0xCD9E8D57UL * c2;
            uint high0 = (uint)(product0 >> 32), low0 = (uint)product0;
            uint high1 = (uint)(product1 >> 32), low1 = (uint)product1;
            (c0, c1, c2, c3) = (high1 ^ c1 ^ k0, low1, high0 ^ c3 ^ k1, low0);
        }

        return [c0, c1, c2, c3];
    }

    /// <summary>Number i: word (i mod 64)/16 of counter 16·⌊i/64⌋ + i mod 16.</summary>
    public static uint Number(ulong seed, int purpose, ulong step, int layer, long i)
    {
        uint block = (uint)((16 * (i / 64)) + (i % 16));
        uint[] counter = [block, (uint)step, (uint)(step >> 32), (uint)((purpose * 65536) + layer)];
        return Words(counter, [(uint)seed, (uint)(seed >> 32)])[i % 64 / 16];
    }
}

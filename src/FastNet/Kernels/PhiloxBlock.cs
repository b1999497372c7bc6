using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastNet.Kernels;

/// <summary>
/// Sixteen counters of Philox 4x32-10 at once: even and odd ones apart in lanes of 64 bits, where one multiplication of 32-bit halves gives
/// the high and the low word of a round.
/// </summary>
internal static class PhiloxBlock
{
    public static bool IsSupported => Avx512F.IsSupported;

    /// <summary>Words 0, 1, 2 and 3 of counters first to first + 15, in their order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<uint> W0, Vector512<uint> W1, Vector512<uint> W2, Vector512<uint> W3) Words(
        uint first, uint c1, uint c2, uint c3, uint k0, uint k1)
    {
        Vector512<ulong> even = Vector512.Create((ulong)first) + Vector512.Create(0UL, 2, 4, 6, 8, 10, 12, 14);
        (Vector512<ulong> e0, Vector512<ulong> e1, Vector512<ulong> e2, Vector512<ulong> e3) = Rounds(even, c1, c2, c3, k0, k1);
        (Vector512<ulong> o0, Vector512<ulong> o1, Vector512<ulong> o2, Vector512<ulong> o3) = Rounds(even + Vector512<ulong>.One, c1, c2, c3, k0, k1);
        return (Join(e0, o0), Join(e1, o1), Join(e2, o2), Join(e3, o3));
    }

    // Only the low 32 bits of a lane count: what stands above them after a round is never multiplied.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<ulong> C0, Vector512<ulong> C1, Vector512<ulong> C2, Vector512<ulong> C3) Rounds(
        Vector512<ulong> c0, uint counter1, uint counter2, uint counter3, uint k0, uint k1)
    {
        Vector512<ulong> c1 = Vector512.Create((ulong)counter1);
        Vector512<ulong> c2 = Vector512.Create((ulong)counter2);
        Vector512<ulong> c3 = Vector512.Create((ulong)counter3);
        for (int round = 0; round < Philox.Rounds; round++)
        {
            Vector512<ulong> p0 = Avx512F.Multiply(c0.AsUInt32(), Vector512.Create((ulong)Philox.Multiplier0).AsUInt32());
            Vector512<ulong> p1 = Avx512F.Multiply(c2.AsUInt32(), Vector512.Create((ulong)Philox.Multiplier1).AsUInt32());
            c0 = (p1 >>> 32) ^ c1 ^ Vector512.Create((ulong)k0);
            c2 = (p0 >>> 32) ^ c3 ^ Vector512.Create((ulong)k1);
            c1 = p1;
            c3 = p0;
            k0 += Philox.Weyl0;
            k1 += Philox.Weyl1;
        }

        return (c0, c1, c2, c3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Join(Vector512<ulong> even, Vector512<ulong> odd) =>
        ((even & Vector512.Create(0xFFFF_FFFFUL)) | (odd << 32)).AsUInt32();
}

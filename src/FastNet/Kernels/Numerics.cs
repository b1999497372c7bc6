using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace FastNet;

/// <summary>The arithmetic in force: how wide the vectors are, whether multiply-add is fused, which bits are specified.</summary>
public static class Numerics
{
    /// <summary>
    /// The version of the specification of bits (<c>docs/numerics.md</c>) that this build follows. Equal versions give equal
    /// bits on every machine where <see cref="IsFused"/> holds.
    /// </summary>
    public const int Version = 1;

    /// <summary>
    /// Whether the processor (ahead of time: the target that was compiled for) fuses multiply and add. Where it does not, results are
    /// right to rounding but carry other bits, and products are slower.
    /// </summary>
    public static bool IsFused
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Fma.IsSupported || AdvSimd.IsSupported;
    }

    /// <summary>The width of the vectors in use, in bits: 512, 256, 128, or 64 where the processor has none and scalars are used.</summary>
    public static int VectorBits { get; internal set; } =
        Vector512.IsHardwareAccelerated ? 512 :
        Vector256.IsHardwareAccelerated ? 256 :
        Vector128.IsHardwareAccelerated ? 128 : 64;
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastNet.Kernels;

/// <summary>A loop over vectors whose width is chosen by <see cref="Simd"/>; its fields are its arguments.</summary>
internal interface IKernel<T>
    where T : unmanaged
{
    void Run<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>;
}

/// <summary>The one place where a kernel meets the width of the machine's vectors.</summary>
internal static class Simd
{
    /// <summary>The lanes of a reduction, whatever the vector: element i belongs to lane i mod 32.</summary>
    public const int ReductionLanes = 32;

    /// <summary>Runs the kernel on the widest vectors, with the arithmetic, that are in force.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<T, TKernel>(TKernel kernel)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TKernel : struct, IKernel<T> =>
        Run<T, TKernel>(kernel, Numerics.VectorBits);

    /// <summary>The same on vectors of at most 256 bits, of which a processor with wider ones may do two at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RunNarrow<T, TKernel>(TKernel kernel)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TKernel : struct, IKernel<T> =>
        Run<T, TKernel>(kernel, int.Min(256, Numerics.VectorBits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<T, TKernel>(TKernel kernel, int vectorBits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TKernel : struct, IKernel<T>
    {
        if (!Numerics.IsFused)
        {
            Run<T, TKernel, Separate<T>>(kernel, vectorBits);
        }
        else if (typeof(T) == typeof(float))
        {
            Run<T, TKernel, FusedSingle<T>>(kernel, vectorBits);
        }
        else
        {
            Run<T, TKernel, FusedDouble<T>>(kernel, vectorBits);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<T, TKernel, TMultiplyAdd>(TKernel kernel, int vectorBits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TKernel : struct, IKernel<T>
        where TMultiplyAdd : struct, IMultiplyAdd<T>
    {
        switch (vectorBits)
        {
            case 512: kernel.Run<Vector512<T>, Lanes512<T, TMultiplyAdd>>(); break;
            case 256: kernel.Run<Vector256<T>, Lanes256<T, TMultiplyAdd>>(); break;
            case 128: kernel.Run<Vector128<T>, Lanes128<T, TMultiplyAdd>>(); break;
            default: kernel.Run<T, Lanes1<T>>(); break;
        }
    }
}

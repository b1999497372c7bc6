using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>A row's sum over 32 lanes, whatever the vectors: element j is added to lane j mod 32, then the lanes are added by halving.</summary>
internal static unsafe class LaneSum
{
    /// <summary>Adds a row; one that comes in parts comes in parts of multiples of 32, but for the last.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Add<T, TVector, TLanes, TElements>(TElements x, nint row, nint columns, T* lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
        where TElements : struct, IElements<T>
    {
        nint whole = TLanes.Count >= Simd.ReductionLanes / 4 ? columns & -Simd.ReductionLanes : 0;
        if (whole > 0)
        {
            AddInRegisters<T, Pair<TVector>, PairedLanes<T, TVector, TLanes>, TElements>(x, row, whole, lanes);
        }

        for (nint j = whole; j < columns; j += TLanes.Count)
        {
            int width = (int)nint.Min(TLanes.Count, columns - j);
            T* destination = lanes + (j % Simd.ReductionLanes);
            TVector sum = TLanes.Add(Elements.Load<T, TVector, TLanes>(destination, width), x.At<TVector, TLanes>(row, j, width));
            Elements.Store<T, TVector, TLanes>(sum, destination, width);
        }
    }

    /// <summary>The sum of the lanes by halving, which overwrites them.</summary>
    public static T Total<T, TVector, TLanes>(T* lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        // Halving, as far as whole vectors go; within one vector its own halving is the rest of the same tree.
        for (int width = Simd.ReductionLanes / 2; width >= TLanes.Count; width /= 2)
        {
            for (int lane = 0; lane < width; lane += TLanes.Count)
            {
                TLanes.Store(TLanes.Add(TLanes.Load(lanes + lane), TLanes.Load(lanes + lane + width)), lanes + lane);
            }
        }

        return TLanes.SumHalving(TLanes.Load(lanes));
    }

    // The lanes are one vector, or two, which change places; columns are a multiple of 32.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddInRegisters<T, TVector, TLanes, TElements>(TElements x, nint row, nint columns, T* lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
        where TElements : struct, IElements<T>
    {
        bool isHalf = TLanes.Count < Simd.ReductionLanes;
        TVector sum = TLanes.Load(lanes);
        TVector other = isHalf ? TLanes.Load(lanes + TLanes.Count) : default;
        for (nint j = 0; j < columns; j += TLanes.Count)
        {
            sum = TLanes.Add(sum, x.At<TVector, TLanes>(row, j, TLanes.Count));
            if (isHalf)
            {
                (sum, other) = (other, sum);
            }
        }

        TLanes.Store(sum, lanes);
        if (isHalf)
        {
            TLanes.Store(other, lanes + TLanes.Count);
        }
    }
}

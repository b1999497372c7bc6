using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>What a statistic is taken of: columns (over the batch), or rows (over the features). The formulas of a normalisation are the same.</summary>
internal unsafe interface IAxis
{
    /// <summary>The elements of each column, or row.</summary>
    static abstract int Count<T>(ReadOnlyMatrixSpan<T> x);

    /// <summary>The first element of each column, or row.</summary>
    static abstract void First<T>(ReadOnlyMatrixSpan<T> x, Span<T> first);

    /// <summary>The sum of each column, by an ascending chain from 0, or of each row, over 32 lanes.</summary>
    static abstract void Sum<T, TElements>(TElements x, int rows, int columns, Span<T> sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TElements : struct, IElements<T>;

    /// <summary>The statistics of the columns, or of the row, of the elements (row, column) to (row, column + width − 1).</summary>
    static abstract TVector Of<T, TVector, TLanes>(T* statistics, nint row, nint column, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>;
}

/// <summary>A statistic a column, over the batch.</summary>
internal readonly unsafe struct OfColumns : IAxis
{
    public static int Count<T>(ReadOnlyMatrixSpan<T> x) => x.Rows;

    public static void First<T>(ReadOnlyMatrixSpan<T> x, Span<T> first) => x.Row(0).CopyTo(first);

    public static void Sum<T, TElements>(TElements x, int rows, int columns, Span<T> sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TElements : struct, IElements<T>
    {
        sums.Clear();
        Columns.AddRows(x, rows, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<T, TVector, TLanes>(T* statistics, nint row, nint column, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        Elements.Load<T, TVector, TLanes>(statistics + column, width);
}

/// <summary>A statistic a row, over the features.</summary>
internal readonly unsafe struct OfRows : IAxis
{
    public static int Count<T>(ReadOnlyMatrixSpan<T> x) => x.Columns;

    public static void First<T>(ReadOnlyMatrixSpan<T> x, Span<T> first)
    {
        for (int i = 0; i < first.Length; i++)
        {
            first[i] = x[i, 0];
        }
    }

    public static void Sum<T, TElements>(TElements x, int rows, int columns, Span<T> sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TElements : struct, IElements<T> =>
        Rows.Sum(x, columns, sums);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<T, TVector, TLanes>(T* statistics, nint row, nint column, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.Splat(statistics[row]);
}

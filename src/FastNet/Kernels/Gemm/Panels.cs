using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>Where the columns of a matrix [k, columns] in panels are: panels of 32 columns of float (16 of double), the last may be narrower, each [k, panel] and contiguous.</summary>
internal static unsafe class Panels<T>
    where T : unmanaged
{
    /// <summary>The columns of a panel.</summary>
    public static nint Width => Blocking.PanelBytes / sizeof(T);

    /// <summary>From the matrix to a column of its first row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Offset(nint column, nint k) => ((column & -Width) * k) + (column & (Width - 1));

    /// <summary>From row to row in a column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Stride(nint column, nint columns) => nint.Min(Width, columns - (column & -Width));
}

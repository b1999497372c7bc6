using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastNet.Kernels;

/// <summary>Copies of matrices in the order in which the tiles read them.</summary>
internal static unsafe class Packing
{
    /// <summary>
    /// B[k, n] into panels of <paramref name="panel"/> columns, each [k, panel] and contiguous; the last is padded with zeros.
    /// </summary>
    public static void PackPanels<T>(nint k, nint n, T* b, nint bk, nint bn, int panel, T* packed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (nint j = 0; j < n; j += panel)
        {
            nint width = nint.Min(panel, n - j);
            if (width < panel)
            {
                new Span<T>(packed, (int)(k * panel)).Clear();
            }

            Copy(k, width, b + (j * bn), bk, bn, packed, panel);
            packed += k * panel;
        }
    }

    /// <summary>destination[i·stride + j] = source[i·rowStride + j·columnStride], for a [rows, columns] matrix.</summary>
    public static void Copy<T>(nint rows, nint columns, T* source, nint rowStride, nint columnStride, T* destination, nint stride)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (columnStride == 1)
        {
            for (nint i = 0; i < rows; i++)
            {
                new ReadOnlySpan<T>(source + (i * rowStride), (int)columns).CopyTo(new Span<T>(destination + (i * stride), (int)columns));
            }
        }
        else if (rowStride == 1)
        {
            Transpose(rows, columns, source, columnStride, destination, stride);
        }
        else
        {
            CopyElements(rows, columns, source, rowStride, columnStride, destination, stride);
        }
    }

    // 16 rows are one cache line of the source's columns (float): each line is read whole, four columns at a time.
    private static void Transpose<T>(nint rows, nint columns, T* source, nint columnStride, T* destination, nint stride)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int LineRows = 16;
        if (!Sse.IsSupported || typeof(T) != typeof(float))
        {
            CopyElements(rows, columns, source, 1, columnStride, destination, stride);
            return;
        }

        nint fullRows = rows & ~3;
        nint fullColumns = columns & ~3;
        for (nint i0 = 0; i0 < fullRows; i0 += LineRows)
        {
            nint end = nint.Min(i0 + LineRows, fullRows);
            for (nint j = 0; j < fullColumns; j += 4)
            {
                for (nint i = i0; i < end; i += 4)
                {
                    Transpose4x4((float*)(source + (j * columnStride) + i), columnStride, (float*)(destination + (i * stride) + j), stride);
                }
            }
        }

        CopyElements(rows - fullRows, columns, source + fullRows, 1, columnStride, destination + (fullRows * stride), stride);
        CopyElements(fullRows, columns - fullColumns, source + (fullColumns * columnStride), 1, columnStride, destination + fullColumns, stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose4x4(float* source, nint sourceStride, float* destination, nint stride)
    {
        Vector128<float> r0 = Vector128.Load(source);
        Vector128<float> r1 = Vector128.Load(source + sourceStride);
        Vector128<float> r2 = Vector128.Load(source + (2 * sourceStride));
        Vector128<float> r3 = Vector128.Load(source + (3 * sourceStride));
        Vector128<float> low01 = Sse.UnpackLow(r0, r1);
        Vector128<float> high01 = Sse.UnpackHigh(r0, r1);
        Vector128<float> low23 = Sse.UnpackLow(r2, r3);
        Vector128<float> high23 = Sse.UnpackHigh(r2, r3);
        Sse.MoveLowToHigh(low01, low23).Store(destination);
        Sse.MoveHighToLow(low23, low01).Store(destination + stride);
        Sse.MoveLowToHigh(high01, high23).Store(destination + (2 * stride));
        Sse.MoveHighToLow(high23, high01).Store(destination + (3 * stride));
    }

    private static void CopyElements<T>(nint rows, nint columns, T* source, nint rowStride, nint columnStride, T* destination, nint stride)
        where T : unmanaged
    {
        for (nint j = 0; j < columns; j++)
        {
            for (nint i = 0; i < rows; i++)
            {
                destination[(i * stride) + j] = source[(i * rowStride) + (j * columnStride)];
            }
        }
    }
}

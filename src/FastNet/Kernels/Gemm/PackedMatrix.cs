using System.Numerics;

namespace FastNet.Kernels;

/// <summary>
/// The right side of y = x·B + bias, immutable, in the order in which tiles read it: panels of 32 columns of float (16 of double), each
/// [k, panel] and contiguous; columns are padded with zeros to half a panel, one vector of 512 bits.
/// </summary>
internal sealed unsafe class PackedMatrix<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly int Panel = Blocking.PanelBytes / sizeof(T);

    private readonly AlignedBuffer<T> panels;
    private readonly AlignedBuffer<T> bias;

    /// <summary>Packs and rounds.</summary>
    /// <param name="b">[inputs, outputs].</param>
    /// <param name="bias">[outputs].</param>
    public PackedMatrix(ReadOnlySpan<double> b, ReadOnlySpan<double> bias)
    {
        int outputs = bias.Length;
        Inputs = b.Length / outputs;
        PaddedOutputs = Padded(outputs);
        panels = new AlignedBuffer<T>(checked(Inputs * PaddedOutputs));
        this.bias = new AlignedBuffer<T>(PaddedOutputs);
        Span<T> packed = panels.Span;
        for (int j = 0; j < outputs; j++)
        {
            this.bias.Span[j] = T.CreateTruncating(bias[j]);
            (int offset, int stride) = Column(j);
            for (int p = 0; p < Inputs; p++)
            {
                packed[offset + (p * stride)] = T.CreateTruncating(b[(p * outputs) + j]);
            }
        }
    }

    /// <summary>k.</summary>
    public int Inputs { get; }

    /// <summary>The columns that <see cref="Multiply"/> writes.</summary>
    public int PaddedOutputs { get; }

    /// <summary>Columns, padded to half a panel.</summary>
    public static int Padded(int columns) => checked((columns + (Panel / 2) - 1) / (Panel / 2) * (Panel / 2));

    /// <summary>y = x·B + bias, each element one chain of multiply-adds in ascending k, begun from the bias.</summary>
    /// <param name="rows">At least 1.</param>
    /// <param name="x">[rows, k].</param>
    /// <param name="ldx">From row to row of x.</param>
    /// <param name="y">[rows, <see cref="PaddedOutputs"/>].</param>
    /// <param name="ldy">From row to row of y.</param>
    public void Multiply(nint rows, T* x, nint ldx, T* y, nint ldy)
    {
        fixed (T* pb = panels.Span, ps = bias.Span)
        {
            Simd.Run<T, PackedProduct<T>>(new(rows, PaddedOutputs, Inputs, Panel, x, ldx, pb, ps, y, ldy));
        }
    }

    // The first element of a column, and the distance to the next.
    private (int Offset, int Stride) Column(int j)
    {
        int panel = j / Panel * Panel;
        return ((panel * Inputs) + (j - panel), int.Min(Panel, PaddedOutputs - panel));
    }
}

internal readonly unsafe struct PackedProduct<T>(nint rows, nint columns, nint k, nint panel, T* x, nint ldx, T* b, T* bias, T* y, nint ldy) : IKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Rows whose tiles share a panel of B before the next.
    private const int RowBlock = 96;

    public void Run<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        if (rows == 1)
        {
            Row<TVector, TLanes>();
            return;
        }

        for (nint i = 0; i < rows; i += RowBlock)
        {
            nint height = nint.Min(RowBlock, rows - i);
            for (nint j = 0; j < columns; j += 2 * TLanes.Count)
            {
                Tile.MultiplyRows<T, TVector, TLanes>(
                    height, columns - j > TLanes.Count ? 2 : 1, k, x + (i * ldx), ldx, 1, b + Offset(j), Stride(j), y + (i * ldy) + j, ldy, bias + j, 0);
            }
        }
    }

    private void Row<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        nint w = TLanes.Count;
        nint whole = columns / panel * panel;
        nint j = 0;
        while (j < columns)
        {
            // Up to eight vectors at a time, of panels that have one stride.
            nint end = nint.Min(j < whole ? whole : columns, j + (8 * w));
            Tile.MultiplyRow<T, TVector, TLanes>(
                (int)((end - j) / w), k, x, 1, b + Offset(j), Offset(j + (2 * w)) - Offset(j), Offset(j + (4 * w)) - Offset(j), Offset(j + (6 * w)) - Offset(j),
                Stride(j), y + j, bias + j);
            j = end;
        }
    }

    // Column j of the first row.
    private nint Offset(nint j)
    {
        nint first = j / panel * panel;
        return (first * k) + (j - first);
    }

    private nint Stride(nint j) => nint.Min(panel, columns - (j / panel * panel));
}

using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>
/// The right side of y = x·B + bias, immutable, in the order in which tiles read it: panels of 32 columns of float (16 of double), each
/// [k, panel] and contiguous; columns are padded with zeros to half a panel, one vector of 512 bits.
/// </summary>
internal sealed unsafe class PackedMatrix<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly int Panel = (int)Panels<T>.Width;

    private readonly AlignedBuffer<T> panels;
    private readonly AlignedBuffer<T> bias;
    private readonly int wide;

    /// <summary>Packs and rounds.</summary>
    /// <param name="b">[inputs, outputs].</param>
    /// <param name="bias">[outputs].</param>
    public PackedMatrix(ReadOnlySpan<double> b, ReadOnlySpan<double> bias)
    {
        int outputs = bias.Length;
        Inputs = b.Length / outputs;
        PaddedOutputs = Padded(outputs);

        // The last columns that half of a 512-bit vector holds are computed by vectors of that size.
        int last = outputs % (Panel / 2);
        wide = last > 0 && last <= Panel / 4 ? outputs - last : PaddedOutputs;
        panels = new AlignedBuffer<T>(checked(Inputs * PaddedOutputs));
        this.bias = new AlignedBuffer<T>(PaddedOutputs);
        Span<T> packed = panels.Span;
        for (int j = 0; j < outputs; j++)
        {
            this.bias.Span[j] = T.CreateTruncating(bias[j]);
            nint offset = Panels<T>.Offset(j, Inputs), stride = Panels<T>.Stride(j, PaddedOutputs);
            for (int p = 0; p < Inputs; p++)
            {
                packed[(int)(offset + (p * stride))] = T.CreateTruncating(b[(p * outputs) + j]);
            }
        }
    }

    /// <summary>k.</summary>
    public int Inputs { get; }

    /// <summary>The columns that <see cref="Multiply"/> may write: those that are not outputs get anything.</summary>
    public int PaddedOutputs { get; }

    /// <summary>Columns, padded to half a panel.</summary>
    public static int Padded(int columns) => checked((columns + (Panel / 2) - 1) / (Panel / 2) * (Panel / 2));

    /// <summary>
    /// y = x·B + bias, each element one chain of multiply-adds in ascending k, begun from the bias. Whoever calls holds this matrix until it is back.
    /// </summary>
    /// <param name="rows">At least 1.</param>
    /// <param name="x">[rows, k].</param>
    /// <param name="ldx">From row to row of x.</param>
    /// <param name="y">[rows, <see cref="PaddedOutputs"/>].</param>
    /// <param name="ldy">From row to row of y.</param>
    public void Multiply(nint rows, T* x, nint ldx, T* y, nint ldy)
    {
        if (wide > 0)
        {
            Simd.Run<T, PackedProduct<T>>(new(rows, 0, wide, PaddedOutputs, Inputs, x, ldx, panels.Start, bias.Start, y, ldy));
        }

        if (wide < PaddedOutputs)
        {
            Simd.RunNarrow<T, PackedProduct<T>>(new(rows, wide, wide + (Panel / 4), PaddedOutputs, Inputs, x, ldx, panels.Start, bias.Start, y, ldy));
        }
    }

    /// <summary>y = max(floor, x·B + bias) for one row, with the bits of <see cref="Multiply"/>.</summary>
    /// <param name="x">[k].</param>
    /// <param name="y">[<see cref="PaddedOutputs"/>].</param>
    /// <param name="floor">0 for ReLU; −∞ for the product as it is.</param>
    public void MultiplyRow(T* x, T* y, T floor) =>
        Simd.Run<T, PackedRow<T>>(new(PaddedOutputs, Inputs, x, panels.Start, bias.Start, floor, y));
}

using System.Numerics;
using System.Runtime.CompilerServices;
using FastNet.Kernels;

namespace FastNet;

/// <summary>The loss of one output z against one target t, and its slope ∂/∂z; each formula written once for every width.</summary>
internal interface IElementLoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    static abstract TVector Value<TVector, TLanes>(TVector z, TVector t)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>;

    static abstract TVector Slope<TVector, TLanes>(TVector z, TVector t)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>;
}

/// <summary>The mean of an element's loss over all elements of a batch.</summary>
internal static unsafe class ElementLoss
{
    public static double Evaluate<T, TLoss>(ReadOnlyMatrixSpan<T> outputs, ReadOnlyMatrixSpan<T> targets, MatrixSpan<T> outputGradient, int batch)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoss : struct, IElementLoss<T>
    {
        double divisor = (double)batch * outputs.Columns;
        double sum = 0;
        fixed (T* z = outputs.Values, t = targets.Values, g = outputGradient.Values)
        {
            Simd.Run<T, ElementLossKernel<T, TLoss>>(new(
                z, outputs.RowStride, t, targets.RowStride, outputGradient.Rows == 0 ? null : g, outputGradient.RowStride,
                outputs.Rows, outputs.Columns, T.CreateTruncating(1 / divisor), &sum));
        }

        return sum / divisor;
    }

    internal readonly struct ValueOf<T, TLoss> : IBinaryOperator<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoss : struct, IElementLoss<T>
    {
        public TVector Invoke<TVector, TLanes>(TVector x, TVector y)
            where TVector : unmanaged
            where TLanes : struct, ILanes<T, TVector> =>
            TLoss.Value<TVector, TLanes>(x, y);
    }

    internal readonly struct SlopeOf<T, TLoss>(T weight) : IBinaryOperator<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoss : struct, IElementLoss<T>
    {
        public TVector Invoke<TVector, TLanes>(TVector x, TVector y)
            where TVector : unmanaged
            where TLanes : struct, ILanes<T, TVector> =>
            TLanes.Multiply(TLanes.Splat(weight), TLoss.Slope<TVector, TLanes>(x, y));
    }
}

/// <summary>The elements' losses in T, summed in double by one chain in the order of the rows, and each element's slope times the weight.</summary>
internal readonly unsafe struct ElementLossKernel<T, TLoss>(
    T* z, nint zStride, T* targets, nint targetStride, T* gradient, nint gradientStride, nint rows, nint columns, T weight, double* loss)
    : IKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLoss : struct, IElementLoss<T>
{
    private const int BlockLength = 256;

    [SkipLocalsInit]
    public void Run<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        double sum = 0;
        T* block = stackalloc T[BlockLength];
        for (nint i = 0; i < rows; i++)
        {
            for (nint j = 0; j < columns; j += BlockLength)
            {
                nint count = nint.Min(BlockLength, columns - j);
                T* x = z + (i * zStride) + j;
                T* t = targets + (i * targetStride) + j;
                new BinaryKernel<T, ElementLoss.ValueOf<T, TLoss>>(x, t, block, count, default).Run<TVector, TLanes>();
                for (nint k = 0; k < count; k++)
                {
                    sum += double.CreateTruncating(block[k]);
                }

                if (gradient != null)
                {
                    T* g = gradient + (i * gradientStride) + j;
                    new BinaryKernel<T, ElementLoss.SlopeOf<T, TLoss>>(x, t, g, count, new(weight)).Run<TVector, TLanes>();
                }
            }
        }

        *loss = sum;
    }
}

using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using FastNet.Kernels;

namespace FastNet;

/// <summary>A column of W whose norm is above the maximum is scaled to it.</summary>
internal sealed class MaxNorm(double maximum) : Regularizer
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"a norm of at most {maximum} a unit");

    public override unsafe void Project<T>(MatrixSpan<T> weights, double learningRate)
    {
        fixed (T* w = weights.Values)
        {
            Simd.Run<T, ScaleColumns<T>>(new(w, weights.Rows, weights.Columns, weights.RowStride, T.CreateTruncating(maximum)));
        }
    }

    // Σw² is one ascending chain a column; w ← w·(maximum/√Σw²) where the root is larger. A root that overflowed makes NaN, for the loss to tell.
    private readonly unsafe struct ScaleColumns<T>(T* w, nint rows, nint columns, nint stride, T maximum) : IKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public void Run<TVector, TLanes>()
            where TVector : unmanaged
            where TLanes : struct, ILanes<T, TVector>
        {
            for (nint j = 0; j < columns; j += TLanes.Count)
            {
                int width = (int)nint.Min(TLanes.Count, columns - j);
                bool whole = width == TLanes.Count;
                TVector sum = TLanes.Splat(T.Zero);
                for (T* row = w + j; row < w + (rows * stride); row += stride)
                {
                    TVector x = whole ? TLanes.Load(row) : Tail.Load<T, TVector, TLanes>(row, width);
                    sum = TLanes.MultiplyAdd(x, x, sum);
                }

                TVector norm = TLanes.Sqrt(sum);
                TVector largest = TLanes.Splat(maximum);
                TVector shrunk = TLanes.Add(TLanes.Divide(largest, norm), TLanes.Subtract(norm, norm));
                TVector factor = TLanes.Select(TLanes.GreaterThan(norm, largest), shrunk, TLanes.Splat(T.One));
                for (T* row = w + j; row < w + (rows * stride); row += stride)
                {
                    if (whole)
                    {
                        TLanes.Store(TLanes.Multiply(TLanes.Load(row), factor), row);
                    }
                    else
                    {
                        Tail.Store<T, TVector, TLanes>(TLanes.Multiply(Tail.Load<T, TVector, TLanes>(row, width), factor), row, width);
                    }
                }
            }
        }
    }
}

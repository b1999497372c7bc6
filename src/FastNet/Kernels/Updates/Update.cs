using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>The driver of all updates: one pass over parameters, gradients and moments.</summary>
internal static unsafe class Update
{
    /// <summary>For each parameter: w ← w·keep; then the update.</summary>
    /// <param name="parameters">w.</param>
    /// <param name="gradients">g; read only.</param>
    /// <param name="moment1">As long as w, if the update keeps a moment.</param>
    /// <param name="moment2">As long as w, if the update keeps two.</param>
    /// <param name="moment3">As long as w, if the update keeps three.</param>
    /// <param name="keep">1 less the decoupled decay times the learning rate.</param>
    /// <param name="update">The formula.</param>
    /// <param name="workers">Threads; null for the caller's own.</param>
    /// <param name="unit">What threads divide by: a matrix's columns, as they do its gradient's product.</param>
    public static void Run<T, TUpdate>(
        Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> moment1, Span<T> moment2, Span<T> moment3, T keep, TUpdate update,
        WorkerPool? workers, int unit = FlatWork.LineElements)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TUpdate : struct, IUpdate<T>
    {
        Debug.Assert(gradients.Length == parameters.Length, "a gradient for each parameter");
        Debug.Assert(moment1.Length >= (TUpdate.Moments > 0 ? parameters.Length : 0), "the first moments");
        Debug.Assert(moment2.Length >= (TUpdate.Moments > 1 ? parameters.Length : 0), "the second moments");
        Debug.Assert(moment3.Length >= (TUpdate.Moments > 2 ? parameters.Length : 0), "the third moments");
        fixed (T* w = parameters, g = gradients, m1 = moment1, m2 = moment2, m3 = moment3)
        {
            FlatWork.Run(parameters.Length, new UpdateWork<T, TUpdate>(w, g, m1, m2, m3, keep, update), workers, unit);
        }
    }
}

internal readonly unsafe struct UpdateWork<T, TUpdate>(T* parameters, T* gradients, T* moment1, T* moment2, T* moment3, T keep, TUpdate update)
    : IFlatWork
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TUpdate : struct, IUpdate<T>
{
    public void Run(nint start, nint length)
    {
        T* m1 = TUpdate.Moments > 0 ? moment1 + start : null;
        T* m2 = TUpdate.Moments > 1 ? moment2 + start : null;
        T* m3 = TUpdate.Moments > 2 ? moment3 + start : null;
        Simd.Run<T, UpdateKernel<T, TUpdate>>(new(parameters + start, gradients + start, m1, m2, m3, length, keep, update));
    }
}

// The tail, padded with zeros, goes through the same loop: a second copy of a long update would exceed what the compiler inlines.
internal readonly unsafe struct UpdateKernel<T, TUpdate>(
    T* weights, T* gradients, T* moment1, T* moment2, T* moment3, nint length, T keep, TUpdate update)
    : IKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TUpdate : struct, IUpdate<T>
{
    private const int Arrays = 5;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TUpdate formula = update;
        int moments = TUpdate.Moments;
        TVector kept = TLanes.Splat(keep);
        T* w = weights, g = gradients, first = moment1, second = moment2, third = moment3;
        T* padded = stackalloc T[Arrays * TLanes.Count];
        nint rest = length % TLanes.Count;
        for (nint end = length - rest; ;)
        {
            for (nint i = 0; i < end; i += TLanes.Count)
            {
                TVector m1 = moments > 0 ? TLanes.Load(first + i) : default;
                TVector m2 = moments > 1 ? TLanes.Load(second + i) : default;
                TVector m3 = moments > 2 ? TLanes.Load(third + i) : default;
                TVector weight = TLanes.Multiply(TLanes.Load(w + i), kept);
                formula.Invoke<TVector, TLanes>(ref weight, TLanes.Load(g + i), ref m1, ref m2, ref m3);
                TLanes.Store(weight, w + i);
                if (moments > 0)
                {
                    TLanes.Store(m1, first + i);
                }

                if (moments > 1)
                {
                    TLanes.Store(m2, second + i);
                }

                if (moments > 2)
                {
                    TLanes.Store(m3, third + i);
                }
            }

            if (w == padded)
            {
                CopyTail(padded, TLanes.Count, length - rest, rest, toPadded: false);
                return;
            }

            if (rest == 0)
            {
                return;
            }

            new Span<T>(padded, Arrays * TLanes.Count).Clear();
            CopyTail(padded, TLanes.Count, end, rest, toPadded: true);
            w = padded;
            g = w + TLanes.Count;
            first = g + TLanes.Count;
            second = first + TLanes.Count;
            third = second + TLanes.Count;
            end = TLanes.Count;
        }
    }

    private void CopyTail(T* padded, int lanes, nint start, nint rest, bool toPadded)
    {
        CopyTail(weights + start, padded, rest, toPadded);
        if (toPadded)
        {
            Tail.Copy(gradients + start, padded + lanes, rest);
        }

        if (TUpdate.Moments > 0)
        {
            CopyTail(moment1 + start, padded + (2 * lanes), rest, toPadded);
        }

        if (TUpdate.Moments > 1)
        {
            CopyTail(moment2 + start, padded + (3 * lanes), rest, toPadded);
        }

        if (TUpdate.Moments > 2)
        {
            CopyTail(moment3 + start, padded + (4 * lanes), rest, toPadded);
        }
    }

    private static void CopyTail(T* values, T* padded, nint rest, bool toPadded) =>
        Tail.Copy(toPadded ? values : padded, toPadded ? padded : values, rest);
}

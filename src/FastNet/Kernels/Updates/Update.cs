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

internal readonly unsafe struct UpdateKernel<T, TUpdate>(
    T* weights, T* gradients, T* moment1, T* moment2, T* moment3, nint length, T keep, TUpdate update)
    : IKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TUpdate : struct, IUpdate<T>
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        nint i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count)
        {
            TVector m1 = TUpdate.Moments > 0 ? TLanes.Load(moment1 + i) : default;
            TVector m2 = TUpdate.Moments > 1 ? TLanes.Load(moment2 + i) : default;
            TVector m3 = TUpdate.Moments > 2 ? TLanes.Load(moment3 + i) : default;
            TVector weight = TLanes.Multiply(TLanes.Load(weights + i), TLanes.Splat(keep));
            update.Invoke<TVector, TLanes>(ref weight, TLanes.Load(gradients + i), ref m1, ref m2, ref m3);
            TLanes.Store(weight, weights + i);
            if (TUpdate.Moments > 0)
            {
                TLanes.Store(m1, moment1 + i);
            }

            if (TUpdate.Moments > 1)
            {
                TLanes.Store(m2, moment2 + i);
            }

            if (TUpdate.Moments > 2)
            {
                TLanes.Store(m3, moment3 + i);
            }
        }

        int rest = (int)(length - i);
        if (rest > 0)
        {
            TVector m1 = TUpdate.Moments > 0 ? Tail.Load<T, TVector, TLanes>(moment1 + i, rest) : default;
            TVector m2 = TUpdate.Moments > 1 ? Tail.Load<T, TVector, TLanes>(moment2 + i, rest) : default;
            TVector m3 = TUpdate.Moments > 2 ? Tail.Load<T, TVector, TLanes>(moment3 + i, rest) : default;
            TVector weight = TLanes.Multiply(Tail.Load<T, TVector, TLanes>(weights + i, rest), TLanes.Splat(keep));
            update.Invoke<TVector, TLanes>(ref weight, Tail.Load<T, TVector, TLanes>(gradients + i, rest), ref m1, ref m2, ref m3);
            Tail.Store<T, TVector, TLanes>(weight, weights + i, rest);
            if (TUpdate.Moments > 0)
            {
                Tail.Store<T, TVector, TLanes>(m1, moment1 + i, rest);
            }

            if (TUpdate.Moments > 1)
            {
                Tail.Store<T, TVector, TLanes>(m2, moment2 + i, rest);
            }

            if (TUpdate.Moments > 2)
            {
                Tail.Store<T, TVector, TLanes>(m3, moment3 + i, rest);
            }
        }
    }
}

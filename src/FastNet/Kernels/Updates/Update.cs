using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>
/// An optimizer's formula for one parameter: a struct written once for every width. The weight arrives decayed and the gradient with its
/// penalty, as <see cref="UpdateKernel{T, TUpdate}"/> says.
/// </summary>
internal interface IUpdate<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The numbers that it keeps of each parameter: 0, 1 or 2.</summary>
    static abstract int Moments { get; }

    void Invoke<TVector, TLanes>(ref TVector weight, TVector gradient, ref TVector moment1, ref TVector moment2)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>;
}

/// <summary>The driver of all updates: one pass over parameters, gradients and moments.</summary>
internal static unsafe class Update
{
    // 20,000 parameters take some 6 µs: less is not worth dividing.
    private const int WorthDividing = 20_000;

    /// <summary>
    /// For each parameter: g ← g + penalty·w;  w ← w·keep;  then the update. Those from <paramref name="decaying"/> on have neither
    /// penalty nor decay.
    /// </summary>
    /// <param name="parameters">w.</param>
    /// <param name="gradients">g; read only.</param>
    /// <param name="moment1">As long as w, if the update keeps a moment.</param>
    /// <param name="moment2">As long as w, if the update keeps two.</param>
    /// <param name="decaying">How many of the first parameters decay.</param>
    /// <param name="penalty">The coupled decay, λ/m.</param>
    /// <param name="keep">1 less the decoupled decay times the learning rate.</param>
    /// <param name="update">The formula.</param>
    /// <param name="workers">Threads; null for the caller's own.</param>
    public static void Run<T, TUpdate>(
        Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> moment1, Span<T> moment2, int decaying, T penalty, T keep, TUpdate update,
        WorkerPool? workers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TUpdate : struct, IUpdate<T>
    {
        Debug.Assert(gradients.Length == parameters.Length, "a gradient for each parameter");
        Debug.Assert(moment1.Length >= (TUpdate.Moments > 0 ? parameters.Length : 0), "the first moments");
        Debug.Assert(moment2.Length >= (TUpdate.Moments > 1 ? parameters.Length : 0), "the second moments");
        fixed (T* w = parameters, g = gradients, m1 = moment1, m2 = moment2)
        {
            UpdateSection<T, TUpdate> section = new(w, g, m1, m2, parameters.Length, decaying, penalty, keep, update);
            if (workers is null || parameters.Length < WorthDividing)
            {
                section.Run(0);
            }
            else
            {
                section.Parts = workers.Threads;
                workers.Run(ref section);
            }
        }
    }
}

internal unsafe struct UpdateSection<T, TUpdate>(
    T* parameters, T* gradients, T* moment1, T* moment2, nint length, nint decaying, T penalty, T keep, TUpdate update)
    : ISection
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TUpdate : struct, IUpdate<T>
{
    // Parts begin on cache lines, so that no two threads write one.
    private const int LineElements = 16;

    public int Parts = 1;

    public readonly void Run(int part)
    {
        (nint start, nint count) = WorkerPool.Share(length, LineElements, part, Parts);
        nint end = start + count;
        nint border = nint.Clamp(decaying, start, end);
        Range(start, border, penalty, keep);
        Range(border, end, T.Zero, T.One);
    }

    private readonly void Range(nint start, nint end, T rangePenalty, T rangeKeep)
    {
        if (end > start)
        {
            T* m1 = TUpdate.Moments > 0 ? moment1 + start : null;
            T* m2 = TUpdate.Moments > 1 ? moment2 + start : null;
            Simd.Run<T, UpdateKernel<T, TUpdate>>(
                new(parameters + start, gradients + start, m1, m2, end - start, rangePenalty, rangeKeep, update));
        }
    }
}

internal readonly unsafe struct UpdateKernel<T, TUpdate>(
    T* weights, T* gradients, T* moment1, T* moment2, nint length, T penalty, T keep, TUpdate update)
    : IKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TUpdate : struct, IUpdate<T>
{
    public void Run<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        nint i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count)
        {
            TVector m1 = TUpdate.Moments > 0 ? TLanes.Load(moment1 + i) : default;
            TVector m2 = TUpdate.Moments > 1 ? TLanes.Load(moment2 + i) : default;
            TLanes.Store(Apply<TVector, TLanes>(TLanes.Load(weights + i), TLanes.Load(gradients + i), ref m1, ref m2), weights + i);
            if (TUpdate.Moments > 0)
            {
                TLanes.Store(m1, moment1 + i);
            }

            if (TUpdate.Moments > 1)
            {
                TLanes.Store(m2, moment2 + i);
            }
        }

        int rest = (int)(length - i);
        if (rest > 0)
        {
            TVector m1 = TUpdate.Moments > 0 ? Tail.Load<T, TVector, TLanes>(moment1 + i, rest) : default;
            TVector m2 = TUpdate.Moments > 1 ? Tail.Load<T, TVector, TLanes>(moment2 + i, rest) : default;
            TVector weight = Tail.Load<T, TVector, TLanes>(weights + i, rest);
            TVector gradient = Tail.Load<T, TVector, TLanes>(gradients + i, rest);
            Tail.Store<T, TVector, TLanes>(Apply<TVector, TLanes>(weight, gradient, ref m1, ref m2), weights + i, rest);
            if (TUpdate.Moments > 0)
            {
                Tail.Store<T, TVector, TLanes>(m1, moment1 + i, rest);
            }

            if (TUpdate.Moments > 1)
            {
                Tail.Store<T, TVector, TLanes>(m2, moment2 + i, rest);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Apply<TVector, TLanes>(TVector weight, TVector gradient, ref TVector m1, ref TVector m2)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        gradient = TLanes.MultiplyAdd(TLanes.Splat(penalty), weight, gradient);
        weight = TLanes.Multiply(weight, TLanes.Splat(keep));
        update.Invoke<TVector, TLanes>(ref weight, gradient, ref m1, ref m2);
        return weight;
    }
}

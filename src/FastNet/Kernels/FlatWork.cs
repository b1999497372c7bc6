using System.Numerics;

namespace FastNet.Kernels;

/// <summary>Work on flat memory, any part of which may be done by itself.</summary>
internal interface IFlatWork
{
    void Run(nint start, nint length);
}

/// <summary>Flat work divided among threads where it is long enough.</summary>
internal static unsafe class FlatWork
{
    // 20,000 elements take some 6 µs: less is not worth dividing.
    public const int WorthDividing = 20_000;

    /// <summary>Parts begin on cache lines, so that no two threads write one.</summary>
    public const int LineElements = 16;

    /// <summary>The work on memory of a length, divided.</summary>
    /// <param name="length">Elements.</param>
    /// <param name="work">What to do with each part.</param>
    /// <param name="workers">Threads; null for the caller's own.</param>
    /// <param name="unit">Parts begin on multiples of it: a matrix's columns, so that who computed a row of gradients finds it in its own cache.</param>
    public static void Run<TWork>(int length, TWork work, WorkerPool? workers, int unit = LineElements)
        where TWork : struct, IFlatWork
    {
        if (workers is null || length < WorthDividing)
        {
            work.Run(0, length);
        }
        else
        {
            Section<TWork> section = new(work, length, unit, workers.Threads);
            workers.Run(ref section);
        }
    }

    /// <summary>z[i] = f(x[i], y[i]).</summary>
    public static void Map<T, TOperator>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z, TOperator f, WorkerPool? workers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IBinaryOperator<T>
    {
        fixed (T* px = x, py = y, pz = z)
        {
            Run(z.Length, new BinaryWork<T, TOperator>(px, py, pz, f), workers);
        }
    }

    /// <summary>y[i] = f(x[i]).</summary>
    public static void Map<T, TOperator>(ReadOnlySpan<T> x, Span<T> y, TOperator f, WorkerPool? workers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IUnaryOperator<T>
    {
        fixed (T* px = x, py = y)
        {
            Run(y.Length, new UnaryWork<T, TOperator>(px, py, f), workers);
        }
    }

    private readonly struct BinaryWork<T, TOperator>(T* x, T* y, T* z, TOperator f) : IFlatWork
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IBinaryOperator<T>
    {
        public void Run(nint start, nint length) =>
            Simd.Run<T, BinaryKernel<T, TOperator>>(new(x + start, y + start, z + start, length, f));
    }

    private readonly struct UnaryWork<T, TOperator>(T* x, T* y, TOperator f) : IFlatWork
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IUnaryOperator<T>
    {
        public void Run(nint start, nint length) => Simd.Run<T, UnaryKernel<T, TOperator>>(new(x + start, y + start, length, f));
    }

    private struct Section<TWork>(TWork work, nint length, int unit, int parts) : ISection
        where TWork : struct, IFlatWork
    {
        public readonly void Run(int part)
        {
            (nint start, nint count) = WorkerPool.Share(length, unit, part, parts);
            if (count > 0)
            {
                work.Run(start, count);
            }
        }
    }
}

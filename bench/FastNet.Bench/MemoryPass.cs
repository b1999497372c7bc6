using System.Runtime.CompilerServices;
using FastNet.Kernels;

namespace FastNet.Bench;

/// <summary>The plainest passes over memory: how many bytes a second the machine reads and writes by ordinary loads and stores.</summary>
internal static unsafe class MemoryPass
{
    // Passes over little memory are repeated: none is so short that the call counts.
    private const int LeastBytes = 1 << 20;

    /// <summary>A call that goes through so many bytes of memory, and the bytes that it reads and writes altogether.</summary>
    public static (Action Call, double Bytes) Create(PassKind kind, int size)
    {
        int length = size / sizeof(float) / (kind == PassKind.Copy ? 2 : 1);
        int repetitions = int.Max(1, LeastBytes / size);
        AlignedBuffer<float> x = Numbers.Aligned(size / sizeof(float));

        // A whole number of pages apart: no load waits for a store whose address ends alike.
        float* y = kind == PassKind.Copy ? x.Start + length : x.Start;
        Action call = kind switch
        {
            PassKind.Read => () => Simd.Run<float, ReadKernel>(new(x.Start, length, repetitions)),
            PassKind.Write => () => Simd.Run<float, WriteKernel>(new(x.Start, length, repetitions)),
            _ => () => Simd.Run<float, MoveKernel>(new(x.Start, y, length, repetitions)),
        };
        return (Held, (double)repetitions * length * sizeof(float) * (kind is PassKind.Read or PassKind.Write ? 1 : 2));

        void Held()
        {
            call();
            GC.KeepAlive(x);
        }
    }

    // Eight chains: none waits for another's additions.
    private readonly struct ReadKernel(float* x, nint length, int repetitions) : IKernel<float>
    {
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public void Run<TVector, TLanes>()
            where TVector : unmanaged
            where TLanes : struct, ILanes<float, TVector>
        {
            nint w = TLanes.Count;
            TVector zero = TLanes.Splat(0);
            TVector a = zero, b = zero, c = zero, d = zero, e = zero, f = zero, g = zero, h = zero;
            for (int repetition = 0; repetition < repetitions; repetition++)
            {
                float* end = x + length;
                for (float* p = x; p < end; p += 8 * w)
                {
                    a = TLanes.Add(a, TLanes.Load(p));
                    b = TLanes.Add(b, TLanes.Load(p + w));
                    c = TLanes.Add(c, TLanes.Load(p + (2 * w)));
                    d = TLanes.Add(d, TLanes.Load(p + (3 * w)));
                    e = TLanes.Add(e, TLanes.Load(p + (4 * w)));
                    f = TLanes.Add(f, TLanes.Load(p + (5 * w)));
                    g = TLanes.Add(g, TLanes.Load(p + (6 * w)));
                    h = TLanes.Add(h, TLanes.Load(p + (7 * w)));
                }
            }

            // What nobody reads need not be computed.
            float* sink = stackalloc float[TLanes.Count];
            TLanes.Store(TLanes.Add(TLanes.Add(TLanes.Add(a, b), TLanes.Add(c, d)), TLanes.Add(TLanes.Add(e, f), TLanes.Add(g, h))), sink);
        }
    }

    private readonly struct WriteKernel(float* x, nint length, int repetitions) : IKernel<float>
    {
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public void Run<TVector, TLanes>()
            where TVector : unmanaged
            where TLanes : struct, ILanes<float, TVector>
        {
            nint w = TLanes.Count;
            TVector value = TLanes.Splat(1);
            for (int repetition = 0; repetition < repetitions; repetition++)
            {
                float* end = x + length;
                for (float* p = x; p < end; p += 4 * w)
                {
                    TLanes.Store(value, p);
                    TLanes.Store(value, p + w);
                    TLanes.Store(value, p + (2 * w));
                    TLanes.Store(value, p + (3 * w));
                }
            }
        }
    }

    // A copy, or an update where y is x.
    private readonly struct MoveKernel(float* x, float* y, nint length, int repetitions) : IKernel<float>
    {
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public void Run<TVector, TLanes>()
            where TVector : unmanaged
            where TLanes : struct, ILanes<float, TVector>
        {
            nint w = TLanes.Count;
            for (int repetition = 0; repetition < repetitions; repetition++)
            {
                for (nint i = 0; i < length; i += 4 * w)
                {
                    TLanes.Store(TLanes.Load(x + i), y + i);
                    TLanes.Store(TLanes.Load(x + i + w), y + i + w);
                    TLanes.Store(TLanes.Load(x + i + (2 * w)), y + i + (2 * w));
                    TLanes.Store(TLanes.Load(x + i + (3 * w)), y + i + (3 * w));
                }
            }
        }
    }
}

/// <summary>What is done to memory.</summary>
internal enum PassKind
{
    /// <summary>Everything is read.</summary>
    Read,

    /// <summary>Everything is written.</summary>
    Write,

    /// <summary>One half is read, and written to the other.</summary>
    Copy,

    /// <summary>Everything is read, and written to the same place.</summary>
    Update,
}

using System.Diagnostics;
using System.Runtime.CompilerServices;
using FastNet.Kernels;

namespace FastNet.Versus;

/// <summary>The most multiply-adds that the processor does: a loop in registers, two operations each.</summary>
internal static class FmaPeak
{
    private const int Repetitions = 100_000;
    private const int Samples = 30;

    /// <summary>GFLOP/s of so many threads at once, each at its best of some tens of milliseconds.</summary>
    public static double Measure(int threads)
    {
        double[] peaks = new double[threads];
        using Barrier together = new(threads);
        Thread[] others = [.. Enumerable.Range(0, threads).Select(i => new Thread(() =>
        {
            together.SignalAndWait();
            peaks[i] = Enumerable.Range(0, Samples).Max(_ => Sample());
        }))];
        Array.ForEach(others, thread => thread.Start());
        Array.ForEach(others, thread => thread.Join());
        return peaks.Sum();
    }

    private static unsafe double Sample()
    {
        long operations = 0;
        long start = Stopwatch.GetTimestamp();
        Simd.Run<float, MultiplyAdds>(new(Repetitions, &operations));
        return operations / Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }

    // Twelve chains keep two units of six cycles' latency busy, more than any processor asks for, and leave room for the factors where there are but
    // 16 registers: a chain that was spilled to memory would belittle the peak.
    private readonly unsafe struct MultiplyAdds(int repetitions, long* operations) : IKernel<float>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<TVector, TLanes>()
            where TVector : unmanaged
            where TLanes : struct, ILanes<float, TVector>
        {
            const int Chains = 12;
            TVector x = TLanes.Splat(1.0001f), y = TLanes.Splat(-1e-4f);
            TVector a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
            for (int count = 0; count < repetitions; count++)
            {
                a = TLanes.MultiplyAdd(x, y, a);
                b = TLanes.MultiplyAdd(x, y, b);
                c = TLanes.MultiplyAdd(x, y, c);
                d = TLanes.MultiplyAdd(x, y, d);
                e = TLanes.MultiplyAdd(x, y, e);
                f = TLanes.MultiplyAdd(x, y, f);
                g = TLanes.MultiplyAdd(x, y, g);
                h = TLanes.MultiplyAdd(x, y, h);
                i = TLanes.MultiplyAdd(x, y, i);
                j = TLanes.MultiplyAdd(x, y, j);
                k = TLanes.MultiplyAdd(x, y, k);
                l = TLanes.MultiplyAdd(x, y, l);
            }

            // What nobody reads need not be computed.
            float* sink = stackalloc float[TLanes.Count];
            TVector sum = TLanes.Add(TLanes.Add(TLanes.Add(a, b), TLanes.Add(c, d)), TLanes.Add(TLanes.Add(e, f), TLanes.Add(g, h)));
            TLanes.Store(TLanes.Add(sum, TLanes.Add(TLanes.Add(i, j), TLanes.Add(k, l))), sink);
            *operations = sink[0] == float.MaxValue ? 0 : 2L * Chains * TLanes.Count * repetitions;
        }
    }
}

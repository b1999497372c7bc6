using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using FastNet.Kernels;

namespace FastNet.Bench;

/// <summary>
/// C = A·B in float on one thread, FastNet and OpenBLAS in alternating blocks of one process, so that a change of the machine's speed meets
/// both. A round's ratio is that of the medians of its blocks; the table has the median of three rounds.
/// </summary>
internal static class GemmAgainstOpenBlas
{
    private const int Rounds = 3;
    private const int Blocks = 9;
    private const double BlockMilliseconds = 25;

    private static readonly (int M, int N, int K)[] Shapes =
    [
        (64, 64, 64), (128, 128, 128), (256, 256, 256), (512, 512, 512), (1024, 1024, 1024), (64, 256, 784), (784, 256, 64), (64, 512, 512),
        (128, 128, 784), (64, 128, 256), (8, 512, 784), (64, 10, 128), (1, 512, 784),
    ];

    public static int Run()
    {
        if (OpenBlas.TryLoad() is not { } openBlas)
        {
            Console.Error.WriteLine("OpenBLAS is missing: expected libopenblas.so.0 (Debian: apt-get install libopenblas0-pthread).");
            return 3;
        }

        openBlas.SetThreads(1);
        Console.WriteLine($"{RuntimeInformation.FrameworkDescription}, {Numerics.VectorBits}-bit vectors; {openBlas.Configuration}");
        Console.WriteLine();
        Console.WriteLine("| m x n x k | FastNet, us | GFLOP/s | OpenBLAS, us | GFLOP/s | OpenBLAS / FastNet |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach ((int m, int n, int k) in Shapes)
        {
            float[] a = Numbers.Fill(m * k), b = Numbers.Fill(k * n), ours = new float[m * n], theirs = new float[m * n];
            float[] scratch = new float[Gemm.ScratchLength<float>(m, n, k, transposed: false)];
            Action fastNet = () => Gemm.Multiply(
                new ReadOnlyMatrixSpan<float>(a, m, k), new ReadOnlyMatrixSpan<float>(b, k, n), new(ours, m, n), default, scratch);
            Action rival = () => openBlas.Multiply(m, n, k, a, b, theirs);
            if (!Agree(fastNet, rival, ours, theirs, k))
            {
                Console.Error.WriteLine($"{m} x {n} x {k}: the products differ, so their times are not compared.");
                return 1;
            }

            (double Ours, double Theirs)[] rounds = [.. Enumerable.Range(0, Rounds).Select(_ => Round(fastNet, rival))];
            (double our, double their) = rounds.OrderBy(round => round.Theirs / round.Ours).ElementAt(Rounds / 2);
            double operations = 2e-3 * m * n * k;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {m} x {n} x {k} | {our:F1} | {operations / our:F1} | {their:F1} | {operations / their:F1} | {their / our:F2} |"));
        }

        return 0;
    }

    // Sums of k products of numbers up to 0.25, in two orders: some roundings of the running sum apart.
    private static bool Agree(Action fastNet, Action rival, float[] ours, float[] theirs, int k)
    {
        fastNet();
        rival();
        double bound = k * 0.25 * 1.2e-7 * Math.Sqrt(k);
        return ours.Zip(theirs).All(pair => Math.Abs(pair.First - pair.Second) <= bound);
    }

    private static (double Ours, double Theirs) Round(Action fastNet, Action rival)
    {
        (int ourCalls, int theirCalls) = (Calls(fastNet), Calls(rival));
        double[] ours = new double[Blocks], theirs = new double[Blocks];
        for (int block = 0; block < Blocks; block++)
        {
            ours[block] = Time(fastNet, ourCalls);
            theirs[block] = Time(rival, theirCalls);
        }

        Array.Sort(ours);
        Array.Sort(theirs);
        return (ours[Blocks / 2], theirs[Blocks / 2]);
    }

    // Warm for half a second first: the JIT compiles hot code anew in the background.
    private static int Calls(Action action)
    {
        int calls = 0;
        for (Stopwatch watch = Stopwatch.StartNew(); watch.ElapsedMilliseconds < 500; calls++)
        {
            action();
        }

        return int.Max(1, (int)(calls * BlockMilliseconds / 500));
    }

    private static double Time(Action action, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++)
        {
            action();
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / calls;
    }
}

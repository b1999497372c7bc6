namespace FastNet.Bench;

/// <summary>The verb scaling: training steps and predictions against batch, width, depth and threads, as Markdown and charts.</summary>
internal static class Scaling
{
    private static readonly TimeSpan warmUp = TimeSpan.FromMilliseconds(500);

    /// <returns>The exit code: 2 where the folder cannot be written.</returns>
    public static int Run(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"expected a folder for the charts, got '{folder}': {exception.Message}");
            return 2;
        }

        WarmUp();
        WriteForkJoin();
        Array.ForEach(ScalingSweep.All, sweep => sweep.Run(folder));
        ScalingThreads.Run(folder);
        WriteForkJoin();
        return 0;
    }

    // Methods are generic over the layers' operators and alike for all sizes: what is compiled for one network is compiled for all.
    private static void WarmUp()
    {
        using WorkerPool pool = new(Environment.ProcessorCount);
        foreach (WorkerPool? workers in (WorkerPool?[])[null, pool])
        {
            foreach (int batch in (int[])[1, 64])
            {
                ScalingProblem problem = new([256, 256, 256, 4], batch, workers);
                ScalingClock.WarmUp(problem.Train, workers, warmUp);
                ScalingClock.WarmUp(problem.Predict, workers, warmUp);
            }
        }
    }

    // Tells how far apart the processors are, which on a virtual machine may change by itself.
    private static void WriteForkJoin()
    {
        using WorkerPool pool = new(Environment.ProcessorCount);
        void ForkJoin()
        {
            EmptySection section = default;
            pool.Run(ref section);
        }

        Console.WriteLine();
        Console.WriteLine($"Fork and join of {pool.Threads} threads around nothing: {ScalingTable.Text(ScalingClock.Measure(ForkJoin, pool))} us.");
    }

    private readonly struct EmptySection : ISection
    {
        public void Run(int part)
        {
        }
    }
}

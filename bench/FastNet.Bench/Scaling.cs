namespace FastNet.Bench;

/// <summary>The verb scaling: training steps and predictions against batch, width, depth and threads, as Markdown and charts.</summary>
internal static class Scaling
{
    /// <summary>Blocks of a call.</summary>
    public const int Rounds = 9;

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

        WriteForkJoin();
        Array.ForEach(ScalingSweep.All, sweep => sweep.Run(folder));
        ScalingThreads.Run(folder);
        WriteForkJoin();
        return 0;
    }

    // Tells how far apart the processors are, which on a virtual machine may change by itself.
    private static void WriteForkJoin()
    {
        using WorkerPool pool = new(Environment.ProcessorCount);
        TimedCall forkJoin = new(ForkJoin, pool);
        TimedCall.TimeInTurn([forkJoin], Rounds);
        Console.WriteLine($"Fork and join of {pool.Threads} threads around nothing: {MarkdownTable.Number(forkJoin.Nanoseconds / 1e3)} us.");
        Console.WriteLine();

        void ForkJoin()
        {
            EmptySection section = default;
            pool.Run(ref section);
        }
    }
}

namespace FastNet.Tests.Kernels;

/// <summary>Each part once, failures to the caller, one caller and one lease at a time, and never a hang.</summary>
public sealed class WorkerPoolTests
{
    // A hang fails here instead of in the whole run; no machine is so slow.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void EachPartRunsOnce(int threads)
    {
        using WorkerPool pool = new(threads);
        Assert.Equal(threads, pool.Threads);
        CountingSection section = new(threads);
        pool.Run(ref section);
        Assert.Equal(Enumerable.Repeat(1, threads), section.Runs);
    }

    [Fact]
    public void AnOldLeaseDisposedAgainLeavesTheNewOne()
    {
        using WorkerPool workers = new(2);
        WorkerPool.Lease old = workers.TakeLease();
        old.Dispose();
        using WorkerPool.Lease current = workers.TakeLease();
        old.Dispose();
        Assert.Throws<InvalidOperationException>(() => workers.TakeLease());
        Assert.NotEqual(old, current);
    }

    [Fact]
    public void PartsRunOnThreadsOfTheirOwnAndTheFirstOnTheCallers()
    {
        using WorkerPool pool = new(3);
        CountingSection section = new(3);
        pool.Run(ref section);
        Assert.Equal(Environment.CurrentManagedThreadId, section.Threads[0]);
        Assert.Equal(3, section.Threads.Distinct().Count());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void ThereIsAtLeastOneThread(int threads)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(nameof(threads), () => new WorkerPool(threads));
        Assert.Contains("at least 1", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"{threads}", exception.Message, StringComparison.Ordinal);
    }

    // The caller's part, a worker's, all.
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(0, 2)]
    public void AFailureReachesTheCallerAndThePoolWorksOn(int firstFailing, int lastFailing)
    {
        using WorkerPool pool = new(3);
        for (int round = 0; round < 3; round++)
        {
            FailingSection failing = new(firstFailing, lastFailing);
            var exception = Assert.Throws<InvalidDataException>(() => pool.Run(ref failing));
            Assert.InRange(exception.Message[^1] - '0', firstFailing, lastFailing);

            CountingSection section = new(3);
            pool.Run(ref section);
            Assert.Equal([1, 1, 1], section.Runs);
        }
    }

    [Fact]
    public void WorkWithinWorkIsRefused()
    {
        using WorkerPool pool = new(2);
        foreach (int part in (int[])[0, 1])
        {
            NestingSection nesting = new(pool, part);
            var exception = Assert.Throws<InvalidOperationException>(() => pool.Run(ref nesting));
            Assert.Contains("one caller at a time", exception.Message, StringComparison.Ordinal);
        }

        CountingSection section = new(2);
        pool.Run(ref section);
        Assert.Equal([1, 1], section.Runs);
    }

    [Fact]
    public void ASecondLeaseIsRefusedWhileTheFirstLasts()
    {
        using WorkerPool pool = new(2);
        using (WorkerPool.Lease lease = pool.TakeLease())
        {
            var exception = Assert.Throws<InvalidOperationException>(() => pool.TakeLease());
            Assert.Contains("one lease at a time", exception.Message, StringComparison.Ordinal);
        }

        using WorkerPool.Lease another = pool.TakeLease();
        CountingSection section = new(2);
        pool.Run(ref section);
        Assert.Equal([1, 1], section.Runs);
    }

    [Fact]
    public void LeasesOfOnePoolAreEqual()
    {
        using WorkerPool pool = new(1), other = new(1);
        using WorkerPool.Lease lease = pool.TakeLease(), otherLease = other.TakeLease();
        WorkerPool.Lease copy = lease;
        Assert.True(lease == copy && lease.Equals((object)copy) && lease.GetHashCode() == copy.GetHashCode());
        Assert.True(lease != otherLease && !lease.Equals(null));
        default(WorkerPool.Lease).Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void ADisposedPoolIsRefused(int threads)
    {
        WorkerPool pool = new(threads);
        pool.Dispose();
        pool.Dispose();
        CountingSection section = new(threads);
        Assert.Throws<ObjectDisposedException>(() => pool.Run(ref section));
        Assert.Throws<ObjectDisposedException>(() => pool.TakeLease());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task DisposalEndsWorkersAlsoWithinALease(int threads)
    {
        WorkerPool pool = new(threads);
        WorkerPool.Lease lease = pool.TakeLease();
        CountingSection section = new(threads);
        pool.Run(ref section);

        // Dispose joins the workers: it returns only when they have ended.
        await Task.Run(pool.Dispose).WaitAsync(Patience);
        lease.Dispose();
    }

    [Theory]
    [InlineData(true, 100_000)]
    [InlineData(false, 3_000)]
    public async Task ManySmallSectionsAllEnd(bool leased, int sections)
    {
        using WorkerPool pool = new(2);
        var task = Task.Factory.StartNew(
            () =>
            {
                WorkerPool.Lease lease = leased ? pool.TakeLease() : default;
                CountingSection section = new(2);
                for (int i = 0; i < sections; i++)
                {
                    pool.Run(ref section);
                }

                lease.Dispose();
                return section.Runs;
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.Equal([sections, sections], await task.WaitAsync(Patience));
    }

    // Leases and pauses long enough for workers to park between sections: each way of waking is taken.
    [Fact]
    public void WorkersWakeFromParkingWithinAndBetweenLeases()
    {
        using WorkerPool pool = new(3);
        CountingSection section = new(3);
        for (int round = 0; round < 20; round++)
        {
            using WorkerPool.Lease lease = pool.TakeLease();
            pool.Run(ref section);
            Thread.Sleep(round % 4);
            pool.Run(ref section);
        }

        Assert.Equal([40, 40, 40], section.Runs);
    }

    private readonly struct CountingSection(int threads) : ISection
    {
        public int[] Runs { get; } = new int[threads];

        public int[] Threads { get; } = new int[threads];

        public void Run(int part)
        {
            Interlocked.Increment(ref Runs[part]);
            Threads[part] = Environment.CurrentManagedThreadId;
        }
    }

    private readonly struct FailingSection(int first, int last) : ISection
    {
        public void Run(int part)
        {
            if (part >= first && part <= last)
            {
                throw new InvalidDataException($"part {part}");
            }
        }
    }

    private readonly struct NestingSection(WorkerPool pool, int nestingPart) : ISection
    {
        public void Run(int part)
        {
            if (part == nestingPart)
            {
                CountingSection inner = new(1);
                pool.Run(ref inner);
            }
        }
    }
}

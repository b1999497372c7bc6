using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace FastNet;

/// <summary>One part of a divided piece of work; parts write apart from each other.</summary>
internal interface ISection
{
    void Run(int part);
}

/// <summary>
/// Threads that a caller lends to the kernels. Outside a lease every worker is parked and costs nothing; inside one, workers spin,
/// bounded, between sections, so that dividing a step costs tenths of a microsecond. Results have the same bits on any number of threads.
/// </summary>
/// <remarks>For one caller at a time: work within work, or from two threads at once, is refused.</remarks>
public sealed unsafe class WorkerPool : IDisposable
{
    // A worker that has waited this long inside a lease parks; some 200 µs, several times what a serial part of a step takes.
    private const int SpinsBeforeParking = 4_000;

    private readonly Thread[] threads;
    private readonly object gate = new();
    private volatile int generation;
    private volatile int parked;
    private volatile int pending;
    private volatile bool leased;
    private volatile bool stopping;
    private int leases;
    private int busy;
    private delegate*<void*, int, void> body;
    private void* argument;
    private ExceptionDispatchInfo? failure;

    /// <summary>Starts <paramref name="threads"/> − 1 workers; the caller's own thread is the first.</summary>
    /// <param name="threads">The threads that work together, the caller's included; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public WorkerPool(int threads)
    {
        Throw.IfNotPositive(threads, nameof(threads));
        this.threads = new Thread[threads - 1];
        for (int i = 0; i < this.threads.Length; i++)
        {
            int part = i + 1;
            this.threads[i] = new Thread(() => Work(part)) { IsBackground = true, Name = $"FastNet worker {part}" };
            this.threads[i].Start();
        }
    }

    /// <summary>The threads that work together, the caller's included.</summary>
    public int Threads => threads.Length + 1;

    /// <summary>Wakes the workers and keeps them spinning until the lease is disposed: for a step, an epoch or a fit.</summary>
    /// <exception cref="InvalidOperationException">The pool is leased already.</exception>
    /// <exception cref="ObjectDisposedException">The pool is disposed.</exception>
    public Lease TakeLease()
    {
        ObjectDisposedException.ThrowIf(stopping, this);
        lock (gate)
        {
            if (leased)
            {
                Throw.InvalidState("The worker pool is leased already: one lease at a time.");
            }

            leased = true;
            leases++;
            Monitor.PulseAll(gate);
            return new Lease(this, leases);
        }
    }

    /// <summary>Ends the workers and waits for them.</summary>
    /// <exception cref="InvalidOperationException">The pool is at work.</exception>
    public void Dispose()
    {
        BeBusy();
        try
        {
            lock (gate)
            {
                stopping = true;
                leased = false;
                Monitor.PulseAll(gate);
            }

            foreach (Thread thread in threads)
            {
                thread.Join();
            }
        }
        finally
        {
            Volatile.Write(ref busy, 0);
        }
    }

    /// <summary>Part <paramref name="part"/> of a length, cut into nearly equal parts that begin on multiples of the unit.</summary>
    internal static (nint Start, nint Length) Share(nint length, nint unit, nint part, nint parts)
    {
        nint units = (length + unit - 1) / unit;
        nint start = units * part / parts * unit;
        nint end = nint.Min(length, units * (part + 1) / parts * unit);
        return (start, nint.Max(0, end - start));
    }

    /// <summary>Runs a part on each of the <see cref="Threads"/>, part 0 on the caller's own, and waits for all.</summary>
    internal void Run<TSection>(ref TSection section)
        where TSection : struct, ISection
    {
        BeBusy();
        try
        {
            ObjectDisposedException.ThrowIf(stopping, this);
            body = &Invoke<TSection>;
            argument = Unsafe.AsPointer(ref section);
            failure = null;
            pending = threads.Length;
            Interlocked.Increment(ref generation);
            if (parked > 0)
            {
                lock (gate)
                {
                    Monitor.PulseAll(gate);
                }
            }

            try
            {
                section.Run(0);
            }
            finally
            {
                for (int spins = 0; pending > 0; spins++)
                {
                    Pause(spins);
                }
            }

            failure?.Throw();
        }
        finally
        {
            Volatile.Write(ref busy, 0);
        }
    }

    /// <summary>Throws where the pool could not take work now.</summary>
    internal void RequireIdle()
    {
        ObjectDisposedException.ThrowIf(stopping, this);
        BeBusy();
        Volatile.Write(ref busy, 0);
    }

    private void BeBusy()
    {
        if (Interlocked.Exchange(ref busy, 1) != 0)
        {
            Throw.InvalidState("The worker pool is at work already: it serves one caller at a time, and no work within work.");
        }
    }

    private static void Invoke<TSection>(void* section, int part)
        where TSection : struct, ISection =>
        Unsafe.AsRef<TSection>(section).Run(part);

    // On machines with more threads than free cores a waiting thread must give way now and then.
    private static void Pause(int spins)
    {
        if ((spins & 1023) == 1023)
        {
            Thread.Yield();
        }
        else
        {
            Thread.SpinWait(1);
        }
    }

    private void Work(int part)
    {
        int seen = 0;
        while (WaitForWork(seen))
        {
            seen = generation;
            try
            {
                body(argument, part);
            }
#pragma warning disable CA1031 // Whatever a part throws belongs to the caller, who gets it from Run.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
            finally
            {
                Interlocked.Decrement(ref pending);
            }
        }
    }

    // Spins while the pool is leased, else parks; false once the pool is disposed.
    private bool WaitForWork(int seen)
    {
        while (true)
        {
            for (int spins = 0; leased && spins < SpinsBeforeParking; spins++)
            {
                if (generation != seen)
                {
                    return true;
                }

                Pause(spins);
            }

            lock (gate)
            {
                // Counted before the generation is read again: whoever changes it later sees this worker parked and wakes it.
                Interlocked.Increment(ref parked);
                int lease = leases;
                while (generation == seen && leases == lease && !stopping)
                {
                    Monitor.Wait(gate);
                }

                Interlocked.Decrement(ref parked);
            }

            if (generation != seen)
            {
                return true;
            }

            if (stopping)
            {
                return false;
            }
        }
    }

    private void End(int lease)
    {
        lock (gate)
        {
            leased &= leases != lease;
        }
    }

    /// <summary>The time during which a pool's workers spin between sections; disposing it parks them.</summary>
    public readonly struct Lease : IDisposable, IEquatable<Lease>
    {
        private readonly WorkerPool? pool;
        private readonly int number;

        internal Lease(WorkerPool pool, int number)
        {
            this.pool = pool;
            this.number = number;
        }

        /// <summary>Parks the workers; a second time does nothing.</summary>
        public void Dispose() => pool?.End(number);

        /// <summary>Whether both are the same lease of one pool.</summary>
        public bool Equals(Lease other) => pool == other.pool && number == other.number;

        /// <inheritdoc/>
        public override bool Equals(object? obj) => obj is Lease other && Equals(other);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(pool, number);

        /// <summary>Whether both are the same lease of one pool.</summary>
        public static bool operator ==(Lease left, Lease right) => left.Equals(right);

        /// <summary>Whether they are different leases.</summary>
        public static bool operator !=(Lease left, Lease right) => !left.Equals(right);
    }
}

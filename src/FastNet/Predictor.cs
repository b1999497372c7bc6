using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using FastNet.Kernels;

namespace FastNet;

/// <summary>
/// A network as it was, for prediction alone: maps and batch norm folded into the weights, weights packed, nothing that a call writes but its
/// destination and its scratch. Any number of threads may use one at once, without a lock (a pool of workers serves one caller, so each brings its
/// own); a call takes no memory from the heap. A row has the same bits alone, in any batch, and on any thread. <see cref="Network{T}.ToPredictor"/> makes one; to publish a newer one to threads that
/// predict, write its reference to a volatile field: who holds the old one goes on with it.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed unsafe class Predictor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The most bytes of scratch that a call takes from the stack.</summary>
    public const int StackBytes = 16 * 1024;

    // Rows that go through all steps together, while they are in the L1 and L2 caches.
    private const int ChunkRows = 64;

    private readonly PredictorStep<T>[] steps;
    private readonly int evenWidth;
    private readonly int oddWidth;
    private readonly long multiplyAdds;

    internal Predictor(int inputs, PredictorStep<T>[] steps, long multiplyAdds, double difference = 0)
    {
        this.steps = steps;
        this.multiplyAdds = multiplyAdds;
        Inputs = inputs;
        Outputs = steps[^1].Outputs;
        Difference = difference;
        evenWidth = steps.Where((_, i) => i % 2 == 0).Max(step => step.Width);
        oddWidth = steps.Where((_, i) => i % 2 == 1).Select(step => step.Width).DefaultIfEmpty().Max();
    }

    /// <summary>Features of an example.</summary>
    public int Inputs { get; }

    /// <summary>Columns of the output.</summary>
    public int Outputs { get; }

    /// <summary>
    /// How far its outputs were from the network's when it was made, at most, on 64 rows of normal features; each column relative to its own largest
    /// output, without what the map of the outputs adds last. 0 where there was no map and no batch norm.
    /// </summary>
    public double Difference { get; }

    /// <summary>What <see cref="Difference"/> may be: 1,024 units in the last place of a column's largest output.</summary>
    public static double DifferenceBound { get; } = 1024 * LastPlace;

    /// <summary>A unit in the last place of 1.</summary>
    internal static double LastPlace => double.CreateTruncating(T.BitIncrement(T.One) - T.One);

    /// <summary>The elements of scratch for so many rows: two strips that steps read and write in turn, also where the last could write to its destination.</summary>
    /// <param name="rows">At least 0.</param>
    /// <param name="workers">The threads that the call will be given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public int ScratchLength(int rows, WorkerPool? workers = null)
    {
        Throw.IfNot(rows >= 0, nameof(rows), "at least 0", rows);
        (int parts, int partLength) = Divide(rows, workers);
        return checked(parts * partLength);
    }

    /// <summary>The outputs of one example.</summary>
    /// <param name="x">[inputs].</param>
    /// <param name="y">[outputs]; its memory must not overlap that of x.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> of one row, where that takes more bytes than <see cref="StackBytes"/>.</param>
    /// <exception cref="ArgumentException">A length does not fit, the scratch is too short, or memory overlaps.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Predict(ReadOnlySpan<T> x, Span<T> y, Span<T> scratch = default)
    {
        CheckRow(x, y, scratch);
        fixed (T* px = x, py = y)
        {
            Run(px, Inputs, 1, new OutputSink<T>(py, Outputs, Outputs), scratch, workers: null);
        }
    }

    /// <summary>The outputs of a batch.</summary>
    /// <param name="x">[rows, inputs].</param>
    /// <param name="y">[rows, outputs]; its memory, from the first element to the last, must not overlap that of x.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/>, where that takes more bytes than <see cref="StackBytes"/>.</param>
    /// <param name="workers">Threads to divide the rows among, where that pays; null for the caller's own. A pool serves one call at a time.</param>
    /// <exception cref="ArgumentException">A shape does not fit, the scratch is too short, or memory overlaps.</exception>
    /// <exception cref="InvalidOperationException">The workers are at work for another caller.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Predict(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> y, Span<T> scratch = default, WorkerPool? workers = null)
    {
        CheckBatch(x, y, scratch);
        fixed (T* px = x.Values, py = y.Values)
        {
            Run(px, x.RowStride, x.Rows, new OutputSink<T>(py, y.RowStride, Outputs), scratch, workers);
        }
    }

    /// <summary>The outputs of a batch, from tensor to tensor.</summary>
    /// <param name="x">[rows, inputs], columns adjacent.</param>
    /// <param name="y">[rows, outputs], columns adjacent; its memory must not overlap that of x.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/>, where that takes more bytes than <see cref="StackBytes"/>.</param>
    /// <param name="workers">Threads to divide the rows among, where that pays; null for the caller's own. A pool serves one call at a time.</param>
    /// <exception cref="ArgumentException">A shape does not fit, the scratch is too short, or memory overlaps.</exception>
    /// <exception cref="InvalidOperationException">The workers are at work for another caller.</exception>
    public void Predict(ReadOnlyTensorSpan<T> x, TensorSpan<T> y, Span<T> scratch = default, WorkerPool? workers = null) =>
        Predict(ReadOnlyMatrixSpan<T>.FromTensor(x), MatrixSpan<T>.FromTensor(y), scratch, workers);

    /// <summary>Probabilities of one example's classes: softmax of the outputs; of one output, a logit, its sigmoid.</summary>
    /// <param name="x">[inputs].</param>
    /// <param name="y">[outputs]; its memory must not overlap that of x.</param>
    /// <param name="scratch">As in <see cref="Predict(ReadOnlySpan{T}, Span{T}, Span{T})"/>.</param>
    /// <exception cref="ArgumentException">A length does not fit, the scratch is too short, or memory overlaps.</exception>
    public void PredictProbabilities(ReadOnlySpan<T> x, Span<T> y, Span<T> scratch = default)
    {
        CheckRow(x, y, scratch);
        fixed (T* px = x, py = y)
        {
            Run(px, Inputs, 1, new ProbabilitySink<T>(py, Outputs, Outputs), scratch, workers: null);
        }
    }

    /// <summary>Probabilities of the classes: softmax of the outputs; of one output, a logit, its sigmoid.</summary>
    /// <param name="x">[rows, inputs].</param>
    /// <param name="y">[rows, outputs]; its memory, from the first element to the last, must not overlap that of x.</param>
    /// <param name="scratch">As in <see cref="Predict(ReadOnlyMatrixSpan{T}, MatrixSpan{T}, Span{T}, WorkerPool)"/>.</param>
    /// <param name="workers">Threads to divide the rows among, where that pays; null for the caller's own. A pool serves one call at a time.</param>
    /// <exception cref="ArgumentException">A shape does not fit, the scratch is too short, or memory overlaps.</exception>
    /// <exception cref="InvalidOperationException">The workers are at work for another caller.</exception>
    public void PredictProbabilities(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> y, Span<T> scratch = default, WorkerPool? workers = null)
    {
        CheckBatch(x, y, scratch);
        fixed (T* px = x.Values, py = y.Values)
        {
            Run(px, x.RowStride, x.Rows, new ProbabilitySink<T>(py, y.RowStride, Outputs), scratch, workers);
        }
    }

    /// <summary>The class of one example: the first of the largest outputs; of one output, a logit, 1 where it is above 0. −1 where one is NaN.</summary>
    /// <param name="x">[inputs].</param>
    /// <param name="scratch">As in <see cref="Predict(ReadOnlySpan{T}, Span{T}, Span{T})"/>.</param>
    /// <exception cref="ArgumentException">A length does not fit, the scratch is too short, or memory overlaps.</exception>
    public int PredictClass(ReadOnlySpan<T> x, Span<T> scratch = default)
    {
        int result = -1;
        PredictClasses(new ReadOnlyMatrixSpan<T>(x, 1, x.Length), new Span<int>(&result, 1), scratch);
        return result;
    }

    /// <summary>The class of each example: as <see cref="PredictClass"/>.</summary>
    /// <param name="x">[rows, inputs].</param>
    /// <param name="classes">[rows].</param>
    /// <param name="scratch">As in <see cref="Predict(ReadOnlyMatrixSpan{T}, MatrixSpan{T}, Span{T}, WorkerPool)"/>.</param>
    /// <param name="workers">Threads to divide the rows among, where that pays; null for the caller's own. A pool serves one call at a time.</param>
    /// <exception cref="ArgumentException">A shape does not fit, the scratch is too short, or memory overlaps.</exception>
    /// <exception cref="InvalidOperationException">The workers are at work for another caller.</exception>
    public void PredictClasses(ReadOnlyMatrixSpan<T> x, Span<int> classes, Span<T> scratch = default, WorkerPool? workers = null)
    {
        CheckInput(x, scratch);
        if (classes.Length != x.Rows)
        {
            Throw.LengthMismatch(nameof(classes), x.Rows, classes.Length);
        }

        fixed (T* px = x.Values)
        fixed (int* pc = classes)
        {
            Run(px, x.RowStride, x.Rows, new ClassSink<T>(pc, Outputs), scratch, workers);
        }
    }

    /// <summary>Its widths, and how near it is to the network.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Inputs}-{string.Join('-', steps.Select(step => step.Outputs))}: outputs within {Difference:E1} of the network's, relative to a column's largest (bound {DifferenceBound:E1})");

    /// <summary>The same, with what a comparison has found.</summary>
    internal Predictor<T> With(double difference) => new(Inputs, steps, multiplyAdds, difference);

    private void CheckRow(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> scratch)
    {
        if (x.Length != Inputs)
        {
            Throw.LengthMismatch(nameof(x), Inputs, x.Length);
        }

        if (y.Length != Outputs)
        {
            Throw.LengthMismatch(nameof(y), Outputs, y.Length);
        }

        CheckOverlap(x, y, scratch);
    }

    private void CheckBatch(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> y, ReadOnlySpan<T> scratch)
    {
        CheckInput(x, scratch);
        if (y.Rows != x.Rows || y.Columns != Outputs)
        {
            Throw.ShapeMismatch(nameof(y), (x.Rows, Outputs), (y.Rows, y.Columns));
        }

        CheckOverlap(x.Values, y.Values, scratch);
    }

    private void CheckInput(ReadOnlyMatrixSpan<T> x, ReadOnlySpan<T> scratch)
    {
        if (x.Columns != Inputs)
        {
            Throw.ShapeMismatch(nameof(x), (x.Rows, Inputs), (x.Rows, x.Columns));
        }

        CheckOverlap(x.Values, [], scratch);
    }

    private static void CheckOverlap(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> scratch)
    {
        if (y.Overlaps(x))
        {
            Throw.Overlap(nameof(y), nameof(x));
        }

        if (scratch.Overlaps(x) || scratch.Overlaps(y))
        {
            Throw.Overlap(nameof(scratch), "x or y");
        }
    }

    // The parts among which rows are divided, and the scratch of each.
    private (int Parts, int PartLength) Divide(int rows, WorkerPool? workers)
    {
        int parts = workers is null || rows * multiplyAdds < Blocking.WorthDividing ? 1 : int.Min(rows, workers.Threads);
        return (parts, checked(int.Min((int)((rows + (parts - 1L)) / parts), ChunkRows) * (evenWidth + oddWidth)));
    }

    // Full speed from the first call on.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run<TSink>(T* x, int ldx, int rows, TSink sink, Span<T> scratch, WorkerPool? workers)
        where TSink : struct, IPredictorSink<T>
    {
        (int parts, int partLength) = Divide(rows, workers);
        int length = checked(parts * partLength);
        if (scratch.Length < length)
        {
            if (length > StackBytes / sizeof(T))
            {
                Throw.TooShort(nameof(scratch), length, scratch.Length);
            }

            T* stack = stackalloc T[length];
            scratch = new Span<T>(stack, length);
        }

        fixed (T* ps = scratch)
        {
            if (parts == 1)
            {
                RunRows(x, ldx, 0, rows, sink, ps);
            }
            else
            {
                RowSection<TSink> section = new(this, x, ldx, rows, sink, ps, partLength, parts);
                workers!.Run(ref section);
            }
        }

        // The steps read their weights by pointers, which hold nothing.
        GC.KeepAlive(this);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunRows<TSink>(T* x, int ldx, int first, int count, TSink sink, T* scratch)
        where TSink : struct, IPredictorSink<T>
    {
        for (int end = first + count; first < end; first += ChunkRows)
        {
            int rows = int.Min(ChunkRows, end - first);
            T* input = x + ((nint)first * ldx);
            int stride = ldx;
            T* odd = scratch + (rows * evenWidth);
            for (int i = 0; i < steps.Length - 1; i++)
            {
                T* output = i % 2 == 0 ? scratch : odd;
                steps[i].Run(rows, input, stride, output, steps[i].Width);
                input = output;
                stride = steps[i].Width;
            }

            PredictorStep<T> last = steps[^1];
            T* destination = sink.Destination(first, last.Width, out int rowStride);
            if (destination == null)
            {
                destination = steps.Length % 2 == 1 ? scratch : odd;
                rowStride = last.Width;
            }

            last.Run(rows, input, stride, destination, rowStride);
            sink.Take(first, rows, destination, rowStride);
        }
    }

    private readonly struct RowSection<TSink>(Predictor<T> predictor, T* x, int ldx, int rows, TSink sink, T* scratch, int partLength, int parts) : ISection
        where TSink : struct, IPredictorSink<T>
    {
        public void Run(int part)
        {
            // Of few rows, some threads get none.
            if (part < parts)
            {
                (nint first, nint count) = WorkerPool.Share(rows, 1, part, parts);
                predictor.RunRows(x, ldx, (int)first, (int)count, sink, scratch + (part * partLength));
            }
        }
    }
}

using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using FastNet.Kernels;

namespace FastNet;

/// <summary>
/// A network as it was, for prediction alone: maps and batch norm folded into the weights, weights packed, nothing that a call writes but its
/// destination and its scratch. Any number of threads may use one at once, without a lock; a call takes no memory from the heap. A row has the
/// same bits alone, in any batch, and on any thread. <see cref="Network{T}.ToPredictor"/> makes one; to publish a newer one to threads that
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
    /// How far its outputs were from the network's when it was made, at most, on 64 rows of normal features: relative to the network's largest.
    /// 0 where nothing was folded.
    /// </summary>
    public double Difference { get; }

    /// <summary>What <see cref="Difference"/> may be: 1,024 units in the last place.</summary>
    public static double Bound { get; } = 1024 * (typeof(T) == typeof(float) ? 1.1920929e-07 : 2.220446049250313e-16);

    /// <summary>The elements of scratch for so many rows.</summary>
    /// <param name="rows">At least 0.</param>
    /// <param name="workers">The threads that the call will be given.</param>
    public int ScratchLength(int rows, WorkerPool? workers = null)
    {
        Throw.IfNot(rows >= 0, nameof(rows), "at least 0", rows);
        int parts = Parts(rows, workers);
        return parts * PartLength((rows + parts - 1) / parts);
    }

    /// <summary>The outputs of one example.</summary>
    /// <param name="x">[inputs].</param>
    /// <param name="y">[outputs], apart from x.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> of one row, where that is more than <see cref="StackBytes"/>.</param>
    /// <exception cref="ArgumentException">A length does not fit, or memory overlaps.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Predict(ReadOnlySpan<T> x, Span<T> y, Span<T> scratch = default)
    {
        CheckRow(x);
        if (y.Length != Outputs)
        {
            Throw.LengthMismatch(nameof(y), Outputs, y.Length);
        }

        CheckOverlap(x, y, scratch);
        fixed (T* px = x, py = y)
        {
            Run(px, Inputs, 1, new OutputSink(py, Outputs, Outputs), scratch, workers: null);
        }
    }

    /// <summary>The outputs of a batch.</summary>
    /// <param name="x">[rows, inputs].</param>
    /// <param name="y">[rows, outputs], apart from x.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/>, where that is more than <see cref="StackBytes"/>.</param>
    /// <param name="workers">Threads to divide the rows among, where that pays; null for the caller's own.</param>
    /// <exception cref="ArgumentException">A shape does not fit, the scratch is too short, or memory overlaps.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Predict(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> y, Span<T> scratch = default, WorkerPool? workers = null)
    {
        if (x.Columns != Inputs)
        {
            Throw.ShapeMismatch(nameof(x), (x.Rows, Inputs), (x.Rows, x.Columns));
        }

        if (y.Rows != x.Rows || y.Columns != Outputs)
        {
            Throw.ShapeMismatch(nameof(y), (x.Rows, Outputs), (y.Rows, y.Columns));
        }

        CheckOverlap(x.Values, y.Values, scratch);
        fixed (T* px = x.Values, py = y.Values)
        {
            Run(px, x.RowStride, x.Rows, new OutputSink(py, y.RowStride, Outputs), scratch, workers);
        }
    }

    /// <summary>The outputs of a batch, from tensor to tensor.</summary>
    /// <param name="x">[rows, inputs], columns adjacent.</param>
    /// <param name="y">[rows, outputs], columns adjacent, apart from x.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/>, where that is more than <see cref="StackBytes"/>.</param>
    /// <param name="workers">Threads to divide the rows among, where that pays; null for the caller's own.</param>
    /// <exception cref="ArgumentException">A shape does not fit, the scratch is too short, or memory overlaps.</exception>
    public void Predict(ReadOnlyTensorSpan<T> x, TensorSpan<T> y, Span<T> scratch = default, WorkerPool? workers = null) =>
        Predict(ReadOnlyMatrixSpan<T>.FromTensor(x), MatrixSpan<T>.FromTensor(y), scratch, workers);

    /// <summary>Probabilities of the classes: softmax of the outputs; of one output, a logit, its sigmoid.</summary>
    /// <param name="x">[rows, inputs].</param>
    /// <param name="y">[rows, outputs], apart from x.</param>
    /// <param name="scratch">As in <see cref="Predict(ReadOnlyMatrixSpan{T}, MatrixSpan{T}, Span{T}, WorkerPool)"/>.</param>
    /// <param name="workers">Threads to divide the rows among, where that pays; null for the caller's own.</param>
    /// <exception cref="ArgumentException">A shape does not fit, the scratch is too short, or memory overlaps.</exception>
    public void PredictProbabilities(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> y, Span<T> scratch = default, WorkerPool? workers = null)
    {
        Predict(x, y, scratch, workers);
        if (Outputs == 1)
        {
            Elementwise.Map(y, y, default(ActivationValue<T, Sigmoid>));
        }
        else
        {
            Rows.Softmax(y, y);
        }
    }

    /// <summary>Probabilities of one example's classes: softmax of the outputs; of one output, a logit, its sigmoid.</summary>
    /// <param name="x">[inputs].</param>
    /// <param name="y">[outputs], apart from x.</param>
    /// <param name="scratch">As in <see cref="Predict(ReadOnlySpan{T}, Span{T}, Span{T})"/>.</param>
    /// <exception cref="ArgumentException">A length does not fit, or memory overlaps.</exception>
    public void PredictProbabilities(ReadOnlySpan<T> x, Span<T> y, Span<T> scratch = default)
    {
        CheckRow(x);
        if (y.Length != Outputs)
        {
            Throw.LengthMismatch(nameof(y), Outputs, y.Length);
        }

        PredictProbabilities(new ReadOnlyMatrixSpan<T>(x, 1, Inputs), new MatrixSpan<T>(y, 1, Outputs), scratch);
    }

    /// <summary>The class of one example: the first of the largest outputs; of one output, a logit, 1 where it is above 0. −1 where one is NaN.</summary>
    /// <param name="x">[inputs].</param>
    /// <param name="scratch">As in <see cref="Predict(ReadOnlySpan{T}, Span{T}, Span{T})"/>.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public int PredictClass(ReadOnlySpan<T> x, Span<T> scratch = default)
    {
        CheckRow(x);
        CheckOverlap(x, [], scratch);
        int result = -1;
        fixed (T* px = x)
        {
            Run(px, Inputs, 1, new ClassSink(&result, Outputs), scratch, workers: null);
        }

        return result;
    }

    /// <summary>The class of each example: as <see cref="PredictClass"/>.</summary>
    /// <param name="x">[rows, inputs].</param>
    /// <param name="classes">[rows].</param>
    /// <param name="scratch">As in <see cref="Predict(ReadOnlyMatrixSpan{T}, MatrixSpan{T}, Span{T}, WorkerPool)"/>.</param>
    /// <param name="workers">Threads to divide the rows among, where that pays; null for the caller's own.</param>
    /// <exception cref="ArgumentException">A shape does not fit, the scratch is too short, or memory overlaps.</exception>
    public void PredictClasses(ReadOnlyMatrixSpan<T> x, Span<int> classes, Span<T> scratch = default, WorkerPool? workers = null)
    {
        if (x.Columns != Inputs)
        {
            Throw.ShapeMismatch(nameof(x), (x.Rows, Inputs), (x.Rows, x.Columns));
        }

        if (classes.Length != x.Rows)
        {
            Throw.LengthMismatch(nameof(classes), x.Rows, classes.Length);
        }

        CheckOverlap(x.Values, [], scratch);
        fixed (T* px = x.Values)
        fixed (int* pc = classes)
        {
            Run(px, x.RowStride, x.Rows, new ClassSink(pc, Outputs), scratch, workers);
        }
    }

    /// <summary>Its widths, and how near it is to the network.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Inputs}-{string.Join('-', steps.Select(step => step.Outputs))}: outputs within {Difference:E1} of the network's, relative to the largest (bound {Bound:E1})");

    /// <summary>The same, with what a comparison has found.</summary>
    internal Predictor<T> With(double difference) => new(Inputs, steps, multiplyAdds, difference);

    private void CheckRow(ReadOnlySpan<T> x)
    {
        if (x.Length != Inputs)
        {
            Throw.LengthMismatch(nameof(x), Inputs, x.Length);
        }
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

    private int PartLength(int rows) => int.Min(rows, ChunkRows) * (evenWidth + oddWidth);

    private int Parts(int rows, WorkerPool? workers) =>
        workers is null || rows * multiplyAdds < Blocking.WorthDividing ? 1 : workers.Threads;

    // Full speed from the first call on.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run<TSink>(T* x, int ldx, int rows, TSink sink, Span<T> scratch, WorkerPool? workers)
        where TSink : struct, ISink
    {
        int parts = Parts(rows, workers);
        int partLength = PartLength((rows + parts - 1) / parts);
        int length = parts * partLength;
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
        where TSink : struct, ISink
    {
        for (int end = first + count; first < end; first += ChunkRows)
        {
            int rows = int.Min(ChunkRows, end - first);
            T* input = x + ((nint)first * ldx);
            int stride = ldx;
            T* odd = scratch + (rows * evenWidth);
            for (int i = 0; i < steps.Length; i++)
            {
                PredictorStep<T> step = steps[i];
                T* output = i % 2 == 0 ? scratch : odd;
                int outputStride = step.Width;
                bool writesInPlace = i == steps.Length - 1 && sink.TryGetDestination(first, step.Width, ref output, ref outputStride);
                step.Run(rows, input, stride, output, outputStride);
                if (i == steps.Length - 1 && !writesInPlace)
                {
                    sink.Take(first, rows, output, outputStride);
                }

                input = output;
                stride = outputStride;
            }
        }
    }

    /// <summary>Where outputs go.</summary>
    private interface ISink
    {
        /// <summary>The destination of rows from the first on, if the last step may write so many columns there.</summary>
        bool TryGetDestination(int firstRow, int width, ref T* destination, ref int rowStride);

        /// <summary>Takes rows of outputs from scratch.</summary>
        void Take(int firstRow, int rows, T* outputs, int rowStride);
    }

    private readonly struct OutputSink(T* y, int ldy, int columns) : ISink
    {
        public bool TryGetDestination(int firstRow, int width, ref T* destination, ref int rowStride)
        {
            if (width != columns)
            {
                return false;
            }

            destination = y + ((nint)firstRow * ldy);
            rowStride = ldy;
            return true;
        }

        public void Take(int firstRow, int rows, T* outputs, int rowStride)
        {
            for (int i = 0; i < rows; i++)
            {
                Tail.Copy(outputs + (i * rowStride), y + ((nint)(firstRow + i) * ldy), columns);
            }
        }
    }

    private readonly struct ClassSink(int* classes, int columns) : ISink
    {
        public bool TryGetDestination(int firstRow, int width, ref T* destination, ref int rowStride) => false;

        public void Take(int firstRow, int rows, T* outputs, int rowStride)
        {
            for (int i = 0; i < rows; i++)
            {
                T* row = outputs + (i * rowStride);
                classes[firstRow + i] = columns > 1 ? Metrics.ArgMax(new ReadOnlySpan<T>(row, columns))
                    : T.IsNaN(*row) ? -1
                    : *row > T.Zero ? 1 : 0;
            }
        }
    }

    private readonly struct RowSection<TSink>(Predictor<T> predictor, T* x, int ldx, int rows, TSink sink, T* scratch, int partLength, int parts) : ISection
        where TSink : struct, ISink
    {
        public void Run(int part)
        {
            (nint first, nint count) = WorkerPool.Share(rows, 1, part, parts);
            predictor.RunRows(x, ldx, (int)first, (int)count, sink, scratch + (part * partLength));
        }
    }
}

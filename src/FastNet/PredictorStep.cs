using System.Numerics;
using System.Runtime.CompilerServices;
using FastNet.Kernels;

namespace FastNet;

/// <summary>One step of a predictor, ready to run: rows in, rows out, then operators in place on what came out.</summary>
internal abstract unsafe class PredictorStep<T>(int outputs, int width)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The columns that count.</summary>
    public int Outputs { get; } = outputs;

    /// <summary>The columns that it writes: the outputs, padded where whole vectors are written.</summary>
    public int Width { get; } = width;

    /// <summary>What is applied to its output, in order.</summary>
    public IFlatOperator<T>[] Operators { get; private set; } = [];

    /// <summary>Applies one more operator to its output.</summary>
    public virtual void Add(IFlatOperator<T> f) => Operators = [.. Operators, f];

    /// <summary>y = f(x).</summary>
    /// <param name="rows">At least 1.</param>
    /// <param name="x">[rows, inputs].</param>
    /// <param name="ldx">From row to row of x.</param>
    /// <param name="y">[rows, <see cref="Width"/>].</param>
    /// <param name="ldy">From row to row of y.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int rows, T* x, int ldx, T* y, int ldy)
    {
        for (int i = Compute(rows, x, ldx, y, ldy); i < Operators.Length; i++)
        {
            IFlatOperator<T> f = Operators[i];
            if (ldy == Width)
            {
                f.Apply(y, (nint)rows * Width);
                continue;
            }

            for (nint row = 0; row < rows; row++)
            {
                f.Apply(y + (row * ldy), Width);
            }
        }
    }

    /// <summary>Computes y, and says how many of the operators it has applied by itself.</summary>
    protected abstract int Compute(int rows, T* x, int ldx, T* y, int ldy);

    protected static MatrixSpan<T> Matrix(T* values, int rows, int columns, int rowStride) =>
        new(new Span<T>(values, ((rows - 1) * rowStride) + columns), rows, columns, rowStride);
}

/// <summary>y = x·W + b from packed weights.</summary>
internal sealed unsafe class PackedStep<T>(DenseStep<T> dense) : PredictorStep<T>(dense.Bias.Length, PackedMatrix<T>.Padded(dense.Bias.Length))
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PackedMatrix<T> packed = new(dense.Weight, dense.Bias);

    // ReLU straight behind the product goes with a single row, whose own pass over it would cost a tenth of a small network's time.
    private T floor = T.NegativeInfinity;
    private int operatorsOfRow;

    public override void Add(IFlatOperator<T> f)
    {
        if (f is Activation<T, Relu> && Operators.Length == 0)
        {
            floor = T.Zero;
            operatorsOfRow = 1;
        }

        base.Add(f);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override int Compute(int rows, T* x, int ldx, T* y, int ldy)
    {
        if (rows == 1)
        {
            packed.MultiplyRow(x, y, floor);
            return operatorsOfRow;
        }

        packed.Multiply(rows, x, ldx, y, ldy);
        return 0;
    }
}

/// <summary>y = (x − center)·scale + shift.</summary>
internal sealed unsafe class CenteredStep<T> : PredictorStep<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] center;
    private readonly T[] centerRest;
    private readonly T[] scale;
    private readonly T[] shift;

    public CenteredStep(AffineMap map)
        : base(map.Columns, map.Columns)
    {
        center = Round(map.Center);
        scale = Round(map.Scale);
        shift = Round(map.Shift);
        centerRest = new T[center.Length];
        for (int j = 0; j < center.Length; j++)
        {
            centerRest[j] = T.CreateTruncating(map.Center[j] - double.CreateTruncating(center[j]));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override int Compute(int rows, T* x, int ldx, T* y, int ldy)
    {
        fixed (T* pc = center, pr = centerRest, ps = scale, pt = shift)
        {
            Elements.Map(new CenteredMap<T>(x, ldx, pc, pr, ps, pt), Matrix(y, rows, Outputs, ldy));
        }

        return 0;
    }

    private static T[] Round(ReadOnlySpan<double> values)
    {
        T[] result = new T[values.Length];
        for (int j = 0; j < result.Length; j++)
        {
            result[j] = T.CreateTruncating(values[j]);
        }

        return result;
    }
}

/// <summary>y = a layer's own inference.</summary>
internal sealed unsafe class InferringStep<T>(LayerStep<T> step) : PredictorStep<T>(step.Layer.Outputs, step.Layer.Outputs)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override int Compute(int rows, T* x, int ldx, T* y, int ldy)
    {
        ReadOnlySpan<T> values = new(x, ((rows - 1) * ldx) + step.Layer.Inputs);
        step.Infer(new ReadOnlyMatrixSpan<T>(values, rows, step.Layer.Inputs, ldx), Matrix(y, rows, Outputs, ldy));
        return 0;
    }
}

/// <summary>y = x: for operators to work on, and for networks of nothing else.</summary>
internal sealed unsafe class CopyStep<T>(int columns) : PredictorStep<T>(columns, columns)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override int Compute(int rows, T* x, int ldx, T* y, int ldy)
    {
        Packing.Copy(rows, Outputs, x, ldx, 1, y, ldy);
        return 0;
    }
}

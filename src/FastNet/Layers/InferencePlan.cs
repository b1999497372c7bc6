using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>
/// What a network computes at inference, written down layer by layer in double, to be folded and packed: a map
/// behind a dense layer goes into it, W·diag(s) and (b − c)·s + t, and so does one before it, diag(s)·W and b + Wᵀ·(t − c·s).
/// </summary>
internal sealed class InferencePlan<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The steps in order.</summary>
    public List<InferenceStep<T>> Steps { get; } = [];

    /// <summary>y = x·W + b.</summary>
    /// <param name="weight">W: [inputs, outputs].</param>
    /// <param name="bias">b: [outputs].</param>
    public void AddDense(ReadOnlySpan<T> weight, ReadOnlySpan<T> bias) => Steps.Add(new DenseStep<T>(ToDouble(weight), ToDouble(bias)));

    /// <summary>y = (x − center)·scale + shift.</summary>
    public void AddMap(AffineMap map) => Steps.Add(new MapStep<T>(map));

    /// <summary>y = f(x), element by element.</summary>
    public void AddOperator(IFlatOperator<T> f) => Steps.Add(new OperatorStep<T>(f));

    /// <summary>y = <see cref="Layer{T}.Infer"/>(x).</summary>
    public void AddLayer(Layer<T> layer, LayerContext<T> context) => Steps.Add(new LayerStep<T>(layer, context));

    /// <summary>The plan with maps folded into the dense layers beside them.</summary>
    /// <param name="intoNext">Whether into the layer behind them too, which costs digits where a column's center is many deviations from 0.</param>
    public InferencePlan<T> Fold(bool intoNext)
    {
        InferencePlan<T> folded = new();
        List<InferenceStep<T>> done = folded.Steps;
        foreach (InferenceStep<T> step in Steps)
        {
            switch ((done.LastOrDefault(), step))
            {
                case (DenseStep<T> dense, MapStep<T> map):
                    done[^1] = dense.Then(map.Map);
                    break;
                case (MapStep<T> first, MapStep<T> map):
                    done[^1] = new MapStep<T>(first.Map.Then(map.Map));
                    break;
                case (MapStep<T> map, DenseStep<T> dense) when intoNext:
                    done[^1] = dense.After(map.Map);
                    break;
                default:
                    done.Add(step);
                    break;
            }
        }

        return folded;
    }

    private static double[] ToDouble(ReadOnlySpan<T> values)
    {
        double[] result = new double[values.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = double.CreateTruncating(values[i]);
        }

        return result;
    }
}

/// <summary>One step of a plan.</summary>
internal abstract record InferenceStep<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>y = x·W + b.</summary>
internal sealed record DenseStep<T>(double[] Weight, double[] Bias) : InferenceStep<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The layer, then a map.</summary>
    public DenseStep<T> Then(AffineMap map)
    {
        double[] weight = new double[Weight.Length], bias = new double[Bias.Length];
        for (int i = 0; i < weight.Length; i++)
        {
            weight[i] = Weight[i] * map.Scale[i % bias.Length];
        }

        for (int j = 0; j < bias.Length; j++)
        {
            bias[j] = ((Bias[j] - map.Center[j]) * map.Scale[j]) + map.Shift[j];
        }

        return new(weight, bias);
    }

    /// <summary>A map, then the layer.</summary>
    public DenseStep<T> After(AffineMap map)
    {
        double[] weight = new double[Weight.Length], bias = [.. Bias];
        for (int i = 0; i < map.Columns; i++)
        {
            double offset = map.Shift[i] - (map.Center[i] * map.Scale[i]);
            for (int j = 0; j < bias.Length; j++)
            {
                int at = (i * bias.Length) + j;
                weight[at] = Weight[at] * map.Scale[i];
                bias[j] += Weight[at] * offset;
            }
        }

        return new(weight, bias);
    }
}

/// <summary>A map of columns.</summary>
internal sealed record MapStep<T>(AffineMap Map) : InferenceStep<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>An activation.</summary>
internal sealed record OperatorStep<T>(IFlatOperator<T> Operator) : InferenceStep<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>A layer that infers by itself, with parameters and statistics of its own.</summary>
internal sealed record LayerStep<T> : InferenceStep<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LayerSnapshot<T> snapshot;

    public LayerStep(Layer<T> layer, LayerContext<T> context)
    {
        Layer = layer;
        snapshot = new LayerSnapshot<T>(context);
    }

    /// <summary>The layer.</summary>
    public Layer<T> Layer { get; }

    /// <summary>y = f(x).</summary>
    public void Infer(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> y) => Layer.Infer(x, y, snapshot.Context);
}

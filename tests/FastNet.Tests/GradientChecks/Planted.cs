using System.Numerics;

namespace FastNet.Tests.GradientChecks;

/// <summary>y = x², dx = 2·factor·x·dy: a layer of a user's own, right for a factor of 1.</summary>
internal sealed record PlantedSquare(double Factor) : Layer
{
    public override int Outputs(int inputs) => inputs;

    public override Layer<T> Create<T>(int inputs) => new Working<T>(inputs, Factor);

    private sealed class Working<T>(int units, double factor) : Layer<T>(units, units)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public override void Forward(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> y, LayerContext<T> context)
        {
            for (int i = 0; i < x.Rows; i++)
            {
                for (int j = 0; j < x.Columns; j++)
                {
                    y[i, j] = x[i, j] * x[i, j];
                }
            }
        }

        public override void Backward(
            ReadOnlyMatrixSpan<T> x, ReadOnlyMatrixSpan<T> y, ReadOnlyMatrixSpan<T> dy, MatrixSpan<T> dx, LayerContext<T> context)
        {
            for (int i = 0; i < dx.Rows; i++)
            {
                for (int j = 0; j < x.Columns; j++)
                {
                    dx[i, j] = T.CreateChecked(2 * factor) * x[i, j] * dy[i, j];
                }
            }
        }
    }
}

/// <summary>Half the squared error, summed, and a gradient that is <paramref name="factor"/> times right: a loss of a user's own.</summary>
internal sealed class PlantedLoss(double factor) : Loss<double>
{
    /// <summary>What is done before each evaluation.</summary>
    public Action Evaluating { get; init; } = () => { };

    protected override double EvaluateChecked(
        ReadOnlyMatrixSpan<double> outputs, Targets<double> targets, MatrixSpan<double> outputGradient, double divisor)
    {
        Evaluating();
        double sum = 0;
        for (int i = 0; i < outputs.Rows; i++)
        {
            for (int j = 0; j < outputs.Columns; j++)
            {
                double distance = outputs[i, j] - targets.Values[i, j];
                sum += distance * distance / 2;
                if (outputGradient.Rows != 0)
                {
                    outputGradient[i, j] = factor * distance;
                }
            }
        }

        return sum;
    }
}

/// <summary>Σw⁴, and a gradient that is <paramref name="factor"/> times right: a regularizer of a user's own.</summary>
internal sealed class PlantedPenalty(double factor) : Regularizer
{
    public override double Penalty<T>(ReadOnlySpan<T> weights)
    {
        double sum = 0;
        foreach (T weight in weights)
        {
            sum += double.CreateChecked(weight * weight * weight * weight);
        }

        return sum;
    }

    public override void AddGradient<T>(ReadOnlySpan<T> weights, Span<T> gradients, WorkerPool? workers)
    {
        for (int i = 0; i < weights.Length; i++)
        {
            gradients[i] += T.CreateChecked(4 * factor) * weights[i] * weights[i] * weights[i];
        }
    }
}

using System.Numerics;

namespace FastNet.Training;

/// <summary>How a network does on each example of a part, without dropout.</summary>
public sealed class ExampleErrors
{
    private const int BatchSize = 256;

    private readonly double[] losses;
    private readonly double[] distances;
    private readonly bool[] isWrong;

    private ExampleErrors(double[] losses, double[] distances, bool[] isWrong)
    {
        this.losses = losses;
        this.distances = distances;
        this.isWrong = isWrong;
    }

    /// <summary>The loss of each example.</summary>
    public ReadOnlySpan<double> Losses => losses;

    /// <summary>√(mean squared difference) over the values of each example; empty for classes.</summary>
    public ReadOnlySpan<double> Distances => distances;

    /// <summary>Whether the largest output is another class's; empty for values.</summary>
    public ReadOnlySpan<bool> IsWrong => isWrong;

    /// <summary>Runs a network over examples that are as it takes them.</summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">Softmax cross-entropy of classes, or any loss of values.</param>
    /// <param name="data">At least one example.</param>
    /// <param name="unit">What a distance of 1 is in the targets' own unit.</param>
    /// <exception cref="ArgumentException">There is no example, or a shape does not fit.</exception>
    public static ExampleErrors Of<T>(Network<T> network, Loss<T> loss, Dataset<T> data, double unit = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(data);
        Require.NotEmpty(data.Count, nameof(data));
        double[] losses = new double[data.Count], distances = new double[data.HasClasses ? 0 : data.Count];
        bool[] isWrong = new bool[data.HasClasses ? data.Count : 0];
        Workspace<T> workspace = network.CreateWorkspace(int.Min(BatchSize, data.Count));
        for (int first = 0; first < data.Count; first += workspace.MaxBatch)
        {
            int count = int.Min(workspace.MaxBatch, data.Count - first);
            ReadOnlyMatrixSpan<T> outputs = network.Forward(data.Features.Slice(first, count), workspace, Pass.Inference);
            for (int i = 0; i < count; i++)
            {
                ReadOnlyMatrixSpan<T> output = outputs.Slice(i, 1);
                losses[first + i] = loss.Evaluate(output, data.Targets.Slice(first + i, 1), divisor: 1);
                if (data.HasClasses)
                {
                    isWrong[first + i] = Metrics.CountCorrect(output, data.Classes.Slice(first + i, 1)) == 0;
                }
                else
                {
                    distances[first + i] = unit * Math.Sqrt(Metrics.SumOfSquaredErrors(output, data.Values.Slice(first + i, 1)) / data.ValueCount);
                }
            }
        }

        return new(losses, distances, isWrong);
    }

    /// <summary>The error of the whole part.</summary>
    /// <param name="seed">Of the bootstrap's resamples.</param>
    /// <exception cref="ArgumentException">There are fewer than two values.</exception>
    public MeasuredError ToError(ulong seed) =>
        distances.Length > 0 ? MeasuredError.OfDistances(distances, seed) : MeasuredError.OfCounts(isWrong.Count(wrong => wrong), isWrong.Length);

    /// <summary>Those of some of the examples, in that order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One lies outside.</exception>
    public ExampleErrors Select(IReadOnlyList<int> examples)
    {
        ArgumentNullException.ThrowIfNull(examples);
        foreach (int example in examples)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)example, (uint)losses.Length, nameof(examples));
        }

        return new(Of(losses), Of(distances), Of(isWrong));

        TValue[] Of<TValue>(TValue[] all) => all.Length == 0 ? [] : [.. examples.Select(example => all[example])];
    }

    /// <summary>The examples of the greatest losses, the greatest first.</summary>
    /// <param name="count">At most so many.</param>
    public IReadOnlyList<int> Worst(int count) =>
        [.. Enumerable.Range(0, losses.Length).OrderByDescending(i => losses[i]).Take(count)];
}

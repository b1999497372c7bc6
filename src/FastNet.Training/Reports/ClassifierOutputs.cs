using System.Numerics;

namespace FastNet.Training;

/// <summary>A classifier's outputs before softmax on examples, with their classes: what confusion and calibration are told from.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class ClassifierOutputs<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int BatchSize = 256;

    private readonly T[] values;
    private readonly int[] classes;
    private readonly int columns;

    private ClassifierOutputs(Network<T> network, Dataset<T> data)
    {
        if (!data.HasClasses || data.Count == 0 || data.ClassNames.Count > network.Outputs)
        {
            throw new ArgumentException(
                $"expected examples of at most {network.Outputs} classes, got {data.Count} of {(data.HasClasses ? $"{data.ClassNames.Count} classes" : "values")}.",
                nameof(data));
        }

        columns = network.Outputs;
        classes = data.Classes.ToArray();
        values = new T[data.Count * columns];
        Workspace<T> workspace = network.CreateWorkspace(int.Min(BatchSize, data.Count));
        for (int first = 0; first < data.Count; first += workspace.MaxBatch)
        {
            int count = int.Min(workspace.MaxBatch, data.Count - first);
            ReadOnlyMatrixSpan<T> outputs = network.Forward(data.Features.Slice(first, count), workspace, Pass.Inference);
            for (int i = 0; i < count; i++)
            {
                outputs.Row(i).CopyTo(values.AsSpan((first + i) * columns));
            }
        }
    }

    /// <summary>[examples, classes].</summary>
    public ReadOnlyMatrixSpan<T> Values => new(values, classes.Length, columns);

    /// <summary>[examples].</summary>
    public ReadOnlySpan<int> Classes => classes;

    /// <summary>Runs a network without dropout over examples that are as it takes them.</summary>
    /// <exception cref="ArgumentException">There is no example, it has no class, or a shape does not fit.</exception>
    public static ClassifierOutputs<T> Of(Network<T> network, Dataset<T> data)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        return new(network, data);
    }

    /// <summary>Runs a model over raw examples.</summary>
    /// <exception cref="ArgumentException">There is no example, it has no class, or a shape does not fit.</exception>
    public static ClassifierOutputs<T> Of(TrainedModel<T> model, Dataset<T> raw)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(raw);
        return new(model.Network, model.Normalizer.Apply(raw));
    }

    /// <summary>How many examples of each class were taken for which.</summary>
    /// <exception cref="ArgumentException">An output is NaN.</exception>
    public ConfusionMatrix ToConfusionMatrix()
    {
        ConfusionMatrix matrix = new(columns);
        matrix.Add(Values, classes);
        return matrix;
    }
}

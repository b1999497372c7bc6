using System.Text.Json;
using FastNet.Tests.Reference;

namespace FastNet.Tests.Golden;

/// <summary>
/// The course's nets: dense layers with ReLU between. They end in a sigmoid with the cross-entropy of its output, which is binary
/// cross-entropy on the last dense layer's output. W1, b1, W2, … as in the course: W is [outputs, inputs], columns are examples.
/// </summary>
internal static class CourseNetwork
{
    public static Network<double> Create(JsonElement parameters)
    {
        int depth = parameters.EnumerateObject().Count(property => property.Name.StartsWith('W'));
        Matrix[] weights = [.. Enumerable.Range(1, depth).Select(i => parameters.Matrix($"W{i}"))];
        Layer[] layers = [.. weights.SelectMany(weight => new[] { Layer.Dense(weight.Rows), Layer.Relu() }).SkipLast(1)];
        var network = new Network<double>(weights[0].Columns, layers);
        for (int i = 0; i < depth; i++)
        {
            network.Write(Weight(i + 1), weights[i]);
            network.Write(Bias(i + 1), parameters.Vector($"b{i + 1}"));
        }

        return network;
    }

    /// <summary>The product's name of W1, W2, …: every second layer is dense.</summary>
    public static string Weight(int number) => $"{2 * (number - 1)}.weight";

    /// <summary>The product's name of b1, b2, ….</summary>
    public static string Bias(int number) => $"{2 * (number - 1)}.bias";

    /// <summary>Compares parameters, or their gradients, with those of a file.</summary>
    public static void Check(JsonElement expected, Network<double> network, ReadOnlySpan<double> flat, string what)
    {
        foreach (JsonProperty property in expected.EnumerateObject())
        {
            int number = int.Parse(property.Name.AsSpan(1));
            if (property.Name[0] == 'W')
            {
                Agree.With(expected.Matrix(property.Name), network.ReadMatrix(Weight(number), flat), $"{what}, {property.Name}");
            }
            else
            {
                Agree.With(expected.Vector(property.Name), network.ReadVector(Bias(number), flat), $"{what}, {property.Name}");
            }
        }
    }

    /// <summary>Examples as rows.</summary>
    public static Matrix Examples(JsonElement root, string property) => root.Matrix(property).Transposed();

    /// <summary>Labels 0 and 1 as a column.</summary>
    public static Matrix Labels(JsonElement root, string property)
    {
        double[] labels = root.Vector(property);
        return new Matrix(labels, labels.Length, 1);
    }

    /// <summary>Forward and backward; returns the mean cost of the batch, and leaves the gradients in the workspace.</summary>
    public static double Gradients(
        Network<double> network, Workspace<double> workspace, ReadOnlyMatrixSpan<double> x, ReadOnlyMatrixSpan<double> labels, long step)
    {
        ReadOnlyMatrixSpan<double> logits = network.Forward(x, workspace, Pass.Training(step));
        double cost = new BinaryCrossEntropy<double>().Evaluate(logits, labels, workspace.OutputGradient);
        workspace.ClearGradients();
        network.Backward(x, workspace);
        return cost;
    }

    /// <summary>The share of examples for which "the sigmoid is above 0.5" is the label.</summary>
    public static double Accuracy(Network<double> network, Matrix x, Matrix labels)
    {
        var workspace = network.CreateWorkspace(x.Rows);
        ReadOnlyMatrixSpan<double> logits = network.Forward(x.Span, workspace, Pass.Inference);
        int correct = 0;
        for (int i = 0; i < x.Rows; i++)
        {
            correct += (logits[i, 0] > 0 ? 1 : 0) == labels[i, 0] ? 1 : 0;
        }

        return (double)correct / x.Rows;
    }
}

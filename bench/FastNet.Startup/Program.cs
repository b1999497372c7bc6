using System.Diagnostics;
using System.Globalization;
using FastNet;

// Arguments: the parent's Stopwatch timestamp before it started this process; the widths, as in 16-32-4; predict or train. Prints the microseconds from
// then to here, and to the end of the first prediction or training step. The clock is one for all processes of a system (CLOCK_MONOTONIC); the start
// times that the system itself keeps are hundredths of a second.
const int Batch = 64;

long main = Stopwatch.GetTimestamp();
if (args is not [var first, var second, "predict" or "train"] || !long.TryParse(first, CultureInfo.InvariantCulture, out long start)
    || second.Split('-') is not [_, _, ..] texts || !texts.All(text => int.TryParse(text, CultureInfo.InvariantCulture, out int width) && width > 0))
{
    Console.Error.WriteLine($"expected a timestamp, at least two widths as in 16-32-4, and predict or train; got '{string.Join(' ', args)}'.");
    return 2;
}

int[] widths = Array.ConvertAll(texts, text => int.Parse(text, CultureInfo.InvariantCulture));
List<Layer> layers = [];
for (int i = 1; i < widths.Length - 1; i++)
{
    layers.Add(Layer.Dense(widths[i]));
    layers.Add(Layer.Relu());
}

layers.Add(Layer.Dense(widths[^1]));
Network<float> network = new(widths[0], layers, seed: 1);
if (args[2] == "predict")
{
    Predictor<float> predictor = network.ToPredictor();
    float[] x = new float[network.Inputs], y = new float[network.Outputs];
    predictor.Predict(x, y);
}
else
{
    Workspace<float> workspace = network.CreateWorkspace(Batch);
    Adam<float> adam = new(network);
    SoftmaxCrossEntropy<float> loss = new();
    ReadOnlyMatrixSpan<float> x = new(new float[Batch * network.Inputs], Batch, network.Inputs);
    loss.Evaluate(network.Forward(x, workspace, Pass.Training(0)), new int[Batch], workspace.OutputGradient);
    workspace.ClearGradients();
    network.Backward(x, workspace);
    adam.Step(workspace.Gradients);
}

long end = Stopwatch.GetTimestamp();
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{Stopwatch.GetElapsedTime(start, main).TotalMicroseconds:F0} {Stopwatch.GetElapsedTime(start, end).TotalMicroseconds:F0}"));
return 0;

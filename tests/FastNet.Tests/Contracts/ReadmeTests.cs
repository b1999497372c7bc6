using FastNet.Training;

namespace FastNet.Tests.Contracts;

/// <summary>The README's programs are these methods' lines, word for word. They run alone, as one changes the current folder.</summary>
[CollectionDefinition(nameof(ReadmeTests), DisableParallelization = true)]
[Collection(nameof(ReadmeTests))]
public class ReadmeTests
{
    [Fact]
    public void ASpelledOutLoopLearnsExclusiveOr()
    {
        // README
        // Exclusive or: two inputs, two classes.
        float[] x = [0, 0, 0, 1, 1, 0, 1, 1];
        int[] classes = [0, 1, 1, 0];

        var network = new Network<float>(inputs: 2, [Layer.Dense(16), Layer.Tanh(), Layer.Dense(2)], seed: 42);
        var workspace = network.CreateWorkspace(maxBatch: 4);
        var loss = new SoftmaxCrossEntropy<float>();
        var adam = new Adam<float>(network) { LearningRate = 0.05 };

        // Steps, spelled out: nothing here allocates.
        var examples = new ReadOnlyMatrixSpan<float>(x, rows: 4, columns: 2);
        for (int step = 0; step < 200; step++)
        {
            var logits = network.Forward(examples, workspace, Pass.Training(step));
            double cost = loss.Evaluate(logits, classes, workspace.OutputGradient);
            workspace.ClearGradients();
            network.Backward(examples, workspace);
            adam.Step(workspace.Gradients);
        }

        var scores = network.Forward(examples, workspace, Pass.Inference);
        Console.WriteLine($"{Metrics.CountCorrect(scores, classes)} of 4");

        // end
        Assert.Equal(4, Metrics.CountCorrect(scores, classes));
    }

    [Fact]
    public void ATableBecomesAModel()
    {
        string before = Environment.CurrentDirectory;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("fastnet");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Data", "iris.csv"), Path.Combine(folder.FullName, "iris.csv"));
        try
        {
            Environment.CurrentDirectory = folder.FullName;

            // README
            var csv = TableDataset<float>.Read("iris.csv");
            var split = Split.Stratified(csv.Data, new SplitRatios(0.6, 0.2, 0.2), seed: 1);
            var normalizer = Normalizer.Fit(split.Train.Features);
            var network = new Network<float>(split.Train.FeatureCount, [Layer.Dense(32), Layer.Relu(), Layer.Dense(3)], seed: 1);
            var adam = new Adam<float>(network) { Regularizer = Regularizer.WeightDecay(0.1) };
            var trainer = new Trainer<float>(network, adam, new SoftmaxCrossEntropy<float>()) { EarlyStopping = new(patience: 20) };

            var history = trainer.Fit(normalizer.Apply(split.Train), normalizer.Apply(split.Dev!), epochs: 200, batchSize: 16);
            var model = TrainedModel<float>.Classifier(network, normalizer, csv.Schema, csv.Data.ClassNames);
            model.Save("iris.safetensors");
            Console.WriteLine($"test accuracy {model.Evaluate(split.Test!).Accuracy:F4}, {history.StoppedBecause}");

            // end
            Assert.True(history.Epochs[history.BestEpoch - 1].Dev!.Value.Error < 0.15);
            Assert.Equal(network.Parameters.ToArray(), TrainedModel<float>.Load("iris.safetensors").Network.Parameters.ToArray());
            Predict(network, normalizer);
        }
        finally
        {
            Environment.CurrentDirectory = before;
            folder.Delete(recursive: true);
        }
    }

    private static void Predict(Network<float> network, Normalizer normalizer)
    {
        // README
        var predictor = TrainedModel<float>.Load("iris.safetensors").ToPredictor();
        Console.WriteLine(predictor);

        float[] flower = [5.1f, 3.5f, 1.4f, 0.2f];
        float[] probabilities = new float[predictor.Outputs];
        predictor.PredictProbabilities(flower, probabilities);
        int species = predictor.PredictClass(flower);

        // end
        float[] normalized = new float[4], expected = new float[3];
        normalizer.Apply(new ReadOnlyMatrixSpan<float>(flower, 1, 4), new MatrixSpan<float>(normalized, 1, 4));
        ReadOnlyMatrixSpan<float> outputs = network.Forward(new ReadOnlyMatrixSpan<float>(normalized, 1, 4), network.CreateWorkspace(1), Pass.Inference);
        Softmax.Probabilities(outputs, new MatrixSpan<float>(expected, 1, 3));
        Assert.All(expected.Zip(probabilities), pair => Assert.Equal(pair.First, pair.Second, Predictor<float>.DifferenceBound));
        Assert.Equal(Metrics.ArgMax<float>(expected), species);
    }

    [Fact]
    public void TheReadmeHasTheseLines()
    {
        string readme = Squeeze(File.ReadAllText(Path.Combine(Repository.Root, "README.md")));
        string source = File.ReadAllText(Path.Combine(Repository.Root, "tests", "FastNet.Tests", "Contracts", "ReadmeTests.cs"));
        string[] programs = [.. source.Split("// README\n").Skip(1).Take(3).Select(part => part[..part.IndexOf("// end", StringComparison.Ordinal)])];
        Assert.Equal(3, programs.Length);
        Assert.All(programs, program => Assert.Contains(Squeeze(program), readme, StringComparison.Ordinal));
    }

    private static string Squeeze(string text) => string.Join('\n', text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}

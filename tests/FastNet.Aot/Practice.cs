using System.Globalization;
using FastNet.Training;

namespace FastNet.Aot;

/// <summary>
/// The practice around a training, from a table to intervals, with its files: what reads and writes JSON, text and gzip, and what computes with
/// libraries, must do the same ahead of time. The same source runs in the tests.
/// </summary>
public static class Practice
{
    private const string Rows = "rows.csv";

    /// <summary>Figures, a line each, that depend on all of it.</summary>
    /// <param name="folder">An existing folder for the files.</param>
    public static IEnumerable<string> Run(string folder)
    {
        string path = Path.Combine(folder, Rows);
        File.WriteAllText(path, "x,color,y,kind\n" + string.Concat(Enumerable.Range(0, 300).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"{(i % 9 == 4 ? "" : i * 37 % 101)},{(i % 5 < 2 ? "red" : "blue")},{i * 53 % 97 / 8.0},{(i * 37 % 101 > 50 ? "high" : "low")}\n"))));
        DatasetOptions options = new() { MissingNumbers = MissingNumber.Mean, HasIndicators = true };
        TrainedModel<float> model = Train(folder, TablePlan.Read(path, options), out Split<float> parts, out TrainingHistory history);
        yield return Line("trained", history.Epochs[^1].TrainCost, history.Epochs[^1].Dev!.Value.Loss);

        string saved = Path.Combine(folder, "model");
        model.Save(saved);
        TrainedModel<float> loaded = TrainedModel<float>.Load(saved);
        Evaluation evaluation = loaded.Evaluate(parts.Test!);
        yield return Line("evaluated", evaluation.Loss, evaluation.Error);

        string written = Path.Combine(folder, "history.json");
        HistoryFile.WriteJson(written, history);
        yield return Line("history", HistoryFile.ReadJson(written).Epochs.Sum(epoch => epoch.TrainCost));

        StreamedTable<float> streamed = StreamedTable<float>.Open(path, new() { Data = options, Seed = 3 });
        Network<float> network = new(model.Network.Inputs, [Layer.Dense(8), Layer.Tanh(), Layer.Dense(2)], seed: 5);
        TrainingHistory ofRows = new Trainer<float>(network, new Adam<float>(network), new SoftmaxCrossEntropy<float>()).Fit(streamed, 2, 16);
        yield return Line("streamed", ofRows.Epochs[^1].TrainCost, ofRows.Epochs[^1].Dev!.Value.Loss);

        foreach (string line in Statistics())
        {
            yield return line;
        }
    }

    private static TrainedModel<float> Train(string folder, TablePlan plan, out Split<float> parts, out TrainingHistory history)
    {
        SplitRows rows = Split.Stratified([.. plan.Classes], new SplitRatios(60, 20, 20), seed: 1);
        DataSchema schema = plan.Fit(rows.Train);
        parts = rows.Select(plan.Encode<float>(schema));
        Normalizer normalizer = Normalizer.Fit(parts.Train.Features);
        Network<float> network = new(schema.FeatureNames.Count, [Layer.Dense(16), Layer.Relu(), Layer.Dropout(0.9), Layer.Dense(2)], seed: 2);
        Trainer<float> trainer = new(network, new Adam<float>(network) { LearningRate = 0.01 }, new SoftmaxCrossEntropy<float>())
        {
            EarlyStopping = new(patience: 5),
            Augmentation = new(new Augmenter<float>(Augmentation.Parse("jitter=0.1"), parts.Train, 4), normalizer),
            Steering = new(new SteeringReplay([new(7, new SetLearningRate(0.1)), new(15, new RollBack()), new(20, new SetKeepProbability(0.8))]), folder),
        };
        history = trainer.Fit(normalizer.Apply(parts.Train), normalizer.Apply(parts.Dev!), 6, 16);
        return TrainedModel<float>.Classifier(network, normalizer, schema, parts.Train.ClassNames);
    }

    private static IEnumerable<string> Statistics()
    {
        double[] first = [.. Enumerable.Range(0, 40).Select(i => i * 37 % 101 / 10.0)];
        double[] second = [.. Enumerable.Range(0, 50).Select(i => (i * 53 % 97 / 10.0) + 1)];
        Interval wilson = Proportion.Wilson(7, 40), newcombe = Proportion.Difference(7, 40, 15, 50), mean = Bootstrap.Of(first, BootstrapStatistic.RootMeanSquare, seed: 1);
        yield return Line("intervals", wilson.Low, wilson.High, newcombe.Low, newcombe.High, mean.Low, mean.High);
        yield return Line(
            "tests", McNemar.PValue(3, 12), BinomialTest.PValue(7, 40, 0.3), TwoSample.KolmogorovSmirnov(first, second).PValue, TwoSample.ChiSquare([10, 20, 30], [20, 25, 15]).PValue);
    }

    private static string Line(string name, params double[] figures) =>
        $"{name} {string.Join(' ', figures.Select(figure => figure.ToString("R", CultureInfo.InvariantCulture)))}";
}

using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary><c>fastnet range-test</c>: which learning rate a network takes.</summary>
internal sealed class RangeTestCommand
{
    private readonly Command command = new(
        "range-test",
        "Suggests a learning rate: trains a network with ever larger ones, until the loss explodes. The network is the one that train builds from the same "
        + "options, and nothing is saved.");

    private readonly DataOptions data;
    private readonly NetworkOptions network;

    private readonly Option<OptimizerKind?> optimizer = OptimizationOptions.CreateOptimizer();

    private readonly Option<int?> batchSize = TrainCommand.CreateBatchSize();

    private readonly Option<double?> from = ParsedOption.Real("--from", "The first rate.", OptimizationOptions.Positive, OptimizationOptions.IsPositive, 1e-6);

    private readonly Option<double?> to = ParsedOption.Real("--to", "The last rate.", OptimizationOptions.Positive, OptimizationOptions.IsPositive, 10);

    private readonly Option<int?> steps = ParsedOption.Whole("--steps", "Steps from the first rate to the last.", 20, 1_000_000, 200);

    private readonly Option<bool> json = JsonOutput.Create();

    private RangeTestCommand()
    {
        data = new DataOptions(command);
        network = new NetworkOptions(command);
        foreach (Option option in new Option[] { optimizer, batchSize, from, to, steps, json })
        {
            command.Options.Add(option);
        }
    }

    public static Command Create(Terminal terminal)
    {
        RangeTestCommand test = new();
        test.command.SetAction(parsed => test.Execute(parsed, terminal));
        return test.command;
    }

    private void Execute(ParseResult parsed, Terminal terminal)
    {
        (double first, double last) = (parsed.GetValue(from)!.Value, parsed.GetValue(to)!.Value);
        if (!(first < last))
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"--to: expected a rate above the first, {first}; got {last}."));
        }

        NetworkSettings settings = network.Read(parsed);
        OptimizationSettings optimization = new() { Optimizer = parsed.GetValue(optimizer) ?? OptimizerKind.Adam, LearningRate = first, L2 = settings.L2, Seed = settings.Seed };
        DataSettings source = data.Read(parsed);
        TrainingData<float> table = new(source, settings.Seed);
        TrainedModel<float> model = table.CreateModel(settings);
        int examples = table.Raw.Train.Count;
        int batch = int.Min(parsed.GetValue(batchSize) ?? TrainSettings.DefaultBatchSize(examples), examples);
        if (settings.BatchNorm && batch == 1)
        {
            throw new InvalidDataException("--batch-size: expected at least 2 examples with --batch-norm, as one has no variance; got 1.");
        }

        LearningRateRange range = LearningRateRange.Run(
            model.Network, model.CreateLoss(), copy => optimization.Create(copy, examples), table.Prepare(table.Raw.Train), batch, first, last,
            parsed.GetValue(steps)!.Value, settings.Seed);
        if (parsed.GetValue(json))
        {
            JsonOutput.Write(terminal, ToJson(range));
            return;
        }

        TextTable.Write(
            terminal, [], ["learning rate", "loss", "smoothed"],
            TextTable.Some(range.Curve).Select(point => (string[])[TrainReport.Figure(point.Rate), TrainReport.Figure(point.Loss), TrainReport.Figure(point.Smoothed)]));
        terminal.Out.WriteLine($"result   {range}");
        if (range.Steepest is { } steepest)
        {
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"suggests --learning-rate {steepest:G2}"));
        }
    }

    private static JsonObject ToJson(LearningRateRange range) => new()
    {
        ["suggested"] = JsonOutput.Number(range.Steepest),
        ["edge"] = JsonOutput.Number(range.Edge),
        ["hasExploded"] = range.HasExploded,
        ["curve"] = JsonOutput.Array(range.Curve.Select(point => new JsonObject
        {
            ["rate"] = JsonOutput.Number(point.Rate),
            ["loss"] = JsonOutput.Number(point.Loss),
            ["smoothed"] = JsonOutput.Number(point.Smoothed),
        })),
    };
}

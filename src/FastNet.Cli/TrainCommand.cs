using System.CommandLine;

namespace FastNet.Cli;

/// <summary><c>fastnet train</c>: its options.</summary>
internal static class TrainCommand
{
    private const int MostThreads = 256;

    public static Command Create(Terminal terminal, Interruption interruption)
    {
        Command command = new("train", "Trains a network and saves it. Ctrl-C ends training early; the best epoch's network is saved all the same.");
        DataOptions data = new(command);
        NetworkOptions network = new(command);
        Option<OptimizerKind?> optimizer = ParsedOption.Choice<OptimizerKind>("--optimizer", "How the weights follow the gradient. Default: adam.");
        Option<double?> learningRate = ParsedOption.Real(
            "--learning-rate", "The step's size. Default: 0.001 for adam and rmsprop, 0.1 for gd and momentum.", "a finite number above 0", rate => rate > 0);
        Option<double?> weightDecay = ParsedOption.Real(
            "--weight-decay", "The rate of decay beside the gradient. Default: 1, at most 0.001/learning rate, with adam and rmsprop and without --l2; else 0.",
            ParsedOption.NotNegative, rate => rate >= 0);
        Option<int?> epochs = ParsedOption.Whole("--epochs", "The most passes over the train part.", 1, 1_000_000, 200);
        Option<int?> batchSize = ParsedOption.Whole<int>(
            "--batch-size", "Examples of a step. Default: 8, 16, 32 or 64, the largest that leaves 32 steps an epoch.", 1, 1 << 20);
        Option<int?> patience = ParsedOption.Whole(
            "--patience", "Epochs without a fall of the dev loss after which training ends; 0 for never. The best epoch's network is kept.", 0, 1_000_000, 30);
        Option<int?> threads = ParsedOption.Whole("--threads", "Threads to train with; the result is the same.", 1, MostThreads, 1);
        Option<string> output = OutputFile.Create("The model's file.");
        output.DefaultValueFactory = _ => "model.safetensors";
        Option<bool> quiet = new("--quiet", "-q") { Description = "Print the last line only." };
        foreach (Option option in new Option[]
        {
            optimizer, learningRate, weightDecay, epochs, batchSize, patience, threads, output, quiet,
        })
        {
            command.Options.Add(option);
        }

        command.SetAction(parsed =>
        {
            OptimizerKind chosen = parsed.GetValue(optimizer) ?? OptimizerKind.Adam;
            double rate = parsed.GetValue(learningRate) ?? TrainSettings.DefaultLearningRate(chosen);
            NetworkSettings networkSettings = network.Read(parsed);
            TrainSettings settings = new()
            {
                Data = data.Read(parsed),
                Network = networkSettings,
                Optimizer = chosen,
                LearningRate = rate,
                WeightDecay = parsed.GetValue(weightDecay) ?? (networkSettings.L2 > 0 ? 0 : TrainSettings.DefaultWeightDecay(chosen, rate)),
                Epochs = parsed.GetValue(epochs)!.Value,
                BatchSize = parsed.GetValue(batchSize),
                Patience = parsed.GetValue(patience)!.Value,
                Threads = parsed.GetValue(threads)!.Value,
                Output = parsed.GetValue(output)!,
                Quiet = parsed.GetValue(quiet),
            };
            settings.Check();
            TrainingRun.Execute(settings, terminal, interruption);
        });
        return command;
    }
}

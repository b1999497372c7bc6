using System.CommandLine;

namespace FastNet.Cli;

/// <summary><c>fastnet train</c>: its options.</summary>
internal sealed class TrainCommand
{
    private const int MostThreads = 256;
    private const int MostExamples = 1 << 20;

    private readonly Command command = new(
        "train", "Trains a network and saves it. Ctrl-C ends training early; the best epoch's network is saved all the same.");

    private readonly DataOptions data;
    private readonly NetworkOptions network;
    private readonly OptimizationOptions optimization;

    private readonly Option<double?> labelSmoothing = ParsedOption.Real(
        "--label-smoothing", "What of a class's probability all classes share.", "a share from 0 to below 1", share => share is >= 0 and < 1, 0);

    private readonly Option<int?> epochs = ParsedOption.Whole("--epochs", "The most passes over the train part.", 1, 1_000_000, 200);

    private readonly Option<int?> batchSize = ParsedOption.Whole<int>(
        "--batch-size", "Examples of a step. Default: 8, 16, 32 or 64, the largest that leaves 32 steps an epoch.", 1, MostExamples);

    private readonly Option<int?> microBatchSize = ParsedOption.Whole<int>(
        "--micro-batch", "The most examples of a pass: a batch comes in such parts, and their gradients add up.", 1, MostExamples);

    private readonly Option<int?> patience = ParsedOption.Whole(
        "--patience", "Epochs without a fall of the dev loss after which training ends; 0 for never. The best epoch's network is kept.", 0, 1_000_000, 30);

    private readonly Option<int?> threads = ParsedOption.Whole("--threads", "Threads to train with; the result is the same.", 1, MostThreads, 1);

    private readonly Option<string> output = OutputFile.Create("The model's file.");

    private readonly Option<int?> autosave = ParsedOption.Whole<int>(
        "--autosave", "Save the training's state every so many steps, to the model's file name with .state behind it: see --resume.", 1, int.MaxValue);

    private readonly Option<string?> resume = new("--resume")
    {
        Description = "Go on from a state that --autosave saved, with its arguments, as if training had never stopped. Arguments that are given anew take their places.",
        HelpName = "file",
    };

    private readonly Option<int?> keptCheckpoints = ParsedOption.Whole(
        "--keep-checkpoints", "Keep the models of so many of the best epochs, in the folder of the model's file name with .checkpoints behind it.", 0, 1000, 0);

    private readonly Option<bool> quiet = new("--quiet", "-q") { Description = "Print the last line only." };

    private TrainCommand()
    {
        data = new DataOptions(command);
        network = new NetworkOptions(command);
        optimization = new OptimizationOptions(command);
        output.DefaultValueFactory = _ => "model.safetensors";
        resume.Validators.Add(result =>
        {
            if (result.Tokens is [var file, ..] && Files.Problem(file.Value) is { } problem)
            {
                result.AddError($"--resume: {problem}");
            }
        });
        foreach (Option option in new Option[]
        {
            labelSmoothing, epochs, batchSize, microBatchSize, patience, threads, output, autosave, resume, keptCheckpoints, quiet,
        })
        {
            command.Options.Add(option);
        }
    }

    public static Command Create(Terminal terminal, Interruption interruption)
    {
        TrainCommand train = new();
        train.command.SetAction(parsed =>
        {
            ParseResult arguments = parsed.GetValue(train.resume) is { } file ? ResumedArguments.Merge(file, train.command, parsed) : parsed;
            TrainSettings settings = train.Read(arguments);
            settings.Check();
            TrainingRun.Execute(settings, terminal, interruption);
        });
        return train.command;
    }

    private TrainSettings Read(ParseResult parsed)
    {
        NetworkSettings networkSettings = network.Read(parsed);
        return new()
        {
            Data = data.Read(parsed),
            Network = networkSettings,
            Optimization = optimization.Read(parsed, networkSettings),
            LabelSmoothing = parsed.GetValue(labelSmoothing)!.Value,
            Epochs = parsed.GetValue(epochs)!.Value,
            BatchSize = parsed.GetValue(batchSize),
            MicroBatchSize = parsed.GetValue(microBatchSize),
            Patience = parsed.GetValue(patience)!.Value,
            Threads = parsed.GetValue(threads)!.Value,
            Output = parsed.GetValue(output)!,
            Autosave = parsed.GetValue(autosave),
            Arguments = ResumedArguments.ToMetadata(parsed, files: [resume], output),
            Resume = parsed.GetValue(resume),
            KeptCheckpoints = parsed.GetValue(keptCheckpoints)!.Value,
            Quiet = parsed.GetValue(quiet),
        };
    }
}

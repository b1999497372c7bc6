using System.CommandLine;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary><c>fastnet train</c>: its options.</summary>
internal sealed class TrainCommand
{
    private const int MostThreads = 256;
    private const int MostExamples = 1 << 20;

    private readonly Command command;
    private readonly bool saves;

    private readonly DataOptions data;
    private readonly NetworkOptions network;
    private readonly OptimizationOptions optimization;
    private readonly AugmentationOptions augmentation;
    private readonly SteeringOptions steering = new();
    private readonly ResultOptions? results;

    private readonly Option<double?> labelSmoothing = ParsedOption.Real(
        "--label-smoothing", "What of a class's probability all classes share.", "a share from 0 to below 1", share => share is >= 0 and < 1, 0);

    private readonly Option<int?> epochs = ParsedOption.Whole("--epochs", "The most passes over the train part.", 1, 1_000_000, 200);

    private readonly Option<int?> batchSize = CreateBatchSize();

    private readonly Option<int?> microBatchSize = ParsedOption.Whole<int>(
        "--micro-batch", "The most examples of a pass: a batch comes in such parts, and their gradients add up.", 1, MostExamples);

    private readonly Option<int?> patience = ParsedOption.Whole(
        "--patience", "Epochs without a fall of the dev loss after which training ends; 0 for never. The best epoch's network is kept.", 0, 1_000_000, 30);

    private readonly Option<StoppingMeasure?> metric = ParsedOption.Choice<StoppingMeasure>(
        "--metric", "What tells the best epoch on the dev part: its loss, its error, or the mean of its classes' F1. Default: devf1 where a class is 10 times as frequent as another, else devloss.");

    private readonly Option<int?> threads = ParsedOption.Whole("--threads", "Threads to train with; the result is the same.", 1, MostThreads, 1);

    private readonly Option<string> output = OutputFile.Create("The model's file.");

    private readonly Option<int?> autosave = ParsedOption.Whole<int>(
        "--autosave", "Save the training's state every so many steps, to the model's file name with .state behind it: see --resume.", 1, int.MaxValue);

    private readonly Option<string?> resume = Files.ExistingOption(
        "--resume", "Go on from a state that --autosave saved, with its arguments, as if training had never stopped. Arguments that are given anew take their places.");

    private readonly Option<int?> keptCheckpoints = ParsedOption.Whole(
        "--keep-checkpoints", "Keep the models of so many of the best epochs, in the folder of the model's file name with .checkpoints behind it.", 0, 1000, 0);

    private readonly Option<int?> lastCheckpoints = ParsedOption.Whole(
        "--keep-last", "Keep the models of so many of the last epochs there.", 0, 1000, 0);

    private readonly Option<int?> evaluationSteps = ParsedOption.Whole<int>(
        "--evaluate-every", "Evaluate the dev part within epochs too, every so many steps; --patience then counts evaluations.", 1, int.MaxValue);

    private readonly Option<PreflightTime?> preflight = ParsedOption.Choice<PreflightTime>(
        "--preflight", "Check the first loss, one batch, the input's worth, gradients and leaks before training: auto before one of 20,000 steps or more. Default: auto.");

    private readonly Option<bool> stream = new("--stream")
    {
        Description = "Read the file row by row, in each epoch again, and never all of it at once: for data larger than memory. Parts go by a hash of seed and row, examples are shuffled within blocks of rows.",
    };

    private readonly Option<bool> quiet = new("--quiet", "-q") { Description = "Print the last line only." };

    /// <summary>Gives a command the options.</summary>
    /// <param name="command">The command.</param>
    /// <param name="saves">Whether it writes the model; else the options are those alone that say what is trained and how.</param>
    public TrainCommand(Command command, bool saves = true)
    {
        this.command = command;
        this.saves = saves;
        data = new DataOptions(command);
        network = new NetworkOptions(command);
        optimization = new OptimizationOptions(command);
        augmentation = new AugmentationOptions(command);
        output.DefaultValueFactory = _ => "model.safetensors";
        foreach (Option option in new Option[] { labelSmoothing, epochs, batchSize, microBatchSize, patience, metric, evaluationSteps, threads })
        {
            command.Options.Add(option);
        }

        foreach (Option option in saves ? new Option[] { stream, preflight, output, autosave, resume, keptCheckpoints, lastCheckpoints, quiet } : [])
        {
            command.Options.Add(option);
        }

        if (saves)
        {
            steering.AddTo(command);
            results = new ResultOptions(command, resume);
        }
    }

    public static Command Create(Terminal terminal, Interruption interruption)
    {
        TrainCommand train = new(new Command(
            "train", "Trains a network and saves it. Ctrl-C ends training early; the best epoch's network is saved all the same."));
        train.command.SetAction(parsed =>
        {
            ParseResult arguments = train.results!.Complete(train.command, parsed);
            arguments = arguments.GetValue(train.resume) is { } file ? ResumedArguments.Merge(file, train.command, arguments) : arguments;
            TrainSettings settings = train.Read(arguments);
            settings = settings with { Results = train.results.Read(arguments, settings) };
            settings.Check();
            TrainingRun.Execute(settings, terminal, interruption);
        });
        return train.command;
    }

    public static Option<int?> CreateBatchSize() => ParsedOption.Whole<int>(
        "--batch-size", "Examples of a step. Default: 8, 16, 32 or 64, the largest that leaves 32 steps an epoch.", 1, MostExamples);

    /// <summary>What they were given.</summary>
    public TrainSettings Read(ParseResult parsed)
    {
        NetworkSettings networkSettings = network.Read(parsed);
        return new()
        {
            Data = data.Read(parsed, parsed.GetValue(stream)),
            Network = networkSettings,
            Optimization = optimization.Read(parsed, networkSettings),
            LabelSmoothing = parsed.GetValue(labelSmoothing)!.Value,
            Epochs = parsed.GetValue(epochs)!.Value,
            BatchSize = parsed.GetValue(batchSize),
            MicroBatchSize = parsed.GetValue(microBatchSize),
            Patience = parsed.GetValue(patience)!.Value,
            Metric = parsed.GetValue(metric),
            Threads = parsed.GetValue(threads)!.Value,
            Output = saves ? parsed.GetValue(output)! : string.Empty,
            Autosave = parsed.GetValue(autosave),
            Arguments = !saves ? null : ResumedArguments.ToMetadata(parsed, output),
            Augmentation = augmentation.Read(parsed),
            Steering = steering.Read(parsed),
            Resume = parsed.GetValue(resume),
            KeptCheckpoints = saves ? parsed.GetValue(keptCheckpoints)!.Value : 0,
            LastCheckpoints = saves ? parsed.GetValue(lastCheckpoints)!.Value : 0,
            EvaluationSteps = parsed.GetValue(evaluationSteps),
            Preflight = parsed.GetValue(preflight) ?? PreflightTime.Auto,
            Stream = parsed.GetValue(stream),
            Quiet = parsed.GetValue(quiet),
        };
    }
}

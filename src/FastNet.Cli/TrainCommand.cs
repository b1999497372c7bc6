using System.CommandLine;
using System.Globalization;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary><c>fastnet train</c>: its options.</summary>
internal static class TrainCommand
{
    private const int MostUnits = 65_536;
    private const int MostThreads = 256;

    public static Command Create(Terminal terminal, CancellationToken cancellationToken)
    {
        Command command = new("train", "Trains a network and saves it. Ctrl-C ends training; the best epoch's network is saved all the same.");
        Argument<string> data = Files.Existing("data", "A CSV file, gzip or plain; without one, 1797 handwritten digits that the tool carries.");
        data.Arity = ArgumentArity.ZeroOrOne;
        command.Arguments.Add(data);
        Option<string?> target = new("--target") { Description = "The target's column, by name or by number from 1 on. Default: the last." };
        Option<LearningTask?> task = new("--task")
        {
            Description = "classification or regression. Default: classification if the target is text, or whole numbers of which at most 20 differ.",
            CustomParser = result => Choice<LearningTask>(result, "--task"),
        };
        Option<SplitRatios> split = NumberOption.Create(
            "--split", "Shares of train/dev/test, stratified by class. Default: 60/20/20.", new SplitRatios(60, 20, 20),
            "three shares like 60/20/20, the first above 0", ParseRatios);
        Option<string> hidden = new("--hidden")
        {
            Description = "Units of the hidden layers, or none.",
            DefaultValueFactory = _ => "128,64",
        };
        hidden.Validators.Add(result =>
        {
            if (ParseHidden(result.GetValueOrDefault<string>()) is null)
            {
                result.AddError($"--hidden: expected whole numbers from 1 to {MostUnits} like 64,32, or none; got '{result.GetValueOrDefault<string>()}'.");
            }
        });
        Option<ActivationKind?> activation = new("--activation")
        {
            Description = "relu, leakyrelu, tanh or sigmoid. Default: relu.",
            CustomParser = result => Choice<ActivationKind>(result, "--activation"),
        };
        Option<double?> dropout = NumberOption.Real(
            "--dropout", "The probability that a hidden unit is kept; 1 for no dropout. Default: 0.8.", "a probability above 0 and at most 1", p => p is > 0 and <= 1);
        Option<double?> inputDropout = NumberOption.Real(
            "--input-dropout", "The probability that an input is kept. Default: 0.8 from 32 features on, else 1.", "a probability above 0 and at most 1", p => p is > 0 and <= 1);
        Option<OptimizerKind?> optimizer = new("--optimizer")
        {
            Description = "gd, momentum, rmsprop or adam. Default: adam.",
            CustomParser = result => Choice<OptimizerKind>(result, "--optimizer"),
        };
        Option<double?> learningRate = NumberOption.Real(
            "--learning-rate", "The step's size. Default: 0.001 for adam and rmsprop, 0.1 for gd and momentum.", "a finite number above 0", rate => rate > 0);
        Option<double?> l2 = NumberOption.Real("--l2", "λ of the penalty λ/(2m)·Σw². Default: 0.", "a finite number of at least 0", rate => rate >= 0);
        Option<double?> weightDecay = NumberOption.Real(
            "--weight-decay", "The rate of decay beside the gradient. Default: 0.5 with adam and rmsprop, without --l2; else 0.", "a finite number of at least 0",
            rate => rate >= 0);
        Option<int> epochs = NumberOption.Whole("--epochs", "The most passes over the train part.", 1, 1_000_000, 100);
        Option<int?> batchSize = new("--batch-size")
        {
            Description = "Examples of a step. Default: 8, 16, 32 or 64, the largest that leaves 32 steps an epoch.",
            CustomParser = result => NumberOption.ParseWhole(result, "--batch-size", 1, 1 << 20),
        };
        Option<int> patience = NumberOption.Whole("--patience", "Epochs without an improvement of the dev part after which training ends; 0 for never. The best epoch's network is kept.", 0, 1_000_000, 20);
        Option<ulong> seed = NumberOption.Whole("--seed", "Selects split, first weights, dropout and order.", ulong.MinValue, ulong.MaxValue, 1UL);
        Option<int> threads = NumberOption.Whole("--threads", "Threads to train with; the result is the same.", 1, MostThreads, 1);
        Option<string> output = Files.Output("The model's file.");
        output.DefaultValueFactory = _ => "model.safetensors";
        Option<bool> quiet = new("--quiet", "-q") { Description = "Print the last line only." };
        foreach (Option option in new Option[]
        {
            target, task, split, hidden, activation, dropout, inputDropout, optimizer, learningRate, l2, weightDecay, epochs, batchSize, patience, seed, threads, output, quiet,
        })
        {
            command.Options.Add(option);
        }

        (Option<bool> Header, Option<bool> NoHeader) header = Files.Header(command);
        command.SetAction(parsed =>
        {
            OptimizerKind chosen = parsed.GetValue(optimizer) ?? default;
            TrainSettings settings = new()
            {
                Data = parsed.GetValue(data),
                Csv = new() { HasHeader = Files.HasHeader(parsed, header), Target = parsed.GetValue(target), Task = parsed.GetValue(task) },
                Ratios = parsed.GetValue(split),
                Hidden = ParseHidden(parsed.GetValue(hidden))!,
                Activation = parsed.GetValue(activation) ?? default,
                KeepProbability = parsed.GetValue(dropout) ?? 0.8,
                InputKeepProbability = parsed.GetValue(inputDropout),
                Optimizer = chosen,
                LearningRate = parsed.GetValue(learningRate) ?? TrainSettings.DefaultLearningRate(chosen),
                L2 = parsed.GetValue(l2) ?? 0,
                WeightDecay = parsed.GetValue(weightDecay) ?? (parsed.GetValue(l2) > 0 ? 0 : TrainSettings.DefaultWeightDecay(chosen)),
                Epochs = parsed.GetValue(epochs),
                BatchSize = parsed.GetValue(batchSize),
                Patience = parsed.GetValue(patience),
                Seed = parsed.GetValue(seed),
                Threads = parsed.GetValue(threads),
                Output = parsed.GetValue(output)!,
                Quiet = parsed.GetValue(quiet),
            };
            settings.Check();
            TrainingRun.Execute(settings, terminal, cancellationToken);
        });
        return command;
    }

    private static TEnum? Choice<TEnum>(System.CommandLine.Parsing.ArgumentResult result, string name)
        where TEnum : struct, Enum
    {
        string text = result.Tokens[^1].Value;
        foreach (TEnum value in Enum.GetValues<TEnum>())
        {
            if (string.Equals(value.ToString(), text, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        result.AddError($"{name}: expected {string.Join(", ", Enum.GetNames<TEnum>()).ToLowerInvariant()}; got '{text}'.");
        return null;
    }

    private static int[]? ParseHidden(string? text)
    {
        if (text == "none")
        {
            return [];
        }

        string[] parts = text?.Split(',') ?? [];
        int[] units = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out units[i]) || units[i] is < 1 or > MostUnits)
            {
                return null;
            }
        }

        return units;
    }

    private static SplitRatios? ParseRatios(string text)
    {
        string[] parts = text.Split('/');
        double[] shares = new double[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!double.TryParse(parts[i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out shares[i]))
            {
                return null;
            }
        }

        return shares.Length == 3 && shares[0] > 0 && double.IsFinite(shares.Sum()) ? new SplitRatios(shares[0], shares[1], shares[2]) : null;
    }
}

using System.CommandLine;
using System.Globalization;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary><c>fastnet train</c>: its options.</summary>
internal static class TrainCommand
{
    private const int MostUnits = 65_536;
    private const int MostThreads = 256;
    private const string Probability = "a probability above 0 and at most 1";
    private const string NotNegative = "a finite number of at least 0";

    public static Command Create(Terminal terminal, Interruption interruption)
    {
        Command command = new("train", "Trains a network and saves it. Ctrl-C ends training early; the best epoch's network is saved all the same.");
        Argument<string> data = Files.Existing("data", "A CSV file, gzip or plain; without one, 1797 handwritten digits that the tool carries.");
        data.Arity = ArgumentArity.ZeroOrOne;
        command.Arguments.Add(data);
        Option<string?> target = new("--target")
        {
            Description = "The target's column, by name or by number from 1 on. Default: the last.",
            HelpName = "column",
        };
        Option<LearningTask?> task = ParsedOption.Choice<LearningTask>(
            "--task", "Default: classification if the target is text, or whole numbers of which at most 20 differ.");
        Option<SplitRatios?> split = ParsedOption.Create(
            "--split", "60/20/20", "Shares of train, dev and test, stratified by class. Default: 60/20/20.", "three shares like 60/20/20 or 0.6/0.2/0.2, of the sum 100 or 1, the first above 0", ParseRatios);
        Option<string> hidden = new("--hidden")
        {
            Description = "Units of the hidden layers, or none.",
            HelpName = "64,32",
            DefaultValueFactory = _ => "256,128",
        };
        hidden.Validators.Add(result =>
        {
            if (ParseHidden(result.GetValueOrDefault<string>()) is null)
            {
                result.AddError($"--hidden: expected whole numbers from 1 to {MostUnits} like 64,32, or none; got '{result.GetValueOrDefault<string>()}'.");
            }
        });
        Option<ActivationKind?> activation = ParsedOption.Choice<ActivationKind>("--activation", "Of the hidden layers. Default: relu.");
        Option<double?> keep = ParsedOption.Real(
            "--keep", "The probability that a hidden unit is kept; 1 drops nothing.", Probability, IsProbability, 0.8);
        Option<double?> inputKeep = ParsedOption.Real(
            "--input-keep", "The probability that an input is kept; 1 drops nothing. Default: 0.8 from 32 features on, else 1.", Probability, IsProbability);
        Option<OptimizerKind?> optimizer = ParsedOption.Choice<OptimizerKind>("--optimizer", "How the weights follow the gradient. Default: adam.");
        Option<double?> learningRate = ParsedOption.Real(
            "--learning-rate", "The step's size. Default: 0.001 for adam and rmsprop, 0.1 for gd and momentum.", "a finite number above 0", rate => rate > 0);
        Option<double?> l2 = ParsedOption.Real("--l2", "λ of the penalty λ/(2m)·Σw².", NotNegative, rate => rate >= 0, 0);
        Option<double?> weightDecay = ParsedOption.Real(
            "--weight-decay", "The rate of decay beside the gradient. Default: 1, at most 0.001/learning rate, with adam and rmsprop and without --l2; else 0.",
            NotNegative, rate => rate >= 0);
        Option<int?> epochs = ParsedOption.Whole("--epochs", "The most passes over the train part.", 1, 1_000_000, 200);
        Option<int?> batchSize = ParsedOption.Whole<int>(
            "--batch-size", "Examples of a step. Default: 8, 16, 32 or 64, the largest that leaves 32 steps an epoch.", 1, 1 << 20);
        Option<int?> patience = ParsedOption.Whole(
            "--patience", "Epochs without a fall of the dev loss after which training ends; 0 for never. The best epoch's network is kept.", 0, 1_000_000, 30);
        Option<ulong?> seed = ParsedOption.Whole("--seed", "Selects split, first weights, dropout and order.", ulong.MinValue, ulong.MaxValue, 1UL);
        Option<int?> threads = ParsedOption.Whole("--threads", "Threads to train with; the result is the same.", 1, MostThreads, 1);
        Option<string> output = OutputFile.Create("The model's file.");
        output.DefaultValueFactory = _ => "model.safetensors";
        Option<bool> quiet = new("--quiet", "-q") { Description = "Print the last line only." };
        foreach (Option option in new Option[]
        {
            target, task, split, hidden, activation, keep, inputKeep, optimizer, learningRate, l2, weightDecay, epochs, batchSize, patience, seed, threads,
            output, quiet,
        })
        {
            command.Options.Add(option);
        }

        (Option<bool> Header, Option<bool> NoHeader) header = Files.Header(command);
        command.SetAction(parsed =>
        {
            OptimizerKind chosen = parsed.GetValue(optimizer) ?? OptimizerKind.Adam;
            double rate = parsed.GetValue(learningRate) ?? TrainSettings.DefaultLearningRate(chosen);
            double lambda = parsed.GetValue(l2)!.Value;
            TrainSettings settings = new()
            {
                Data = parsed.GetValue(data),
                Csv = new() { HasHeader = Files.HasHeader(parsed, header), Target = parsed.GetValue(target), Task = parsed.GetValue(task) },
                Ratios = parsed.GetValue(split) ?? new(60, 20, 20),
                Hidden = ParseHidden(parsed.GetValue(hidden))!,
                Activation = parsed.GetValue(activation) ?? ActivationKind.Relu,
                KeepProbability = parsed.GetValue(keep)!.Value,
                InputKeepProbability = parsed.GetValue(inputKeep),
                Optimizer = chosen,
                LearningRate = rate,
                L2 = lambda,
                WeightDecay = parsed.GetValue(weightDecay) ?? (lambda > 0 ? 0 : TrainSettings.DefaultWeightDecay(chosen, rate)),
                Epochs = parsed.GetValue(epochs)!.Value,
                BatchSize = parsed.GetValue(batchSize),
                Patience = parsed.GetValue(patience)!.Value,
                Seed = parsed.GetValue(seed)!.Value,
                Threads = parsed.GetValue(threads)!.Value,
                Output = parsed.GetValue(output)!,
                Quiet = parsed.GetValue(quiet),
            };
            settings.Check();
            TrainingRun.Execute(settings, terminal, interruption);
        });
        return command;
    }

    private static bool IsProbability(double value) => value is > 0 and <= 1;

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

        // 0.7 + 0.2 + 0.1 is not 1 to the last bit.
        double sum = shares.Sum();
        bool isWhole = Math.Abs(sum - 1) < 1e-9 || Math.Abs(sum - 100) < 1e-9;
        return shares.Length == 3 && shares[0] > 0 && isWhole ? new SplitRatios(shares[0], shares[1], shares[2]) : null;
    }
}

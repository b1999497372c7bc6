using System.CommandLine;

namespace FastNet.Cli;

/// <summary>The options that say how the weights follow the gradient.</summary>
internal sealed class OptimizationOptions
{
    public const string Positive = "a number above 0, finite and not 0 as a float";

    private readonly Option<OptimizerKind?> optimizer = CreateOptimizer();

    private readonly Option<double?> learningRate = CreateLearningRate();

    private readonly Option<string> schedule = ScheduleOption.Create();

    private readonly Option<int?> warmUp = ParsedOption.Whole("--warm-up", "Epochs over which the learning rate rises from a tenth first.", 0, 1_000_000, 0);

    private readonly Option<double?> weightDecay = ParsedOption.Real(
        "--weight-decay",
        "The rate of decay beside the gradient. Default: 1, at most 0.001/learning rate, with adam and its kin and without --l2; else 0.",
        ParsedOption.NotNegative, rate => rate >= 0);

    private readonly Option<double?> l1 = ParsedOption.Real(
        "--l1", "λ of the penalty λ/m·Σ|w|, by a soft threshold after each step: true zeros.", ParsedOption.NotNegative, rate => rate >= 0, 0);

    private readonly Option<double?> maxNorm = ParsedOption.Real("--max-norm", "The largest norm of a unit's weights. Default: any.", Positive, IsPositive);

    private readonly Option<double?> clipNorm = ParsedOption.Real("--clip-norm", "The largest norm of the gradient, or --clip-value. Default: any.", Positive, IsPositive);

    private readonly Option<double?> clipValue = ParsedOption.Real("--clip-value", "The largest magnitude of a gradient's element. Default: any.", Positive, IsPositive);

    private readonly Option<double?> noise = ParsedOption.Real(
        "--noise", "The first variance of noise that is added to the gradient and falls from step to step.", ParsedOption.NotNegative, variance => variance >= 0, 0);

    private readonly Option<AverageKind?> average = ParsedOption.Choice<AverageKind>(
        "--average", "Evaluate and keep an average of the weights: of all steps, the late ones more, or of the last quarter of the epochs. Default: none.");

    /// <summary>Gives a command the options.</summary>
    public OptimizationOptions(Command command)
    {
        foreach (Option option in new Option[]
        {
            optimizer, learningRate, schedule, warmUp, weightDecay, l1, maxNorm, clipNorm, clipValue, noise, average,
        })
        {
            command.Options.Add(option);
        }
    }

    public static Option<OptimizerKind?> CreateOptimizer() =>
        ParsedOption.Choice<OptimizerKind>("--optimizer", "How the weights follow the gradient. Default: adam.");

    public static Option<double?> CreateLearningRate() => ParsedOption.Real(
        "--learning-rate", "The step's size. Default: 0.1 for gd, momentum and nesterov, 0.01 for adagrad, else 0.001.", Positive, IsPositive);

    /// <summary>Whether a number is above 0, as the numbers of the tool's networks.</summary>
    public static bool IsPositive(double value) => (float)value is > 0 and < float.PositiveInfinity;

    /// <summary>What they were given.</summary>
    public OptimizationSettings Read(ParseResult parsed, NetworkSettings network)
    {
        OptimizerKind chosen = parsed.GetValue(optimizer) ?? OptimizerKind.Adam;
        double rate = parsed.GetValue(learningRate) ?? OptimizationSettings.DefaultLearningRate(chosen);
        return new()
        {
            Optimizer = chosen,
            LearningRate = rate,
            Schedule = parsed.GetValue(schedule)!,
            WarmUp = parsed.GetValue(warmUp)!.Value,
            WeightDecay = parsed.GetValue(weightDecay) ?? (network.L2 > 0 ? 0 : OptimizationSettings.DefaultWeightDecay(chosen, rate)),
            L2 = network.L2,
            L1 = parsed.GetValue(l1)!.Value,
            MaxNorm = parsed.GetValue(maxNorm),
            ClipNorm = parsed.GetValue(clipNorm),
            ClipValue = parsed.GetValue(clipValue),
            Noise = parsed.GetValue(noise)!.Value,
            Average = parsed.GetValue(average),
            Seed = network.Seed,
        };
    }
}

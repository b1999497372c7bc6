using System.Globalization;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>A remedy, and the command that tries it.</summary>
/// <param name="Gap">What it is against.</param>
/// <param name="Remedy">The remedy.</param>
/// <param name="What">In words.</param>
/// <param name="Command">train or diagnose.</param>
/// <param name="Arguments">The command's.</param>
/// <param name="NeedsOtherData">Whether it cannot be tried on the same dev examples.</param>
internal sealed record RemedyPlan(GapKind Gap, Remedy Remedy, string What, string Command, TrainArguments Arguments, bool NeedsOtherData)
{
    // Small data begins to feel it, and is not flattened by it.
    private const double FirstPenalty = 10;

    private const int MostShifted = 3;

    // Most things stay what they are when they move by a tenth of the picture and turn a little; mirrored, letters and digits would not.
    private const string ImageSteps = "shift=0.1,rotate=10";

    // Noise on the inputs acts as a penalty on large weights does (Bishop, "Training with noise is equivalent to Tikhonov regularization", 1995).
    private const string TableSteps = "jitter=0.1";

    /// <summary>The line to type.</summary>
    public string Line => Arguments.Line(Command);

    /// <summary>Remedies against the gaps that are high, in order, each once.</summary>
    /// <param name="verdicts">What was found.</param>
    /// <param name="settings">The training.</param>
    /// <param name="shifted">The columns of features that differ between train and dev, the one that differs most first.</param>
    /// <param name="image">The shape of the images that the examples are; null where it is not known.</param>
    public static IReadOnlyList<RemedyPlan> For(
        IEnumerable<GapVerdict> verdicts, DiagnoseSettings settings, IReadOnlyList<string> shifted, ImageShape? image) =>
    [
        .. verdicts.Where(verdict => verdict.Outcome == GapOutcome.High)
            .SelectMany(verdict => Remedies.For(verdict.Kind).Select(remedy => Create(verdict.Kind, remedy, settings, shifted, image)))
            .OfType<RemedyPlan>().DistinctBy(plan => plan.Line),
    ];

    // Null where the training has it already, or the tool has no option for it.
    private static RemedyPlan? Create(GapKind gap, Remedy remedy, DiagnoseSettings settings, IReadOnlyList<string> shifted, ImageShape? image)
    {
        TrainArguments arguments = settings.Arguments;
        TrainSettings train = settings.Train;
        NetworkSettings network = train.Network;
        OptimizationSettings optimization = train.Optimization;
        bool isSlow = optimization.Optimizer is OptimizerKind.Gd or OptimizerKind.Momentum or OptimizerKind.Nesterov or OptimizerKind.Adagrad;
        return remedy switch
        {
            Remedy.LargerNetwork => Train("a larger network", arguments.With("--hidden", Larger(network.Hidden))),
            Remedy.LongerTraining => Train(
                "longer training",
                arguments.With("--epochs", Text(int.Min(4 * train.Epochs, 1_000_000))).With("--patience", Text(int.Min(4 * train.Patience, 1_000_000)))),
            Remedy.OtherOptimizer => Train(
                "another optimizer", arguments.With("--optimizer", isSlow ? "adam" : "momentum").With("--learning-rate", null).With("--weight-decay", null)),
            Remedy.OtherArchitecture => network.Hidden.Length == 0 ? null : Train(
                "another architecture", network.BatchNorm ? arguments.With("--activation", network.Activation == ActivationKind.Silu ? "relu" : "silu") : arguments.With("--batch-norm", string.Empty)),
            Remedy.LessRegularization => Train(
                "less regularisation",
                arguments.With("--keep", "1").With("--input-keep", "1").With("--l2", null).With("--l1", null).With("--max-norm", null).With("--label-smoothing", null)
                    .With("--augment", null).With("--image", null).With("--weight-decay", "0")),
            Remedy.MoreData => new(gap, remedy, "more train examples; how many would help", "diagnose", arguments.With("--learning-curve", string.Empty), NeedsOtherData: true),
            Remedy.WeightPenalty => Train("a larger weight penalty", Penalty(arguments, optimization)),
            Remedy.Dropout => network.Hidden.Length == 0 ? null : Train(
                "more dropout", arguments.With("--keep", Text(network.KeepProbability > 0.5 ? 0.5 : 0.8 * network.KeepProbability))),
            Remedy.Augmentation => train.Augmentation is not null ? null
                : image is null ? Train("train examples with noise", arguments.With("--augment", TableSteps))
                : Train("moved and turned train images", arguments.With("--augment", ImageSteps).With("--image", image.ToString())),
            Remedy.SmallerNetwork => network.Hidden.All(units => units < 4) ? null : Train(
                "a smaller network", arguments.With("--hidden", string.Join(',', network.Hidden.Select(units => Text((units + 3) / 4))))),
            Remedy.DataLikeDev => Other("more train examples like those of dev", arguments.With("--split", "80/10/10")),

            // An image has all its pixels.
            Remedy.WithoutShiftedFeatures => shifted.Count == 0 || train.Augmentation?.Shape is not null ? null : Train(
                "without shifted columns", shifted.Take(MostShifted).Aggregate(arguments, (changed, name) => changed.And("--ignore", name))),
            Remedy.LargerDev => Other("a larger dev part", arguments.With("--split", "50/30/20")),
            _ => null,
        };

        RemedyPlan Train(string what, TrainArguments changed) => new(gap, remedy, what, "train", changed, NeedsOtherData: false);
        RemedyPlan Other(string what, TrainArguments changed) => new(gap, remedy, what, "train", changed, NeedsOtherData: true);
    }

    private static string Larger(int[] hidden) => hidden.Length == 0 ? "64,32" : string.Join(',', hidden.Length == 1
        ? [int.Max(64, 4 * hidden[0]), int.Max(32, 2 * hidden[0])]
        : hidden.Select(units => int.Max(32, 2 * units)));

    private static TrainArguments Penalty(TrainArguments arguments, OptimizationSettings optimization) =>
        optimization.L2 > 0 ? arguments.With("--l2", Text(10 * optimization.L2))
        : optimization.WeightDecay > 0 ? arguments.With("--weight-decay", Text(double.Min(10 * optimization.WeightDecay, 0.5 / optimization.LearningRate)))
        : arguments.With("--weight-decay", null).With("--l2", Text(FirstPenalty));

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}

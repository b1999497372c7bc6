namespace FastNet.Versus;

/// <summary>The problems that SimpleChains.jl was published with: small tanh networks with a linear output under the mean squared error.</summary>
internal static class SimpleChainsWorks
{
    public const string Group = "simplechains";

    public static IEnumerable<WorkPlan> Plans(Setting setting) =>
    [
        new(Group, "simplechains 4-32-16-4 batch 10000 adam", () => Build(setting, [4, 32, 16, 4], batch: 10_000, StepPart.Whole)),
        new(Group, "simplechains 24-8-2 batch 200 value and gradient", () => Build(setting, [24, 8, 2], batch: 200, StepPart.Gradient)),
    ];

    private static Work Build(Setting setting, int[] widths, int batch, StepPart part) =>
        TrainWorks.Build(setting, new TrainingProblem(widths, batch, IsTanh: true, HasClasses: false), part);
}

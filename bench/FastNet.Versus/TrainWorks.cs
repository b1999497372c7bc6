using FastNet.Bench;

namespace FastNet.Versus;

/// <summary>The part of a training step that is timed.</summary>
internal enum StepPart
{
    Whole,
    Gradient,
    Update,
}

/// <summary>Steps of training, whole and in two parts, of dense ReLU networks under softmax cross-entropy.</summary>
internal static class TrainWorks
{
    public const string Group = "train";

    public static IEnumerable<WorkPlan> Plans(Setting setting) =>
        from widths in Networks.ReluWidths
        from batch in (int[])[64, 128]
        from part in Enum.GetValues<StepPart>()
        select new WorkPlan(Group, Name(widths, batch, part), () => Build(setting, new(widths, batch, IsTanh: false, HasClasses: true), part));

    public static string Name(int[] widths, int batch, StepPart part)
    {
        string suffix = part switch { StepPart.Gradient => "forward+backward", StepPart.Update => "update", _ => "adam" };
        return $"train {new DenseShape(widths, batch).Name} batch {batch} {suffix}";
    }

    /// <summary>The problem for FastNet and libtorch.</summary>
    public static Work Build(Setting setting, TrainingProblem problem, StepPart part)
    {
        FastNetTraining ours = new(problem, AdamSettings.StandingStill, setting.Workers);
        List<Contender> contenders =
            [Contender.FastNet(setting, Call(ours, part), () => LossAfterThreeSteps(new FastNetTraining(problem, AdamSettings.LearningRate, setting.Workers)))];
        List<IDisposable> owned = [ours];
        if (setting.HasTorch)
        {
            TorchTraining theirs = new(problem, AdamSettings.StandingStill);
            owned.Add(theirs);
            contenders.Add(new(
                part == StepPart.Gradient ? Systems.Libtorch : Systems.TorchSharp, Call(theirs, part),
                () => LossAfterThreeSteps(new TorchTraining(problem, AdamSettings.LearningRate))));
        }

        // From the same weights three steps of one formula lead to the same loss; a constant of Adam's that differed would move it by more.
        return new Work(contenders, (_, _) => 1e-4, Owned: owned);
    }

    private static Action Call(ITraining training, StepPart part)
    {
        switch (part)
        {
            case StepPart.Gradient:
                return training.Gradient;
            case StepPart.Update:
                training.Gradient();
                return training.Update;
            default:
                return () =>
                {
                    training.Gradient();
                    training.Update();
                };
        }
    }

    private static float[] LossAfterThreeSteps(ITraining training)
    {
        using (training)
        {
            for (int i = 0; i < 3; i++)
            {
                training.Gradient();
                training.Update();
            }

            return [(float)training.Loss()];
        }
    }
}

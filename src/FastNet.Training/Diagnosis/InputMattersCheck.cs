using System.Numerics;

namespace FastNet.Training;

/// <summary>
/// The network trained for some steps is compared, example by example and on examples that it has not seen, with one that was trained likewise on features that are
/// all 0: that one can learn no more than the targets' distribution. Each is judged after the steps after which it does best, so that learning examples by heart, which a
/// long training will hold down, does not hide what the input tells.
/// </summary>
internal static class InputMattersCheck
{
    // How many standard errors are between the mean difference and what is to be ruled out: chance alone gives as much in 2 % of cases.
    private const double StandardErrors = 2;

    // The share of the blind network's loss that has to be within reach, else the input is worth next to nothing.
    private const double LeastShare = 0.05;

    // All steps, half as many, and so on.
    private const int Moments = 6;

    // A standard error of fewer differences is hardly known.
    private const int FewestExamples = 20;

    // Without a dev part each example is set aside once, while the network learns from the other parts.
    private const int Parts = 3;

    public static PreflightCheck Run<T>(Preflight<T> preflight, Dataset<T> train, Dataset<T>? dev)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int count = dev?.Count ?? train.Count;
        if (count < FewestExamples || train.Count < 2)
        {
            return PreflightCheck.Of(
                PreflightSubject.InputMatters, CheckOutcome.NotApplicable, $"{count} examples are too few to compare by: {FewestExamples} are needed");
        }

        int[] moments = [.. Enumerable.Range(0, Moments).Select(i => preflight.ComparisonSteps >> (Moments - 1 - i)).Where(steps => steps > 0)];
        List<double>[] seeing = [.. moments.Select(_ => new List<double>())], blind = [.. moments.Select(_ => new List<double>())];
        bool isFinite = true;
        foreach ((Dataset<T> learnt, Dataset<T> judged) in dev is null ? InTurn(train, preflight.Seed) : [(train, dev)])
        {
            isFinite = isFinite && AddLosses(preflight, learnt, judged, moments, seeing) && AddLosses(preflight, Blinded(learnt), Blinded(judged), moments, blind);
        }

        return isFinite
            ? Compare(seeing.MinBy(Enumerable.Average)!, blind.MinBy(Enumerable.Average)!, moments[^1])
            : PreflightCheck.Of(
                PreflightSubject.InputMatters, CheckOutcome.Failed,
                $"the loss is not finite within {preflight.ComparisonSteps} steps: lower the learning rate, clip the gradient, or normalise the inputs");
    }

    private static PreflightCheck Compare(List<double> seeing, List<double> blind, int steps)
    {
        double[] differences = [.. blind.Zip(seeing, (without, with) => without - with)];
        double mean = differences.Average(), without = blind.Average();
        double error = Math.Sqrt(differences.Sum(difference => (difference - mean) * (difference - mean)) / (differences.Length - 1) / differences.Length);
        string measured = FormattableString.Invariant(
            $"within {steps} steps the loss of {differences.Length} examples that it has not seen falls to {seeing.Average():G3}, and to {without:G3} if it sees no input: {mean:G3} ± {error:G2} better");
        return mean > 0 && mean >= StandardErrors * error
            ? PreflightCheck.Of(PreflightSubject.InputMatters, CheckOutcome.Passed, $"{measured}")
            : mean + (StandardErrors * error) <= LeastShare * double.Abs(without)
            ? PreflightCheck.Of(
                PreflightSubject.InputMatters, CheckOutcome.Failed,
                $"{measured}, where more than {100 * LeastShare:F0} % is expected: look whether each target stands beside its own features, normalise the inputs, and try other "
                + $"learning rates")
            : PreflightCheck.Of(PreflightSubject.InputMatters, CheckOutcome.NotApplicable, $"{measured}: too few examples, or steps, to tell");
    }

    private static Dataset<T> Blinded<T>(Dataset<T> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => data.WithFeatures(new T[data.Count * data.FeatureCount]);

    private static IEnumerable<(Dataset<T> Learnt, Dataset<T> Judged)> InTurn<T>(Dataset<T> data, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[] order = [.. Enumerable.Range(0, data.Count)];
        new Philox(seed, RandomPurpose.Split).Shuffle(order);
        return Enumerable.Range(0, Parts).Select(part => (
            data.Select(order.Where((_, i) => i % Parts != part).ToArray()), data.Select(order.Where((_, i) => i % Parts == part).ToArray())));
    }

    // Adds the loss of each judged example after each number of steps; false where one is not finite.
    private static bool AddLosses<T>(Preflight<T> preflight, Dataset<T> train, Dataset<T> judged, int[] moments, List<double>[] losses)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        MiniBatches<T> batches = preflight.Batches(train, preflight.BatchSize);
        TrainingCopy<T> training = preflight.Train(preflight.Network.Clone(), batches.BatchSize);
        int step = 0;
        foreach ((int moment, int steps) in moments.Index())
        {
            for (; step < steps; step++)
            {
                (int epoch, int index) = int.DivRem(step, batches.Count);
                if (index == 0)
                {
                    batches.StartEpoch(epoch);
                }

                MiniBatch<T> batch = batches[index];
                if (preflight.Loss.Divisor(batch.Targets) > 0 && !double.IsFinite(training.Step(batch.Features, batch.Targets)))
                {
                    return false;
                }
            }

            AddLosses(training, preflight.Loss, judged, losses[moment]);
        }

        return losses.All(ofMoment => ofMoment.TrueForAll(double.IsFinite));
    }

    private static void AddLosses<T>(TrainingCopy<T> training, Loss<T> loss, Dataset<T> judged, List<double> losses)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int first = 0; first < judged.Count; first += training.Workspace.MaxBatch)
        {
            int count = int.Min(training.Workspace.MaxBatch, judged.Count - first);
            ReadOnlyMatrixSpan<T> outputs = training.Network.Forward(judged.Features.Slice(first, count), training.Workspace, Pass.Inference);
            for (int i = 0; i < count; i++)
            {
                losses.Add(loss.Evaluate(outputs.Slice(i, 1), judged.Targets.Slice(first + i, 1), divisor: 1));
            }
        }
    }
}

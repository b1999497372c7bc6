using System.Numerics;

namespace FastNet.Training;

/// <summary>
/// The network trained for some steps is compared, example by example and on examples that it has not seen, with one that was trained likewise on features that are
/// all 0: that one can learn no more than the targets' distribution.
/// </summary>
internal static class InputMattersCheck
{
    // How many standard errors the mean difference is to be above 0: chance alone gives as much in 2 % of cases.
    private const double LeastStandardErrors = 2;

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

        List<double> seeing = [], blind = [];
        bool isFinite = true;
        foreach ((Dataset<T> learnt, Dataset<T> judged) in dev is null ? InTurn(train, preflight.Seed) : [(train, dev)])
        {
            isFinite = isFinite && AddLosses(preflight, learnt, judged, seeing) && AddLosses(preflight, Blinded(learnt), Blinded(judged), blind);
        }

        if (!isFinite)
        {
            return PreflightCheck.Of(
                PreflightSubject.InputMatters, CheckOutcome.Failed,
                $"the loss is not finite within {preflight.ComparisonSteps} steps: lower the learning rate, clip the gradient, or normalise the inputs");
        }

        double[] differences = [.. blind.Zip(seeing, (without, with) => without - with)];
        double mean = differences.Average();
        double error = Math.Sqrt(differences.Sum(difference => (difference - mean) * (difference - mean)) / (count - 1) / count);
        bool matters = mean > 0 && mean >= LeastStandardErrors * error;
        return matters
            ? PreflightCheck.Of(
                PreflightSubject.InputMatters, CheckOutcome.Passed,
                $"after {preflight.ComparisonSteps} steps the loss of {count} examples that it has not seen is {seeing.Average():G3}, and {blind.Average():G3} if it sees no "
                + $"input: {mean:G3} ± {error:G2} better")
            : PreflightCheck.Of(
                PreflightSubject.InputMatters, CheckOutcome.Failed,
                $"after {preflight.ComparisonSteps} steps the loss of {count} examples that it has not seen is {seeing.Average():G3}, and {blind.Average():G3} if it sees no "
                + $"input: {mean:G3} ± {error:G2}, where more than {LeastStandardErrors:G1} standard errors are expected: look whether each target stands beside its own features, "
                + $"normalise the inputs, and try other learning rates");
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

    // Adds the loss of each judged example after the steps; false where one is not finite.
    private static bool AddLosses<T>(Preflight<T> preflight, Dataset<T> train, Dataset<T> judged, List<double> losses)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        MiniBatches<T> batches = preflight.Batches(train, preflight.BatchSize);
        TrainingCopy<T> training = preflight.Train(preflight.Network.Clone(), batches.BatchSize);
        for (int step = 0; step < preflight.ComparisonSteps; step++)
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

        for (int first = 0; first < judged.Count; first += batches.BatchSize)
        {
            int count = int.Min(batches.BatchSize, judged.Count - first);
            ReadOnlyMatrixSpan<T> outputs = training.Network.Forward(judged.Features.Slice(first, count), training.Workspace, Pass.Inference);
            for (int i = 0; i < count; i++)
            {
                losses.Add(preflight.Loss.Evaluate(outputs.Slice(i, 1), judged.Targets.Slice(first + i, 1), divisor: 1));
            }
        }

        return losses.TrueForAll(double.IsFinite);
    }
}

using System.Numerics;

namespace FastNet.Training;

/// <summary>A network that can learn learns a few examples by heart: without dropout, the loss of one batch falls to a small share of guessing's.</summary>
internal static class OneBatchCheck
{
    /// <summary>The share of the loss of outputs of 0 that the batch's loss is to fall below: a softmax of 3 classes is then right with probability 0.9.</summary>
    private const double Share = 0.1;

    // A model of few parameters, as a line through all examples, is asked for no more than it can do with ease.
    private const int ParametersOfExample = 2;

    public static PreflightCheck Run<T>(Preflight<T> preflight, Dataset<T> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Dataset<T> batch = WithoutContradictions(preflight, data);
        double guess = preflight.Loss.Divisor(batch.Targets) > 0 ? Guess(preflight, batch) : 0;
        if (batch.Count < 2 || guess == 0)
        {
            return PreflightCheck.Of(PreflightSubject.OneBatch, CheckOutcome.NotApplicable, $"of {batch.Count} examples that do not contradict each other there is nothing to learn");
        }

        TrainingCopy<T> training = preflight.Train(NetworkCopy.WithoutDropout(preflight.Network), batch.Count);
        double first = double.NaN, cost = double.NaN;
        double wanted = Share * guess;
        for (int step = 0; step < preflight.OneBatchSteps; step++)
        {
            cost = training.Step(batch.Features, batch.Targets);
            first = step == 0 ? cost : first;
            if (cost < wanted)
            {
                return PreflightCheck.Of(
                    PreflightSubject.OneBatch, CheckOutcome.Passed,
                    $"{batch.Count} examples are learnt by heart: the loss falls from {first:G3} below {wanted:G3} in {step} steps");
            }

            if (!double.IsFinite(cost))
            {
                return PreflightCheck.Of(
                    PreflightSubject.OneBatch, CheckOutcome.Failed,
                    $"the loss of {batch.Count} examples, {first:G3} at first, is {cost} after {step} steps: lower the learning rate, or normalise the inputs");
            }
        }

        return PreflightCheck.Of(
            PreflightSubject.OneBatch, CheckOutcome.Failed,
            $"{batch.Count} examples are not learnt by heart: the loss is {first:G3} at first and {cost:G3} after {preflight.OneBatchSteps} steps, where below {wanted:G3} is "
            + $"expected: raise the learning rate, take a larger network or less regularisation, and look whether loss and targets fit");
    }

    private static double Guess<T>(Preflight<T> preflight, Dataset<T> batch)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int outputs = preflight.Network.Outputs;
        return preflight.Loss.Evaluate(new MatrixSpan<T>(new T[batch.Count * outputs], batch.Count, outputs), batch.Targets);
    }

    // Of examples with the same features the first alone: two targets of one input cannot both be learnt.
    private static Dataset<T> WithoutContradictions<T>(Preflight<T> preflight, Dataset<T> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[] order = [.. Enumerable.Range(0, data.Count)];
        new Philox(preflight.Seed, RandomPurpose.Shuffle).Shuffle(order);
        int most = int.Min(preflight.BatchSize, preflight.Network.Parameters.Length / (ParametersOfExample * preflight.Network.Outputs));
        List<int> rows = [];
        for (int i = 0; i < order.Length && rows.Count < int.Max(2, most); i++)
        {
            if (!rows.Exists(row => data.Features.Row(row).SequenceEqual(data.Features.Row(order[i]))))
            {
                rows.Add(order[i]);
            }
        }

        return data.Select(rows.ToArray());
    }
}

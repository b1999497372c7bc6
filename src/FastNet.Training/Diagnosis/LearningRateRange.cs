using System.Numerics;
using FastNet.Kernels;

namespace FastNet.Training;

/// <summary>A step of a range test.</summary>
/// <param name="Rate">The learning rate.</param>
/// <param name="Loss">The loss of the step's batch, before the step.</param>
/// <param name="Smoothed">The exponentially weighted average of the losses so far, corrected for its start.</param>
public readonly record struct RangePoint(double Rate, double Loss, double Smoothed);

/// <summary>
/// The learning-rate range test (Smith, "Cyclical learning rates for training neural networks", WACV 2017, section 3.3): a copy is trained while the rate
/// grows exponentially, until the loss explodes.
/// </summary>
/// <param name="Curve">The steps, from the smallest rate on.</param>
/// <param name="Steepest">The rate at which the smoothed loss falls fastest against the logarithm of the rate: a good rate to train with; null where it never falls.</param>
/// <param name="Edge">The rate beyond which the smoothed loss does not fall any further; null where it never falls, or still falls at the largest rate.</param>
/// <param name="HasExploded">Whether the test ended before the largest rate, as the loss exploded.</param>
public sealed record LearningRateRange(IReadOnlyList<RangePoint> Curve, double? Steepest, double? Edge, bool HasExploded)
{
    // The weight of the past: an average over about 10 losses.
    private const double Beta = 0.9;

    // The smoothed loss has exploded at this multiple of its lowest (as in fastai's range test; Gugger, "How do you find a good learning rate", 2018).
    private const double Explosion = 4;

    // The lowest smoothed loss is to be at least this share below the first few: less is noise between batches.
    private const double LeastFall = 0.05;

    // The fall begins where the smoothed loss has this share of it behind it for good: before, batches differ more than rates do.
    private const double Begun = 0.1;

    // The steps, on either side, over which the slope is taken.
    private const int Reach = 5;

    // Averages of fewer losses say more of their batches than of the rate.
    private const int First = 2 * Reach;

    /// <summary>Runs the test on a copy; the network stays as it is. The same network, data and seed give the same curve.</summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">What is to become small.</param>
    /// <param name="createOptimizer">Makes an optimizer of the network it is given; its groups' rates grow in proportion.</param>
    /// <param name="train">What it learns from, as it is to see it.</param>
    /// <param name="batchSize">Examples of a step, at least 1; at least 2 with batch norm.</param>
    /// <param name="minimum">The first rate, above 0.</param>
    /// <param name="maximum">The last rate, above the first.</param>
    /// <param name="steps">The steps from the first rate to the last, at least 20.</param>
    /// <param name="seed">Selects the order of the examples.</param>
    /// <exception cref="ArgumentException">A number lies outside, a part does not fit, or the function makes another network's optimizer.</exception>
    public static LearningRateRange Run<T>(
        Network<T> network, Loss<T> loss, Func<Network<T>, Optimizer<T>> createOptimizer, Dataset<T> train, int batchSize, double minimum = 1e-6,
        double maximum = 10, int steps = 200, ulong seed = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(createOptimizer);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 4 * Reach);
        if (!(minimum > 0 && maximum > minimum && double.IsFinite(maximum)))
        {
            throw new ArgumentException(FormattableString.Invariant($"expected rates above 0, the first below the last, got {minimum} and {maximum}."), nameof(minimum));
        }

        MiniBatches<T> batches = new(train, batchSize, seed, dropLast: true);
        TrainingCopy<T> training = new(network.Clone(), loss, createOptimizer, batches.BatchSize);
        ExponentialMovingAverage average = new(Beta);
        List<RangePoint> curve = [];
        double lowest = double.PositiveInfinity;
        double growth = VectorMath.Log(maximum / minimum) / (steps - 1);
        for (int step = 0; step < steps; step++)
        {
            (int epoch, int index) = int.DivRem(step, batches.Count);
            if (index == 0)
            {
                batches.StartEpoch(epoch);
            }

            double rate = minimum * VectorMath.Exp(growth * step);
            training.Optimizer.LearningRateFactor = rate / training.Optimizer.LearningRate;
            MiniBatch<T> batch = batches[index];
            if (!(loss.Divisor(batch.Targets) > 0))
            {
                continue;
            }

            double cost = training.Step(batch.Features, batch.Targets);
            if (!double.IsFinite(cost))
            {
                return Of(curve, hasExploded: true);
            }

            average.Add(cost);
            curve.Add(new(rate, cost, average.Value));
            if (curve.Count <= First)
            {
                continue;
            }

            lowest = double.Min(lowest, average.Value);
            if (average.Value > Explosion * lowest)
            {
                return Of(curve, hasExploded: true);
            }
        }

        return Of(curve, hasExploded: false);
    }

    /// <summary>The suggestion in one line.</summary>
    public override string ToString() => Steepest is not { } steepest
        ? FormattableString.Invariant($"the loss does not fall at any of {Curve.Count} rates: look at the network and the data before the learning rate")
        : FormattableString.Invariant($"the loss falls fastest at a learning rate of {steepest:G2}")
            + (Edge is { } edge ? FormattableString.Invariant($", and no further beyond {edge:G2}") : FormattableString.Invariant($", and still at {Curve[^1].Rate:G2}"));

    private static LearningRateRange Of(List<RangePoint> curve, bool hasExploded)
    {
        if (curve.Count <= First)
        {
            return new(curve, null, null, hasExploded);
        }

        double start = curve.Take(First).Average(point => point.Loss);
        int bottom = Enumerable.Range(First, curve.Count - First).MinBy(i => curve[i].Smoothed);
        double lowest = curve[bottom].Smoothed;
        if (!(lowest < start - (LeastFall * double.Abs(start))))
        {
            return new(curve, null, null, hasExploded);
        }

        int begin = bottom;
        while (begin > Reach && curve[begin].Smoothed < start - (Begun * (start - lowest)))
        {
            begin--;
        }

        // Rates grow by one factor a step: the slope against their logarithm is that against the step.
        int steepest = Enumerable.Range(begin, int.Max(1, bottom - Reach - begin + 1)).MinBy(i => curve[int.Min(i + Reach, curve.Count - 1)].Smoothed - curve[i - Reach].Smoothed);
        return new(curve, curve[steepest].Rate, bottom == curve.Count - 1 ? null : curve[bottom].Rate, hasExploded);
    }
}

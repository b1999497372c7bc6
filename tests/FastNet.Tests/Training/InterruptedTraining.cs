using System.Numerics;
using FastNet.Tests.Kernels;
using FastNet.Training;

namespace FastNet.Tests.Training;

/// <summary>All that a training changes, made anew for each run.</summary>
internal sealed record TrainingParts<T>(Network<T> Network, Optimizer<T> Optimizer, Trainer<T> Trainer)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>Trainings that are stopped after each of their steps and go on from the saved state, in new memory.</summary>
internal static class InterruptedTraining
{
    /// <summary>New parts with the same numbers; the trainer has the two given options.</summary>
    public delegate TrainingParts<T> Create<T>(Autosave? autosave, Action<long>? stepEnded)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>
    /// Stops by an exception and by cancelling; parameters, statistics, moments, averages and history are then those of a training left alone.
    /// </summary>
    /// <returns>The history of the training left alone.</returns>
    public static TrainingHistory ShouldGoOnWithTheSameBits<T>(Create<T> create, Dataset<T> train, Dataset<T>? dev, int epochs, int batchSize)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => ShouldGoOnWithTheSameBits(
            create,
            (trainer, token) => trainer.Fit(train, dev, epochs, batchSize, token),
            (trainer, path) => trainer.Resume(path, train, dev, epochs, batchSize));

    /// <summary>The same of examples that may be anywhere.</summary>
    public static TrainingHistory ShouldGoOnWithTheSameBits<T>(
        Create<T> create, Func<Trainer<T>, CancellationToken, TrainingHistory> fit, Func<Trainer<T>, string, TrainingHistory> resume)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int steps = 0;
        TrainingParts<T> alone = create(null, _ => steps++);
        TrainingHistory history = fit(alone.Trainer, CancellationToken.None);
        Assert.InRange(steps, 4, int.MaxValue);
        string folder = Directory.CreateTempSubdirectory("fastnet").FullName;
        try
        {
            string path = Path.Combine(folder, "state.safetensors");
            for (int last = 1; last <= steps; last++)
            {
                foreach (bool cancels in (bool[])[false, true])
                {
                    File.Delete(path);
                    if (StopAfter(last, cancels))
                    {
                        TrainingParts<T> resumed = create(null, null);
                        TrainingHistory rest = resume(resumed.Trainer, path);
                        ShouldBe(alone, history, resumed, rest, $"stopped after step {last}");
                    }
                }
            }

            // Whether there is something to go on from: who cancels after the last step cancels nothing.
            bool StopAfter(int last, bool cancels)
            {
                using CancellationTokenSource source = new();
                int made = 0;
                TrainingParts<T> stopped = create(new Autosave(path, cancels ? int.MaxValue : 1), _ =>
                {
                    if (++made == last)
                    {
                        source.Cancel();
                        if (!cancels)
                        {
                            throw new OperationCanceledException();
                        }
                    }
                });
                if (!cancels)
                {
                    Assert.Throws<OperationCanceledException>(() => fit(stopped.Trainer, CancellationToken.None));
                    return true;
                }

                TrainingHistory part = fit(stopped.Trainer, source.Token);
                Assert.Equal(last < steps, part.End == TrainingEnd.Cancelled);
                return last < steps;
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return history;
    }

    private static void ShouldBe<T>(
        TrainingParts<T> expected, TrainingHistory expectedHistory, TrainingParts<T> actual, TrainingHistory actualHistory, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Bits.AssertSame<T>(expected.Network.Parameters, actual.Network.Parameters, what);
        Bits.AssertSame<T>(expected.Network.State, actual.Network.State, what);
        if (expected.Network.State.Length > 0)
        {
            // Without statistics a file has no place for their count.
            Assert.Equal(expected.Network.BatchesTracked, actual.Network.BatchesTracked);
        }

        Assert.Equal(expected.Optimizer.StepCount, actual.Optimizer.StepCount);
        Assert.Equal(expected.Optimizer.Scalars.ToArray(), actual.Optimizer.Scalars.ToArray());
        for (int i = 0; i < expected.Optimizer.MomentNames.Count; i++)
        {
            Bits.AssertSame<T>(expected.Optimizer.Moment(i), actual.Optimizer.Moment(i), what);
        }

        if (expected.Trainer.Averaging?.Average is { Count: > 0 } average)
        {
            ParameterAverage<T> other = actual.Trainer.Averaging!.Average;
            Assert.Equal(average.Count, other.Count);
            Bits.AssertSame(average.Values, other.Values, what);
        }

        Assert.Equal(expectedHistory.Epochs.Select(WithoutSpeed), actualHistory.Epochs.Select(WithoutSpeed));
        Assert.Equal(expectedHistory.Steps, actualHistory.Steps);
        Assert.Equal(
            (expectedHistory.BestEpoch, expectedHistory.BestStep, expectedHistory.End, expectedHistory.StoppedBecause),
            (actualHistory.BestEpoch, actualHistory.BestStep, actualHistory.End, actualHistory.StoppedBecause));
    }

    private static EpochRecord WithoutSpeed(EpochRecord record) => record with { ExamplesPerSecond = 0 };
}

using System.Text.Json.Serialization;

namespace FastNet.Training;

/// <summary>Why training ended.</summary>
public enum TrainingEnd
{
    /// <summary>All epochs were run.</summary>
    Completed,

    /// <summary>The dev part saw no improvement for as long as early stopping waits.</summary>
    StoppedEarly,

    /// <summary>The caller cancelled it.</summary>
    Cancelled,

    /// <summary>A loss was NaN or infinite.</summary>
    NotFinite,

    /// <summary>The state, or an epoch's file, could not be written.</summary>
    NotSaved,
}

/// <summary>One epoch of training.</summary>
/// <param name="Epoch">From 1 on.</param>
/// <param name="TrainCost">The mean over the epoch's examples of the loss as training saw it, dropout included, plus <paramref name="Penalty"/>.</param>
/// <param name="Penalty">The regularizers' penalties of the parameters after the epoch; decoupled decay and max-norm have none.</param>
/// <param name="Train">The train part after the epoch, without dropout or penalty; null where it is not asked for.</param>
/// <param name="Dev">The dev part after the epoch, without dropout or penalty; null where there is none.</param>
/// <param name="ExamplesPerSecond">Training speed, evaluation not counted; 0 for an epoch before the training was resumed.</param>
public sealed record EpochRecord(
    int Epoch, double TrainCost, double Penalty, Evaluation? Train, Evaluation? Dev, [property: JsonIgnore] double ExamplesPerSecond = 0)
{
    /// <summary>The steps made in this training by its end.</summary>
    public long Step { get; init; }
}

/// <summary>The dev part within an epoch.</summary>
/// <param name="Epoch">The epoch under way, from 1 on.</param>
/// <param name="Step">The steps made in this training by then.</param>
/// <param name="Dev">Without dropout or penalty.</param>
public sealed record StepRecord(int Epoch, long Step, Evaluation Dev);

/// <summary>How training went.</summary>
/// <param name="Epochs">The epochs that were finished.</param>
/// <param name="BestEpoch">The epoch whose parameters the network now has, from 1 on; 0 for those it had before.</param>
/// <param name="End">Why it ended.</param>
/// <param name="StoppedBecause">The same in words.</param>
public sealed record TrainingHistory(IReadOnlyList<EpochRecord> Epochs, int BestEpoch, TrainingEnd End, string StoppedBecause)
{
    /// <summary>The evaluations within epochs, by <see cref="Trainer{T}.EvaluationSteps"/>.</summary>
    public IReadOnlyList<StepRecord> Steps { get; init; } = [];

    /// <summary>The steps after which the network had the parameters that it now has; 0 for those from before.</summary>
    public long BestStep { get; init; }

    /// <summary>What the result depends on, in words by name: architecture and seed, data by their fingerprints, batches, optimizer, loss, schedule.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}

using FastNet.Training;

namespace FastNet.Cli;

/// <summary>What <c>fastnet train</c> learns from, in memory or read row by row.</summary>
internal abstract class TrainingSource
{
    /// <summary>The columns.</summary>
    public abstract DataSchema Schema { get; }

    /// <summary>Classification or regression.</summary>
    public abstract LearningTask Task { get; }

    /// <summary>Whether the task was found out from the target's cells.</summary>
    public abstract bool TaskIsGuessed { get; }

    /// <summary>The classes; empty for regression.</summary>
    public abstract IReadOnlyList<string> ClassNames { get; }

    /// <summary>How the parts are cut, behind their sizes.</summary>
    public abstract string SplitDescription { get; }

    /// <summary>The parts in memory; null where they are not.</summary>
    public virtual Split<float>? Parts => null;

    /// <summary>The examples of a part.</summary>
    public abstract long this[SplitPart part] { get; }

    /// <summary>The examples of all parts.</summary>
    public long Count => Enum.GetValues<SplitPart>().Sum(part => this[part]);

    /// <summary>What the reader should know of the data.</summary>
    public virtual IEnumerable<string> Remarks => [];

    /// <summary>The examples of each class in a part; empty for regression.</summary>
    public abstract IReadOnlyList<long> ClassCounts(SplitPart part);

    /// <summary>What is reached on a part without a look at the features.</summary>
    public abstract Baseline BaselineOf(SplitPart part);

    /// <summary>A new network for the data, with what it takes to use it.</summary>
    public abstract TrainedModel<float> CreateModel(NetworkSettings settings);

    /// <summary>The augmentation of the train part; null for none.</summary>
    /// <exception cref="InvalidDataException">It does not go with the data.</exception>
    public abstract BatchAugmentation<float>? CreateAugmentation(Augmentation? augmentation, ulong seed);

    /// <summary>Examples of a part as a network takes them: all, or as many as there is room for; null where the part has none.</summary>
    public abstract Dataset<float>? Sample(SplitPart part);

    /// <summary>Trains, or goes on with a training.</summary>
    /// <param name="trainer">The training.</param>
    /// <param name="settings">How; a state that is resumed may have had other settings, on purpose.</param>
    /// <param name="batchSize">Examples of a step.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public abstract TrainingHistory Run(Trainer<float> trainer, TrainSettings settings, int batchSize, CancellationToken cancellationToken);

    /// <summary>How a model does on a part, in the target's own unit.</summary>
    public abstract Evaluation Evaluate(TrainedModel<float> model, SplitPart part);
}

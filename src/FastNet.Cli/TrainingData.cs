using System.Globalization;
using System.Numerics;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>A table in parts, with what its train part fills missing numbers by and normalises with.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class TrainingData<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Normalizer? targetNormalizer;

    /// <summary>Reads, splits and measures.</summary>
    /// <exception cref="InvalidDataException">The table is none to learn from.</exception>
    public TrainingData(DataSettings settings, ulong seed)
    {
        Plan = settings.Read();
        try
        {
            Rows = settings.Split.Cut(Plan, seed);
        }
        catch (ArgumentException exception)
        {
            throw InvalidInput.Of(settings.Name, exception);
        }

        Schema = Plan.Fit(Rows.Train);
        All = Plan.Encode<T>(Schema);
        (Rows, Moved) = settings.Split.Separate(settings.Name, All, Rows);
        if (Moved > 0)
        {
            Schema = Plan.Fit(Rows.Train);
            All = Plan.Encode<T>(Schema);
        }

        Raw = Rows.Select(All);
        Normalizer = Normalizer.Fit(Raw.Train.Features, settings.Normalizer);
        targetNormalizer = Plan.Task == LearningTask.Regression ? FitTarget(settings) : null;
        Plan.RequireInReach(Schema, Normalizer, targetNormalizer);
    }

    public TablePlan Plan { get; }

    public DataSchema Schema { get; }

    /// <summary>Which rows are in which part.</summary>
    public SplitRows Rows { get; }

    /// <summary>Rows that went to the train part because it has their like.</summary>
    public int Moved { get; }

    /// <summary>All examples as they were read.</summary>
    public Dataset<T> All { get; }

    /// <summary>The parts as they were read.</summary>
    public Split<T> Raw { get; }

    /// <summary>What features go through.</summary>
    public Normalizer Normalizer { get; }

    /// <summary>A part as a network takes it.</summary>
    public Dataset<T> Prepare(Dataset<T> part) => Prepare(part, Normalizer, targetNormalizer);

    /// <summary>The same with normalisers of one's own; none for classes.</summary>
    public static Dataset<T> Prepare(Dataset<T> part, Normalizer features, Normalizer? targets) =>
        features.Apply(targets?.ApplyToValues(part) ?? part);

    /// <summary>A part with raw features, and targets as a network takes them.</summary>
    public Dataset<T> PrepareTargets(Dataset<T> part) => targetNormalizer?.ApplyToValues(part) ?? part;

    /// <summary>A new network for the data, with what it takes to use it.</summary>
    public TrainedModel<T> CreateModel(NetworkSettings settings)
    {
        int inputs = All.FeatureCount;
        Network<T> network = new(inputs, settings.Layers(inputs, All.HasClasses ? All.ClassNames.Count : All.ValueCount), settings.Seed);
        return targetNormalizer is null
            ? TrainedModel<T>.Classifier(network, Normalizer, Schema, All.ClassNames)
            : TrainedModel<T>.Regressor(network, Normalizer, Schema, targetNormalizer);
    }

    private Normalizer FitTarget(DataSettings settings)
    {
        Normalizer fit = Normalizer.Fit(Raw.Train.Values);
        int constant = fit.Scales.Index().FirstOrDefault(scale => scale.Item == 0, (Index: -1, Item: 0)).Index;
        return constant < 0
            ? fit
            : throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"{settings.Name}: column {Schema.Targets[constant].Index + 1} ({Schema.Targets[constant].Name}): expected values that differ, got only {fit.Centers[constant]}."));
    }
}

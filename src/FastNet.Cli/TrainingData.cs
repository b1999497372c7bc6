using System.Globalization;
using System.Numerics;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>A table, cut into parts, with the normalisers that its train part gives.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class TrainingData<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Normalizer normalizer;
    private readonly Normalizer? targetNormalizer;

    /// <summary>Reads, splits and measures.</summary>
    /// <exception cref="InvalidDataException">The table is none to learn from.</exception>
    public TrainingData(DataSettings settings, ulong seed)
    {
        Csv = settings.Read<T>();
        Raw = Cut(settings, seed);
        normalizer = Normalizer.Fit(Raw.Train.Features);
        targetNormalizer = Csv.Task == LearningTask.Regression ? FitTarget(settings) : null;
        Csv.RequireInReach(normalizer, targetNormalizer);
    }

    public CsvDataset<T> Csv { get; }

    /// <summary>The parts as they were read.</summary>
    public Split<T> Raw { get; }

    /// <summary>A part as a network takes it.</summary>
    public Dataset<T> Prepare(Dataset<T> part) =>
        targetNormalizer is null ? normalizer.Apply(part) : targetNormalizer.ApplyToValues(normalizer.Apply(part));

    /// <summary>A new network for the data, with what it takes to use it.</summary>
    public TrainedModel<T> CreateModel(NetworkSettings settings)
    {
        Dataset<T> data = Csv.Data;
        Network<T> network = new(
            data.FeatureCount, settings.Layers(data.FeatureCount, data.HasClasses ? data.ClassNames.Count : 1), settings.Seed);
        return targetNormalizer is null
            ? TrainedModel<T>.Classifier(network, normalizer, Csv.Schema, data.ClassNames)
            : TrainedModel<T>.Regressor(network, normalizer, Csv.Schema, targetNormalizer);
    }

    private Split<T> Cut(DataSettings settings, ulong seed)
    {
        try
        {
            return Csv.Data.HasClasses
                ? Split.Stratified(Csv.Data, settings.Ratios, seed)
                : Split.Random(Csv.Data, settings.Ratios, seed);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"{settings.Name}: {exception.Message.Split(" (Parameter")[0]}", exception);
        }
    }

    private Normalizer FitTarget(DataSettings settings)
    {
        Normalizer fit = Normalizer.Fit(Raw.Train.Values);
        return fit.Deviations[0] > 0
            ? fit
            : throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"{settings.Name}: column {Csv.Schema.TargetIndex + 1} ({Csv.Schema.Target}): expected values that differ, got only {fit.Means[0]}."));
    }
}

using System.Globalization;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>A table, cut into parts, with the normalisers that its train part gives.</summary>
internal sealed class TrainingData
{
    private readonly Normalizer normalizer;
    private readonly Normalizer? targetNormalizer;

    /// <summary>Reads, splits and measures.</summary>
    /// <exception cref="InvalidDataException">The table is none to learn from.</exception>
    public TrainingData(DataSettings settings, ulong seed)
    {
        Csv = settings.Read();
        Raw = Cut(settings, seed);
        normalizer = Normalizer.Fit(Raw.Train.Features);
        targetNormalizer = Csv.Task == LearningTask.Regression ? FitTarget(settings) : null;
        Csv.RequireInReach(normalizer, targetNormalizer);
    }

    public CsvDataset<float> Csv { get; }

    /// <summary>The parts as they were read.</summary>
    public Split<float> Raw { get; }

    /// <summary>A part as a network takes it.</summary>
    public Dataset<float> Prepare(Dataset<float> part) =>
        targetNormalizer is null ? normalizer.Apply(part) : targetNormalizer.ApplyToValues(normalizer.Apply(part));

    /// <summary>A new network for the data, with what it takes to use it.</summary>
    public TrainedModel<float> CreateModel(NetworkSettings settings)
    {
        Dataset<float> data = Csv.Data;
        Network<float> network = new(
            data.FeatureCount, settings.Layers(data.FeatureCount, data.HasClasses ? data.ClassNames.Count : 1), settings.Seed);
        return targetNormalizer is null
            ? TrainedModel<float>.Classifier(network, normalizer, Csv.Schema, data.ClassNames)
            : TrainedModel<float>.Regressor(network, normalizer, Csv.Schema, targetNormalizer);
    }

    private Split<float> Cut(DataSettings settings, ulong seed)
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

using System.Numerics;

namespace FastNet.Training;

/// <summary>Reads the columns that a model wants from a CSV file: by name where both have names, else by position.</summary>
public static class ModelInput
{
    /// <summary>Examples with the target, for <see cref="TrainedModel{T}.Evaluate"/>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file, gzip or plain.</param>
    /// <param name="hasHeader">Whether its first line holds names; null to find out.</param>
    /// <exception cref="InvalidDataException">The contents are not what was expected; the message says file, row and column.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Dataset<T> ReadExamples<T>(TrainedModel<T> model, string path, bool? hasHeader = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        CsvFile<T> file = CsvFile<T>.Read(path, hasHeader, layout => Select(model.Schema, layout, wantsTarget: true));
        file.RequireInReach(model.Normalizer);
        int features = model.Schema.Features.Count;
        if (model.TargetNormalizer is not null)
        {
            T[] values = [.. file.Targets.Select((cell, i) => CsvFile<T>.ParseNumber(cell, file.Layout, file.Lines[i], file.Selection.Target))];
            file.RequireInReach(values, model.TargetNormalizer);
            return new(file.Features, features, values, 1, model.Schema.Features);
        }

        int[] classes = new int[file.Targets.Length];
        Dictionary<string, int> numbers = model.ClassNames.Select((name, i) => (name, i)).ToDictionary(p => p.name, p => p.i, StringComparer.Ordinal);
        for (int i = 0; i < classes.Length; i++)
        {
            if (!numbers.TryGetValue(file.Targets[i], out classes[i]))
            {
                string expected = CsvLayout.Quote(string.Join(", ", model.ClassNames), 200);
                throw file.Layout.Error(file.Lines[i], file.Selection.Target, $"one of the classes {expected}", file.Targets[i]);
            }
        }

        return new(file.Features, features, classes, model.ClassNames, model.Schema.Features);
    }

    /// <summary>Raw features for <see cref="TrainedModel{T}.Predict"/>. A target column is passed over.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file, gzip or plain.</param>
    /// <param name="hasHeader">Whether its first line holds names; null to find out.</param>
    /// <exception cref="InvalidDataException">The contents are not what was expected; the message says file, row and column.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static InputFeatures<T> ReadFeatures<T>(TrainedModel<T> model, string path, bool? hasHeader = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        CsvFile<T> file = CsvFile<T>.Read(path, hasHeader, layout => Select(model.Schema, layout, wantsTarget: false));
        file.RequireInReach(model.Normalizer);
        return new(file.Features, file.Lines);
    }

    private static CsvSelection Select(CsvSchema schema, CsvLayout layout, bool wantsTarget) =>
        layout.HasHeader && schema.HasHeader ? SelectByName(schema, layout, wantsTarget) : SelectByPosition(schema, layout, wantsTarget);

    private static CsvSelection SelectByName(CsvSchema schema, CsvLayout layout, bool wantsTarget)
    {
        int[] features = [.. schema.Features.Select(Index)];
        int target = Array.IndexOf(layout.Names, schema.Target);
        for (int i = 0; i < layout.Names.Length; i++)
        {
            if (i != target && !features.Contains(i))
            {
                throw layout.Error(1, i, "no column but the model's", layout.Names[i]);
            }
        }

        return new(features, wantsTarget ? Index(schema.Target) : -1);

        int Index(string name)
        {
            int index = Array.IndexOf(layout.Names, name);
            return index >= 0
                ? index
                : throw new InvalidDataException(
                    $"{layout.File}: row 1, column {CsvLayout.Quote(name, 40)}: expected the model's columns, got none of this name.");
        }
    }

    private static CsvSelection SelectByPosition(CsvSchema schema, CsvLayout layout, bool wantsTarget)
    {
        int count = schema.Features.Count;
        bool hasTarget = layout.Names.Length == count + 1;
        if (!hasTarget && (wantsTarget || layout.Names.Length != count))
        {
            throw new InvalidDataException(
                $"{layout.File}: row 1, column {int.Min(layout.Names.Length, count) + 1}: expected {count} features "
                + $"{(wantsTarget ? "and" : "with or without")} the target, got {layout.Names.Length} columns.");
        }

        int target = hasTarget ? schema.TargetIndex : -1;
        return new([.. Enumerable.Range(0, layout.Names.Length).Where(column => column != target)], wantsTarget ? target : -1);
    }
}

using System.Numerics;

namespace FastNet.Training;

/// <summary>Reads the columns that a model wants from a file: by name where both have names, else by position.</summary>
public static class ModelInput
{
    /// <summary>Examples with the target, for <see cref="TrainedModel{T}.Evaluate"/>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it; null to find out.</param>
    /// <param name="targetPath">
    /// A file of its own with the targets: all its columns, or those of their names where both have names; null where they stand beside the features.
    /// </param>
    /// <exception cref="InvalidDataException">The contents are not what was expected; the message says file, row and column.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Dataset<T> ReadExamples<T>(TrainedModel<T> model, string path, TableOptions? options = null, string? targetPath = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        (Table table, ModelColumns columns) = Read(model, path, options, wantsTargets: targetPath is null);
        if (targetPath is not null)
        {
            (table, columns) = Join(model, table, columns, targetPath, options ?? new());
        }

        DataSchema schema = model.Schema;
        T[] features = schema.Encode<T>(table, columns.Features);
        if (model.TargetNormalizer is not { } targetNormalizer)
        {
            return new(
                features, schema.FeatureNames.Count, DataSchema.EncodeClasses(table, columns.Targets[0], model.ClassNames), model.ClassNames, schema.FeatureNames);
        }

        T[] values = DataSchema.EncodeValues<T>(table, columns.Targets);
        for (int i = 0; i < columns.Targets.Length; i++)
        {
            DataSchema.RequireInReach(table, columns.Targets[i], targetNormalizer, i);
        }

        return new(features, schema.FeatureNames.Count, values, columns.Targets.Length, schema.FeatureNames);
    }

    /// <summary>Raw features for <see cref="TrainedModel{T}.Predict"/>. A target column is passed over.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it; null to find out.</param>
    /// <exception cref="InvalidDataException">The contents are not what was expected; the message says file, row and column.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static InputFeatures<T> ReadFeatures<T>(TrainedModel<T> model, string path, TableOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        (Table table, ModelColumns columns) = Read(model, path, options, wantsTargets: false);
        return new(model.Schema.Encode<T>(table, columns.Features), [.. Enumerable.Range(0, table.Rows).Select(table.LineOf)]);
    }

    private static (Table Table, ModelColumns Columns) Join<T>(
        TrainedModel<T> model, Table table, ModelColumns columns, string targetPath, TableOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ColumnKind kind = model.TargetNormalizer is null ? ColumnKind.Text : ColumnKind.Number;
        string[] names = [.. model.Schema.Targets.Select(target => target.Name)];
        Table targets = TableFormat.Read(targetPath, options with { Arrays = [] }, layout =>
        {
            bool areNamed = layout.HasHeader && names.All(layout.Names.Contains);
            return [.. layout.Names.Select(name => !areNamed || names.Contains(name) ? kind : ColumnKind.Ignored)];
        });
        Table joined = table.With(targets);
        int count = joined.Columns.Count - table.Columns.Count;
        if (count != names.Length)
        {
            throw new InvalidDataException($"{targetPath}: expected {names.Length} columns of targets, got {count}.");
        }

        int[] places = [.. Enumerable.Range(table.Columns.Count, count)];
        return (joined, columns with
        {
            Targets = targets.HasHeader && names.All(targets.Layout.Names.Contains)
                ? Array.ConvertAll(names, name => places.First(place => joined.Columns[place].Name == name))
                : places,
        });
    }

    private static (Table Table, ModelColumns Columns) Read<T>(TrainedModel<T> model, string path, TableOptions? options, bool wantsTargets)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        DataSchema schema = model.Schema;
        bool mayMiss = schema.Features.Any(feature => feature is NumberColumn { Fill: not null } or CategoryColumn { AllowsMissing: true });
        TableOptions reading = (options ?? new()) with { AllowsMissing = mayMiss };
        Table table = TableFormat.Read(path, reading, layout => ModelColumns.Find(schema, layout, wantsTargets).Kinds(schema, layout, model.TargetNormalizer is null));
        ModelColumns columns = ModelColumns.Find(schema, table.Layout, wantsTargets);
        schema.RequireInReach(table, columns.Features, model.Normalizer);
        return (table, columns);
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Training;

/// <summary>Reads the columns that a model wants from a file: by name where both have names, else by position.</summary>
public static class ModelInput
{
    // About what a block's features take.
    private const int BlockBytes = 1 << 18;

    /// <summary>Examples with the target, for <see cref="TrainedModel{T}.Evaluate(Dataset{T})"/>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it; null to find out.</param>
    /// <param name="targetPath">
    /// A file of its own with the targets: all its columns, or those of their names where both have names; null where they stand beside the features.
    /// </param>
    /// <exception cref="InvalidDataException">The contents are not what was expected; the message says file, row and column.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Dataset<T> ReadExamples<T>(TrainedModel<T> model, string path, TableOptions? options = null, string? targetPath = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Examples(model, ExampleBlock<T>.Join([.. Blocks(model, path, options, wantsTargets: true, targetPath)]));

    /// <summary>
    /// The same, some at a time and all in the file's order, for <see cref="TrainedModel{T}.Evaluate(IEnumerable{Dataset{T}}, ConfusionMatrix?)"/>. Text, plain or
    /// gzip, is never in memory as a whole, but from a pipe; other files, and one with a file of targets, are one block. The file is opened, and
    /// errors come, as blocks are asked for.
    /// </summary>
    /// <inheritdoc cref="ReadExamples"/>
    public static IEnumerable<Dataset<T>> ReadExampleBlocks<T>(TrainedModel<T> model, string path, TableOptions? options = null, string? targetPath = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Blocks(model, path, options, wantsTargets: true, targetPath).Select(block => Examples(model, block));

    /// <summary>Raw features for <see cref="TrainedModel{T}.Predict"/>. A target column is passed over.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it; null to find out.</param>
    /// <exception cref="InvalidDataException">The contents are not what was expected; the message says file, row and column.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static InputFeatures<T> ReadFeatures<T>(TrainedModel<T> model, string path, TableOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ExampleBlock<T> all = ExampleBlock<T>.Join([.. Blocks(model, path, options, wantsTargets: false, targetPath: null)]);
        return new(all.Features, all.Lines);
    }

    /// <summary>
    /// The same, some at a time and all in the file's order. Text, plain or gzip, is never in memory as a whole, but from a pipe; other files are one
    /// block. The file is opened, and errors come, as blocks are asked for.
    /// </summary>
    /// <inheritdoc cref="ReadFeatures"/>
    public static IEnumerable<InputFeatures<T>> ReadFeatureBlocks<T>(TrainedModel<T> model, string path, TableOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Blocks(model, path, options, wantsTargets: false, targetPath: null).Select(block => new InputFeatures<T>(block.Features, block.Lines));

    private static Dataset<T> Examples<T>(TrainedModel<T> model, ExampleBlock<T> block)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        DataSchema schema = model.Schema;
        return model.TargetNormalizer is null
            ? new(block.Features, schema.FeatureNames.Count, block.Classes, model.ClassNames, schema.FeatureNames)
            : new(block.Features, schema.FeatureNames.Count, block.Values, schema.Targets.Count, schema.FeatureNames);
    }

    private static IEnumerable<ExampleBlock<T>> Blocks<T>(TrainedModel<T> model, string path, TableOptions? options, bool wantsTargets, string? targetPath)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(path);
        bool mayMiss = model.Schema.Features.Any(feature => feature is NumberColumn { Fill: not null } or CategoryColumn { AllowsMissing: true });
        return Read(model, path, (options ?? new()) with { AllowsMissing = mayMiss }, wantsTargets, targetPath);
    }

    private static IEnumerable<ExampleBlock<T>> Read<T>(TrainedModel<T> model, string path, TableOptions options, bool wantsTargets, string? targetPath)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using Stream file = Open(path);

        // An array that is asked for is no text: that is said where other formats are read.
        if (targetPath is not null || options.Arrays.Count > 0 || !TableFormat.IsText(file, path))
        {
            yield return WholeTable(model, file, path, options, wantsTargets, targetPath);
            yield break;
        }

        using Stream contents = GzipFile.IsGzip(file) ? GzipFile.Open(file, path) : file;
        using TextRows rows = new(contents, path, options);
        ModelColumns columns = ModelColumns.Find(model.Schema, rows.Layout, wantsTargets);
        int[] passedOver = [.. Enumerable.Range(0, rows.Layout.Names.Length).Except(columns.Features).Except(columns.Targets)];
        RowEncoder<T> encoder = new(FeaturesOf(model, columns), options) { Classes = ClassesOf(model, columns), Values = ValuesOf(model, columns) };

        // Whole batches, so that sums over batches are those of the file in one block.
        const int Batch = TrainedModel<T>.BatchSize;
        int size = int.Max(BlockBytes / (encoder.FeatureCount * Unsafe.SizeOf<T>()) / Batch, 1) * Batch;
        TextBlocks<T> blocks = new(rows, encoder, passedOver, size);
        while (blocks.Next() is { } block)
        {
            yield return block;
        }
    }

    private static ExampleBlock<T> WholeTable<T>(TrainedModel<T> model, Stream file, string path, TableOptions options, bool wantsTargets, string? targetPath)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        DataSchema schema = model.Schema;
        bool wantsOwnTargets = wantsTargets && targetPath is null;
        Table table = TableFormat.Read(
            file, path, options, layout => ModelColumns.Find(schema, layout, wantsOwnTargets).Kinds(schema, layout, model.TargetNormalizer is null));
        ModelColumns columns = ModelColumns.Find(schema, table.Layout, wantsOwnTargets);
        if (targetPath is not null)
        {
            (table, columns) = Join(model, table, columns, targetPath, options);
        }

        return new(
            FeaturesOf(model, columns).Encode(table), ValuesOf(model, columns)?.Encode(table) ?? [], ClassesOf(model, columns)?.Encode(table) ?? [],
            [.. Enumerable.Range(0, table.Rows).Select(row => (long)table.LineOf(row))]);
    }

    private static FeatureEncoder<T> FeaturesOf<T>(TrainedModel<T> model, ModelColumns columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(model.Schema, columns.Features) { Reach = model.Normalizer };

    private static ClassEncoder? ClassesOf<T>(TrainedModel<T> model, ModelColumns columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        model.TargetNormalizer is null && columns.Targets is [var target, ..] ? new(model.ClassNames, target) : null;

    private static ValueEncoder<T>? ValuesOf<T>(TrainedModel<T> model, ModelColumns columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        model.TargetNormalizer is { } reach && columns.Targets.Length > 0 ? new(columns.Targets) { Reach = reach } : null;

    // What cannot seek, a pipe, is copied: what it is shows only in bytes that could not be read again.
    private static Stream Open(string path)
    {
        FileStream file = File.OpenRead(path);
        if (file.CanSeek)
        {
            return file;
        }

        using (file)
        {
            MemoryStream copy = new();
            file.CopyTo(copy);
            copy.Position = 0;
            return copy;
        }
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
}

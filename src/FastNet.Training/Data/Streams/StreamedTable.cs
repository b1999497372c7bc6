using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace FastNet.Training;

/// <summary>
/// A file of text, plain or gzip, whose rows are never in memory together. One pass finds the columns' kinds, the categories and classes, and on the
/// rows of the train part alone what stands for missing numbers and what normalises; then <see cref="CreateBatches"/> reads it again for each epoch.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class StreamedTable<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int EvaluationBatchSize = 256;

    private readonly string path;
    private readonly StreamOptions options;
    private readonly HashSplit split;
    private readonly long[] counts = new long[Enum.GetValues<SplitPart>().Length];
    private readonly TargetSurvey<T>[] targets;
    private readonly long[][] classCounts = [];
    private readonly byte[] contents;
    private (long Length, DateTime Written) stamp;

    private StreamedTable(string path, StreamOptions options)
    {
        (this.path, this.options) = (path, options);
        split = new HashSplit(options.Ratios, options.Seed);
        stamp = Stamp();
        using SHA256 hash = SHA256.Create();
        using StreamedRows source = new(path, options.Data, hash);
        TextRows rows = source.Rows;
        TableLayout layout = rows.Layout;
        DatasetOptions data = options.Data;
        ColumnKind[] kinds = data.KindsOf(layout);
        targets = [.. data.TargetsOf(layout).Select(column => new TargetSurvey<T>(layout, column, data))];
        HashSet<int> others = [.. targets.Select(target => target.Column), .. data.KeyColumns.Select(layout.Find)];
        if (layout.Names.Length < 2 || targets.DistinctBy(target => target.Column).Count() < targets.Length)
        {
            throw new InvalidDataException(layout.Names.Length < 2
                ? $"{path}: row {(layout.HasHeader ? data.SkippedLines + 1 : rows.Line)}: expected cells separated by comma, semicolon, tab or bar, got one cell."
                : $"{path}: expected targets that differ, got {string.Join(", ", data.Targets)}.");
        }

        ColumnSurvey<T>[] features =
        [
            .. Enumerable.Range(0, kinds.Length).Where(column => kinds[column] != ColumnKind.Ignored && !others.Contains(column))
                .Select(column => new ColumnSurvey<T>(layout, column, kinds[column], data)),
        ];
        if (features.Length == 0)
        {
            throw new InvalidDataException($"{path}: expected at least one column of features, got {layout.Names.Length} columns in all.");
        }

        (long firstLine, long lastLine) = Survey(rows, features);
        Task = data.Task ?? (targets.Length > 1 ? LearningTask.Regression : targets[0].Guess(Rows));
        TaskIsGuessed = data.Task is null;
        if (Task == LearningTask.Classification)
        {
            ClassNames = targets.Length == 1
                ? targets[0].Classes(firstLine, lastLine)
                : throw new InvalidDataException($"{path}: expected one target of classes, got {targets.Length}.");
            classCounts = [.. Enum.GetValues<SplitPart>().Select(part => targets[0].CountsOf(ClassNames, part))];
        }

        List<(double Center, double Scale)> scales = [];
        FeatureColumn[] columns = [.. features.Select(feature => feature.Build(options.Normalizer, data, Rows, this[SplitPart.Train], scales))];
        Normalizer = NormalizerOf(scales);
        TargetNormalizer = Task == LearningTask.Regression ? NormalizerOf([.. targets.Select(target => target.Scale())]) : null;
        RequireInReach(features, columns);
        Schema = new DataSchema(
            columns, [.. targets.Select(target => new TargetColumn(layout.Names[target.Column], target.Column))], layout.HasHeader,
            [.. layout.Names.Where((_, column) => !features.Any(feature => feature.Column == column) && !targets.Any(target => target.Column == column))]);
        contents = hash.Hash!;
        Fingerprint = FingerprintOf(contents);
    }

    /// <summary>The columns.</summary>
    public DataSchema Schema { get; }

    /// <summary>Classification or regression.</summary>
    public LearningTask Task { get; }

    /// <summary>Whether the task was found out from the target's cells.</summary>
    public bool TaskIsGuessed { get; }

    /// <summary>The classes; empty for regression.</summary>
    public IReadOnlyList<string> ClassNames { get; } = [];

    /// <summary>Of the train part's features.</summary>
    public Normalizer Normalizer { get; }

    /// <summary>Of the train part's target values; null for classes.</summary>
    public Normalizer? TargetNormalizer { get; }

    /// <summary>All examples of the file.</summary>
    public long Rows { get; private set; }

    /// <summary>The examples of a part.</summary>
    public long this[SplitPart part] => counts[(int)part];

    /// <summary>Does the first pass.</summary>
    /// <param name="path">A file that can be read several times: no pipe.</param>
    /// <param name="options">What its columns and parts are.</param>
    /// <exception cref="InvalidDataException">The contents are not what was expected, the train part is empty, or what was asked for needs all rows at once.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static StreamedTable<T> Open(string path, StreamOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        options ??= new();
        string? refused = options.Data.MissingNumbers == MissingNumber.Median ? "the mean for missing numbers, as a median needs all rows at once"
            : options.Normalizer == NormalizerKind.Robust ? "a mean and deviation or a range to normalise by, as quartiles need all rows at once"
            : options.Data.TargetFile is not null ? "the targets in the data's own rows"
            : null;
        return refused is null ? new(path, options) : throw new InvalidDataException($"{path}: read row by row: expected {refused}.");
    }

    /// <summary>A part in batches, each epoch in an order of its own.</summary>
    /// <param name="part">The part.</param>
    /// <param name="batchSize">At least 1.</param>
    /// <param name="seed">Selects the orders.</param>
    /// <param name="shuffle">Whether blocks of <see cref="StreamOptions.BlockBytes"/> are shuffled; else rows come in the file's order, and no block is kept.</param>
    /// <param name="dropLast">Whether examples that do not fill the last batch are left out; a part smaller than a batch is one batch.</param>
    /// <exception cref="ArgumentException">A number lies outside, or the part has no example.</exception>
    public StreamedBatches<T> CreateBatches(SplitPart part, int batchSize, ulong seed = 0, bool shuffle = true, bool dropLast = false) =>
        new(this, part, batchSize, seed, shuffle, dropLast);

    /// <summary>The first examples of a part, as a network takes them.</summary>
    /// <param name="part">The part.</param>
    /// <param name="count">How many, at least 1; all where there are fewer.</param>
    /// <exception cref="ArgumentException">A number lies outside, or the part has no example.</exception>
    /// <exception cref="InvalidDataException">The file is no longer that of the first pass.</exception>
    public Dataset<T> Take(SplitPart part, int count)
    {
        using StreamedBatches<T> batches = CreateBatches(part, count, shuffle: false);
        batches.StartEpoch(0);
        batches.TryNext(out MiniBatch<T> first);
        T[] features = first.Features.Values.ToArray();
        return Task == LearningTask.Classification
            ? new(features, first.Features.Columns, first.Targets.Classes.ToArray(), ClassNames, Schema.FeatureNames)
            : new(features, first.Features.Columns, first.Targets.Values.Values.ToArray(), Schema.Targets.Count, Schema.FeatureNames);
    }

    /// <summary>How a network does on a part; for regression in the normalised target's unit.</summary>
    /// <param name="network">Of as many features and outputs.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="part">The part.</param>
    /// <param name="workers">Threads to divide the work among; null for the caller's own.</param>
    /// <exception cref="ArgumentException">The network does not fit, or the part has no example.</exception>
    /// <exception cref="InvalidDataException">The file is no longer that of the first pass.</exception>
    public Evaluation Evaluate(Network<T> network, Loss<T> loss, SplitPart part, WorkerPool? workers = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(loss);
        int batchSize = (int)long.Clamp(this[part], 1, EvaluationBatchSize);
        return new StreamedPart<T>(this, part).Evaluate(network, loss, network.CreateWorkspace(batchSize, workers), counts: null);
    }

    /// <summary>The examples of each class in a part; empty for regression.</summary>
    public IReadOnlyList<long> ClassCounts(SplitPart part) => classCounts.Length == 0 ? [] : classCounts[(int)part];

    /// <summary>
    /// The error on a part of always saying the train part's largest class, or the means of its targets: a share, or the RMSE of the normalised targets.
    /// </summary>
    public double ConstantError(SplitPart part)
    {
        if (Task == LearningTask.Classification)
        {
            return 1 - ((double)ClassCounts(part)[ClassCounts(SplitPart.Train).Index().MaxBy(count => count.Item).Index] / this[part]);
        }

        return Math.Sqrt(targets.Index().Average(target => target.Item.SquareAbout(TargetNormalizer!, target.Index, part)));
    }

    /// <summary>A model of the columns with an untrained network.</summary>
    /// <exception cref="ArgumentException">The network does not fit.</exception>
    public TrainedModel<T> CreateModel(Network<T> network) => TargetNormalizer is null
        ? TrainedModel<T>.Classifier(network, Normalizer, Schema, ClassNames)
        : TrainedModel<T>.Regressor(network, Normalizer, Schema, TargetNormalizer);

    /// <summary>Of the rows, the parts and what becomes of cells.</summary>
    internal string Fingerprint { get; }

    internal long BlockBytes => options.BlockBytes;

    /// <summary>Starts another pass.</summary>
    /// <exception cref="InvalidDataException">The file is no longer that of the first pass.</exception>
    internal StreamedRows OpenRows()
    {
        // A file that was written meanwhile may hold the same.
        (long, DateTime) now = Stamp();
        if (now != stamp)
        {
            RequireContents();
            stamp = now;
        }

        return new(path, options.Data, hash: null);
    }

    internal RowEncoder<T> CreateEncoder() =>
        new(new FeatureEncoder<T>(Schema, [.. Schema.Features.Select(feature => feature.Index)], Normalizer) { IsSecondPass = true }, options.Data)
        {
            Classes = TargetNormalizer is null ? new(ClassNames, Schema.Targets[0].Index, isSecondPass: true) : null,
            Values = TargetNormalizer is null ? null : new([.. Schema.Targets.Select(target => target.Index)]) { Normalizer = TargetNormalizer },
        };

    internal SplitPart PartOf(long row) => split.PartOf(row);

    /// <summary>Refuses a file that is no longer the one of the first pass.</summary>
    internal void RequireRows(long rows)
    {
        if (rows != Rows)
        {
            throw new InvalidDataException($"{path}: expected {Rows} rows, as in the first pass, got {rows}.");
        }
    }

    private (long Length, DateTime Written) Stamp()
    {
        FileInfo file = new(path);
        return (file.Exists ? file.Length : 0, file.LastWriteTimeUtc);
    }

    private void RequireContents()
    {
        using SHA256 hash = SHA256.Create();
        using StreamedRows source = new(path, options.Data, hash);
        long rows = 0;
        while (source.Rows.Read())
        {
            rows++;
        }

        RequireRows(rows);
        if (!hash.Hash.AsSpan().SequenceEqual(contents))
        {
            throw new InvalidDataException($"{path}: expected the rows of the first pass, got others.");
        }
    }

    private (long FirstLine, long LastLine) Survey(TextRows rows, ColumnSurvey<T>[] features)
    {
        (long firstLine, long lastLine) = (0, 0);
        while (rows.Read())
        {
            SplitPart part = PartOf(Rows++);
            counts[(int)part]++;
            lastLine = rows.Line;
            firstLine = firstLine == 0 ? lastLine : firstLine;
            foreach (ColumnSurvey<T> feature in features)
            {
                feature.IsTrain = part == SplitPart.Train;
                feature.Add(rows[feature.Column], lastLine);
            }

            foreach (TargetSurvey<T> target in targets)
            {
                target.Add(rows[target.Column], lastLine, part);
            }
        }

        foreach ((SplitPart part, double share) in new[] { (SplitPart.Train, options.Ratios.Train), (SplitPart.Dev, options.Ratios.Dev), (SplitPart.Test, options.Ratios.Test) })
        {
            if (share > 0 && this[part] == 0)
            {
                throw new InvalidDataException($"{path}: expected at least one example in the {SplitRows.Name(part)} part, got {Rows} for all.");
            }
        }

        return (firstLine, lastLine);
    }

    private void RequireInReach(ColumnSurvey<T>[] features, FeatureColumn[] columns)
    {
        int first = 0;
        for (int i = 0; i < columns.Length; i++)
        {
            features[i].RequireInReach(Normalizer, first);
            first += columns[i].FeatureNames.Count;
        }

        for (int i = 0; TargetNormalizer is not null && i < targets.Length; i++)
        {
            targets[i].RequireInReach(TargetNormalizer, i);
        }
    }

    private string FingerprintOf(ReadOnlySpan<byte> rows)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(rows);
        foreach (Normalizer normalizer in (IEnumerable<Normalizer>)[Normalizer, .. TargetNormalizer is null ? Array.Empty<Normalizer>() : [TargetNormalizer]])
        {
            hash.AppendData(MemoryMarshal.AsBytes<double>([.. normalizer.Centers, .. normalizer.Scales]));
        }

        hash.AppendData(MemoryMarshal.AsBytes<double>([options.Ratios.Train, options.Ratios.Dev, options.Ratios.Test]));
        hash.AppendData(MemoryMarshal.AsBytes<ulong>([options.Seed]));
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    private static Normalizer NormalizerOf(IReadOnlyList<(double Center, double Scale)> scales) =>
        new([.. scales.Select(scale => scale.Center)], [.. scales.Select(scale => scale.Scale)]);
}

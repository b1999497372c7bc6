using System.Numerics;

namespace FastNet.Training;

/// <summary>
/// What a table's columns are to a network, found out before the table is split: what is predicted, of which classes, by which columns. What stands
/// for missing numbers is then measured on the train part alone (<see cref="Fit"/>).
/// </summary>
public sealed class TablePlan
{
    /// <summary>Texts of a column that are remembered where its rows are not.</summary>
    internal const int MostStreamedTexts = 10_000;

    // A column of more texts, most of them in one row alone, says which example it is and not what kind of one.
    private const int FewCategories = 20;

    private readonly Table table;
    private readonly DatasetOptions options;
    private readonly int[] targets;
    private readonly int[] features;

    private TablePlan(Table table, int[] targets, DatasetOptions options)
    {
        this.table = table;
        this.options = options;
        this.targets = targets;
        if (table.Columns.Count < 2)
        {
            throw new InvalidDataException($"{table.Name}: row {table.FirstLine}: expected cells separated by comma, semicolon, tab or bar, got one cell.");
        }

        if (targets.Distinct().Count() < targets.Length)
        {
            throw new InvalidDataException($"{table.Name}: expected targets that differ, got {string.Join(", ", options.Targets)}.");
        }

        int[] keys = [.. options.KeyColumns.Select(table.Find)];
        features = [.. Enumerable.Range(0, table.Columns.Count).Where(column => !targets.Contains(column) && !keys.Contains(column) && table.Columns[column] is not Ignored)];
        if (features.Length == 0)
        {
            throw new InvalidDataException($"{table.Name}: expected at least one column of features, got {table.Columns.Count} columns in all.");
        }

        Task = options.Task ?? (targets.Length > 1 ? LearningTask.Regression : Guess());
        TaskIsGuessed = options.Task is null;
        if (Task == LearningTask.Classification)
        {
            ClassNames = FindClasses();
            Classes = new ClassEncoder(ClassNames, targets[0]).Encode(table);
        }

        RequireCategories();
    }

    /// <summary>The table.</summary>
    public Table Table => table;

    /// <summary>Classification or regression.</summary>
    public LearningTask Task { get; }

    /// <summary>Whether the task was found out from the target's cells.</summary>
    public bool TaskIsGuessed { get; }

    /// <summary>The classes: whole numbers by value, then text by its characters, whatever the order of the rows; empty for regression.</summary>
    public IReadOnlyList<string> ClassNames { get; } = [];

    /// <summary>[rows]; empty for regression.</summary>
    public IReadOnlyList<int> Classes { get; } = [];

    /// <summary>Reads a file, and the one of its targets if that is another, and looks at it.</summary>
    /// <exception cref="InvalidDataException">The contents are not what was expected; the message says file, row, column, what was expected and
    /// what came.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TablePlan Read(string path, DatasetOptions? options = null)
    {
        options ??= new();
        return Of(TableFormat.Read(path, options, options.KindsOf), options);
    }

    /// <summary>The same from a stream.</summary>
    /// <param name="stream">The contents.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="options">How to read it.</param>
    /// <exception cref="InvalidDataException">As for a file.</exception>
    public static TablePlan Read(Stream stream, string name, DatasetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= new();
        return Of(TableFormat.Read(stream, name, options, options.KindsOf), options);
    }

    /// <summary>Refuses numbers that no network could use, so far are they from those that the normalisers were fitted on.</summary>
    /// <param name="schema">What <see cref="Fit"/> gave.</param>
    /// <param name="features">Fitted on the train part's features.</param>
    /// <param name="targetValues">Fitted on the train part's targets; null for classes.</param>
    /// <exception cref="InvalidDataException">There is one; the message says file, row and column.</exception>
    public void RequireInReach(DataSchema schema, Normalizer features, Normalizer? targetValues)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(features);
        schema.RequireInReach(table, [.. schema.Features.Select(feature => feature.Index)], features);
        for (int i = 0; targetValues is not null && i < targets.Length; i++)
        {
            DataSchema.RequireInReach(table, targets[i], targetValues, i);
        }
    }

    /// <summary>The schema whose missing numbers are filled by those of some rows.</summary>
    /// <param name="trainRows">The rows of the train part.</param>
    /// <exception cref="InvalidDataException">A column has no number in them.</exception>
    public DataSchema Fit(ReadOnlySpan<int> trainRows)
    {
        List<FeatureColumn> columns = [];
        foreach (int index in features)
        {
            TableColumn column = table.Columns[index];
            columns.Add(column.IsText
                ? new CategoryColumn(column.Name, index, Distinct(index), options.AllowsMissing)
                : options.MissingNumbers is { } missing
                ? new NumberColumn(column.Name, index, Fill(index, missing, trainRows), options.HasIndicators && HasMissing(column))
                : new NumberColumn(column.Name, index));
        }

        return new(
            columns, [.. targets.Select(index => new TargetColumn(table.Columns[index].Name, index))], table.HasHeader,
            [.. table.Columns.Where((_, column) => !features.Contains(column) && !targets.Contains(column)).Select(column => column.Name)]);
    }

    /// <summary>All rows as examples.</summary>
    /// <param name="schema">What <see cref="Fit"/> gave.</param>
    /// <exception cref="InvalidDataException">A cell is not what was expected; the message says where it stands.</exception>
    public Dataset<T> Encode<T>(DataSchema schema)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(schema);
        T[] encoded = new FeatureEncoder<T>(schema, [.. schema.Features.Select(feature => feature.Index)]).Encode(table);
        return Task == LearningTask.Classification
            ? new(encoded, schema.FeatureNames.Count, [.. Classes], ClassNames, schema.FeatureNames)
            : new(encoded, schema.FeatureNames.Count, new ValueEncoder<T>(targets).Encode(table), targets.Length, schema.FeatureNames);
    }

    private static TablePlan Of(Table table, DatasetOptions options)
    {
        if (options.TargetFile is null)
        {
            return new(table, options.TargetsOf(table.Layout), options);
        }

        Table targets = TableFormat.Read(options.TargetFile, options with { Arrays = [] }, options.KindsOfTargetFile);
        Table joined = table.With(targets);
        return new(joined, [.. Enumerable.Range(table.Columns.Count, joined.Columns.Count - table.Columns.Count)], options);
    }

    private bool HasMissing(TableColumn column)
    {
        int row = 0;
        while (row < table.Rows && column.Text(row).Length > 0)
        {
            row++;
        }

        return row < table.Rows;
    }

    private double Fill(int index, MissingNumber missing, ReadOnlySpan<int> trainRows)
    {
        List<double> numbers = [];
        foreach (int row in trainRows)
        {
            double number = table.Columns[index].Number(row);
            if (!double.IsNaN(number))
            {
                numbers.Add(number);
            }
        }

        if (numbers.Count == 0)
        {
            throw new InvalidDataException(
                $"{table.Name}: column {index + 1} ({table.Columns[index].Name}): expected a number in the train part, got {trainRows.Length} missing cells.");
        }

        numbers.Sort();
        return missing == MissingNumber.Mean
            ? numbers.Sum() / numbers.Count
            : (numbers[(numbers.Count - 1) / 2] + numbers[numbers.Count / 2]) / 2;
    }

    private string[] Distinct(int index)
    {
        HashSet<string> distinct = new(StringComparer.Ordinal);
        for (int row = 0; row < table.Rows; row++)
        {
            distinct.Add(table.Columns[index].Text(row));
        }

        distinct.Remove(string.Empty);
        return [.. distinct.Order(CategoryOrder.Instance)];
    }

    private string[] FindClasses()
    {
        if (targets.Length > 1)
        {
            throw new InvalidDataException($"{table.Name}: expected one target of classes, got {targets.Length}.");
        }

        int target = targets[0];
        for (int row = 0; row < table.Rows; row++)
        {
            if (table.Columns[target].Text(row).Length == 0)
            {
                throw table.Error(row, target, "a class");
            }
        }

        Dictionary<string, long> counts = new(StringComparer.Ordinal);
        for (int row = 0; row < table.Rows; row++)
        {
            string cell = table.Columns[target].Text(row);
            counts[cell] = counts.GetValueOrDefault(cell) + 1;
        }

        RequireClasses(table.Layout, target, counts, table.Columns[target].Text(0), options.HasHeader, table.LineOf(0), table.LineOf(table.Rows - 1));
        return [.. counts.Keys.Order(CategoryOrder.Instance)];
    }

    /// <summary>Refuses a target of one class, and one whose first row may be its name.</summary>
    /// <param name="layout">The columns.</param>
    /// <param name="target">The target's place.</param>
    /// <param name="counts">Rows of each class.</param>
    /// <param name="first">The first row's class.</param>
    /// <param name="hasHeader">What was said of the first line.</param>
    /// <param name="firstLine">Of the rows.</param>
    /// <param name="lastLine">Of the rows.</param>
    internal static void RequireClasses(
        TableLayout layout, int target, IReadOnlyDictionary<string, long> counts, string first, bool? hasHeader, long firstLine, long lastLine)
    {
        if (counts.Count < 2)
        {
            throw new InvalidDataException(
                $"{layout.File}: rows {firstLine} to {lastLine}, column {target + 1} ({layout.Names[target]}): "
                + $"expected at least two classes, got only {TableLayout.Quote(first, 40)}.");
        }

        // A first row of numbers with a class that no other row has, where every other class has several, may be names.
        if (hasHeader is null && !layout.HasHeader && counts.Count > 2 && counts.All(count => count.Value == 1 == (count.Key == first)))
        {
            throw layout.HeaderOrNot($"numbers with {TableLayout.Quote(first, 40)}, a class of no other row");
        }
    }

    /// <summary>Refuses a column of so many texts that they say which row it is, not what kind of one.</summary>
    internal static void RequireCategories(TableLayout layout, int column, int count, long rows)
    {
        if (count > FewCategories && count > rows / 2)
        {
            throw new InvalidDataException(
                $"{layout.File}: column {column + 1} ({layout.Names[column]}): expected numbers, or texts that many rows share; got {count} texts in {rows} rows.");
        }
    }

    private void RequireCategories()
    {
        foreach (int index in features)
        {
            if (table.Columns[index].IsText)
            {
                RequireCategories(table.Layout, index, Distinct(index).Length, table.Rows);
            }
        }
    }

    private LearningTask Guess()
    {
        TableColumn target = table.Columns[targets[0]];
        string[] cells = [.. Enumerable.Range(0, table.Rows).Select(target.Text)];
        return TaskGuess.Of([.. cells.Distinct(StringComparer.Ordinal)], table.Rows, options.DecimalComma, out string? text)
            ?? throw table.Error(Array.IndexOf(cells, text), targets[0], TaskGuess.ExpectedNumber);
    }
}

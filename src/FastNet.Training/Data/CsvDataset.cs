using System.Globalization;
using System.Numerics;

namespace FastNet.Training;

/// <summary>Examples read from a CSV file, and where its target stands.</summary>
/// <param name="Data">The examples.</param>
/// <param name="Schema">The columns.</param>
/// <param name="TaskIsGuessed">Whether the task was found out from the target's cells.</param>
public sealed record CsvDataset<T>(Dataset<T> Data, CsvSchema Schema, bool TaskIsGuessed)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int MostGuessedClasses = 20;

    // From here on, text among the target's numbers is taken for a mistake.
    private const double LeastShareOfNumbers = 0.9;

    // Null for examples that come from elsewhere.
    private CsvFile<T>? Source { get; init; }

    /// <summary>Classification or regression.</summary>
    public LearningTask Task => Data.HasClasses ? LearningTask.Classification : LearningTask.Regression;

    /// <summary>Reads examples from a CSV file, gzip or plain.</summary>
    /// <exception cref="InvalidDataException">The contents are not what was expected; the message says file, row, column, what was expected and
    /// what came.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static CsvDataset<T> Read(string path, CsvOptions? options = null)
    {
        options ??= new();
        return From(CsvFile<T>.Read(path, options.HasHeader, layout => Select(layout, options)), options);
    }

    /// <summary>Reads examples from a stream, gzip or plain.</summary>
    /// <param name="stream">The contents.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="options">How to read it.</param>
    /// <exception cref="InvalidDataException">As for a file.</exception>
    public static CsvDataset<T> Read(Stream stream, string name, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= new();
        return From(CsvFile<T>.Read(stream, name, options.HasHeader, layout => Select(layout, options)), options);
    }

    /// <summary>Refuses cells that no network could use, so far are they from those that the normalisers were fitted on.</summary>
    /// <param name="features">Fitted on the train part's features.</param>
    /// <param name="target">Fitted on the train part's target; null for classes.</param>
    /// <exception cref="InvalidDataException">There is one; the message says file, row and column.</exception>
    public void RequireInReach(Normalizer features, Normalizer? target)
    {
        ArgumentNullException.ThrowIfNull(features);
        Source?.RequireInReach(features);
        if (target is not null)
        {
            Source?.RequireInReach(Data.Values.Values, target);
        }
    }

    private static CsvSelection Select(CsvLayout layout, CsvOptions options)
    {
        if (layout.Names.Length < 2)
        {
            throw new InvalidDataException($"{layout.File}: row 1: expected cells separated by comma, semicolon, tab or bar, got one cell.");
        }

        int target = options.Target is null ? layout.Names.Length - 1 : layout.Find(options.Target);
        return new([.. Enumerable.Range(0, layout.Names.Length).Where(column => column != target)], target);
    }

    private static CsvDataset<T> From(CsvFile<T> file, CsvOptions options)
    {
        CsvLayout layout = file.Layout;
        int target = file.Selection.Target;
        CsvSchema schema = new(
            [.. file.Selection.Features.Select(column => layout.Names[column])], layout.Names[target], target, layout.HasHeader);
        LearningTask task = options.Task ?? Guess(file);
        Dataset<T> data = task == LearningTask.Classification
            ? Classes(file, schema, options)
            : new(
                file.Features, schema.Features.Count,
                [.. file.Targets.Select((cell, i) => CsvFile<T>.ParseNumber(cell, layout, file.Lines[i], target))], 1, schema.Features);
        return new(data, schema, options.Task is null) { Source = file };
    }

    private static Dataset<T> Classes(CsvFile<T> file, CsvSchema schema, CsvOptions options)
    {
        int empty = Array.IndexOf(file.Targets, string.Empty);
        if (empty >= 0)
        {
            throw file.Layout.Error(file.Lines[empty], file.Selection.Target, "a class", string.Empty);
        }

        string[] names = [.. file.Targets.Distinct(StringComparer.Ordinal).Order(ClassOrder.Instance)];
        if (names.Length < 2)
        {
            throw new InvalidDataException(
                $"{file.Layout.File}: rows {file.Lines[0]} to {file.Lines[^1]}, column {file.Selection.Target + 1} ({schema.Target}): "
                + $"expected at least two classes, got only {CsvLayout.Quote(names[0], 40)}.");
        }

        Dictionary<string, int> counts = file.Targets.CountBy(cell => cell, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        if (options.HasHeader is null && !schema.HasHeader && names.Length > 2 && counts.All(count => count.Value == 1 == (count.Key == file.Targets[0])))
        {
            throw file.Layout.HeaderOrNot($"numbers with {CsvLayout.Quote(file.Targets[0], 40)}, a class of no other row");
        }

        Dictionary<string, int> numbers = names.Select((name, number) => (name, number)).ToDictionary(p => p.name, p => p.number, StringComparer.Ordinal);
        return new(file.Features, schema.Features.Count, [.. file.Targets.Select(cell => numbers[cell])], names, schema.Features);
    }

    private static LearningTask Guess(CsvFile<T> file)
    {
        HashSet<string> distinct = new(StringComparer.Ordinal);
        bool areWhole = true;
        int numbers = 0;
        int firstText = -1;
        for (int i = 0; i < file.Targets.Length; i++)
        {
            string cell = file.Targets[i];
            if (!distinct.Add(cell) || cell.Length == 0)
            {
                continue;
            }

            if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
            {
                numbers++;
                areWhole &= double.IsInteger(number);
            }
            else if (firstText < 0)
            {
                firstText = i;
            }
        }

        bool areFew = areWhole && distinct.Count <= MostGuessedClasses;
        if (firstText >= 0)
        {
            return areFew || numbers < LeastShareOfNumbers * distinct.Count
                ? LearningTask.Classification
                : throw file.Layout.Error(
                    file.Lines[firstText], file.Selection.Target, "a number, as nearly all of the column are, or --task classification",
                    file.Targets[firstText]);
        }

        return areFew && distinct.Count <= file.Targets.Length / 2 ? LearningTask.Classification : LearningTask.Regression;
    }

    // Whole numbers by value, then text by its characters: independent of the rows' order and of the machine's language.
    private sealed class ClassOrder : IComparer<string>
    {
        public static ClassOrder Instance { get; } = new();

        public int Compare(string? x, string? y)
        {
            bool xIsNumber = long.TryParse(x, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long xNumber);
            bool yIsNumber = long.TryParse(y, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long yNumber);
            int order = xIsNumber && yIsNumber ? xNumber.CompareTo(yNumber) : yIsNumber.CompareTo(xIsNumber);
            return order != 0 ? order : string.CompareOrdinal(x, y);
        }
    }
}

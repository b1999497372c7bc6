using System.Globalization;
using System.Numerics;

namespace FastNet.Training;

/// <summary>A target's column as the first pass sees it, before it is known whether it holds classes or numbers.</summary>
internal sealed class TargetSurvey<T>(TableLayout layout, int column, DatasetOptions options)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Rows of each text, as long as there are few enough for classes.
    private readonly Dictionary<string, long[]> counts = new(StringComparer.Ordinal);
    private readonly Moments[] moments = [.. Enum.GetValues<SplitPart>().Select(_ => new Moments())];
    private Extremes all = new();
    private (string Cell, long Line)? noNumber;
    private long firstEmpty;
    private string? first;
    private bool areMany;

    /// <summary>Where it stands.</summary>
    public int Column => column;

    public void Add(ReadOnlySpan<char> cell, long line, SplitPart part)
    {
        bool isMissing = cell.IsEmpty || (options.AllowsMissing && TableCell.IsMissing(cell));
        firstEmpty = firstEmpty == 0 && isMissing ? line : firstEmpty;
        if (first is null || !areMany)
        {
            Count(isMissing ? [] : cell, part);
        }

        if (isMissing || !TableCell.TryParse(cell, options.DecimalComma, out double number) || !T.IsFinite(T.CreateTruncating(number)))
        {
            noNumber ??= (isMissing ? string.Empty : cell.ToString(), line);
            return;
        }

        all.Add(number, line);
        moments[(int)part].Add(double.CreateTruncating(T.CreateTruncating(number)));
    }

    /// <summary>What the target seems to be, by the rule of <see cref="DatasetOptions.Task"/>; of many texts, by the first of them.</summary>
    /// <exception cref="InvalidDataException">It is text among numbers.</exception>
    public LearningTask Guess(long rows) => TaskGuess.Of(counts.Keys, rows, options.DecimalComma, out _)
        ?? throw layout.Error(noNumber!.Value.Line, column, TaskGuess.ExpectedNumber, noNumber.Value.Cell);

    /// <summary>The classes in order.</summary>
    /// <exception cref="InvalidDataException">A cell is empty, or there are too few or too many.</exception>
    public string[] Classes(long firstLine, long lastLine)
    {
        if (firstEmpty > 0)
        {
            throw layout.Error(firstEmpty, column, "a class", []);
        }

        if (areMany)
        {
            throw new InvalidDataException($"{layout.File}: column {column + 1} ({layout.Names[column]}): expected at most {TablePlan.MostStreamedTexts} classes, got more.");
        }

        TablePlan.RequireClasses(layout, column, counts.ToDictionary(count => count.Key, count => count.Value.Sum()), first!, options.HasHeader, firstLine, lastLine);
        return [.. counts.Keys.Order(CategoryOrder.Instance)];
    }

    /// <summary>Examples of each class in a part.</summary>
    public long[] CountsOf(IReadOnlyList<string> classes, SplitPart part) => [.. classes.Select(name => counts[name][(int)part])];

    /// <summary>The mean square of a part's normalised numbers.</summary>
    public double SquareAbout(Normalizer normalizer, int target, SplitPart part)
    {
        (double center, double scale) = (normalizer.Centers[target], normalizer.Scales[target]);
        double distance = moments[(int)part].Mean - center;
        return (moments[(int)part].Variance + (distance * distance)) / (scale * scale);
    }

    /// <summary>Center and scale of the train part's numbers.</summary>
    /// <exception cref="InvalidDataException">A cell is no finite number, or they are all one.</exception>
    public (double Center, double Scale) Scale()
    {
        if (noNumber is { } other)
        {
            bool isNumber = TableCell.TryParse(other.Cell, options.DecimalComma, out double number) && !double.IsNaN(number);
            throw layout.Error(other.Line, column, isNumber ? "a finite number" : "a number", other.Cell);
        }

        (double center, double scale) = moments[(int)SplitPart.Train].CenterAndScale(NormalizerKind.Standard, missing: 0);
        return scale > 0
            ? (center, scale)
            : throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"{layout.File}: column {column + 1} ({layout.Names[column]}): expected values that differ in the train part, got only {center}."));
    }

    /// <summary>Refuses numbers that no network could use.</summary>
    /// <exception cref="InvalidDataException">There is one.</exception>
    public void RequireInReach(Normalizer normalizer, int target) => all.RequireInReach(layout, column, normalizer, target);

    private void Count(ReadOnlySpan<char> cell, SplitPart part)
    {
        first ??= cell.ToString();
        Dictionary<string, long[]>.AlternateLookup<ReadOnlySpan<char>> bySpan = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!bySpan.TryGetValue(cell, out long[]? count))
        {
            if (counts.Count == TablePlan.MostStreamedTexts)
            {
                areMany = true;
                return;
            }

            bySpan[cell] = count = new long[moments.Length];
        }

        count[(int)part]++;
    }
}

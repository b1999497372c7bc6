using System.Globalization;
using System.Numerics;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>What becomes of equal examples in different parts.</summary>
internal enum DuplicatePolicy
{
    /// <summary>All copies go to the train part.</summary>
    Train,

    /// <summary>They are refused.</summary>
    Refuse,

    /// <summary>They stay where they are.</summary>
    Keep,
}

/// <summary>How data is to be cut into parts.</summary>
/// <param name="Ratios">The shares.</param>
/// <param name="Group">The column whose equal cells stay on one side.</param>
/// <param name="Time">The column of times.</param>
/// <param name="Source">The column of sources.</param>
/// <param name="TargetSource">The source that counts.</param>
/// <param name="Duplicates">What becomes of equal examples in different parts.</param>
internal sealed record SplitSettings(
    SplitRatios Ratios, string? Group = null, string? Time = null, string? Source = null, string? TargetSource = null, DuplicatePolicy Duplicates = DuplicatePolicy.Train)
{
    // Of the train part's rows from other sources.
    private const double TrainDevShare = 0.1;

    /// <summary>The columns that it goes by, which are no features.</summary>
    public IEnumerable<string> Columns => new[] { Group, Time, Source }.OfType<string>();

    /// <summary>In words.</summary>
    public string Describe(LearningTask task) =>
        Group is not null ? $", no group of {Group} in two parts"
        : Time is not null ? $", by {Time}"
        : Source is not null ? $", dev and test from {Source}={TargetSource}"
        : task == LearningTask.Classification ? ", stratified" : string.Empty;

    /// <summary>Cuts a table.</summary>
    /// <exception cref="InvalidDataException">It cannot be cut so.</exception>
    public SplitRows Cut(TablePlan plan, ulong seed)
    {
        Table table = plan.Table;
        int[] classes = [.. plan.Classes];
        if (Group is not null)
        {
            string[] groups = Cells(table, Group);
            return classes.Length > 0 ? Split.Grouped(groups, classes, Ratios, seed) : Split.Grouped(groups, Ratios, seed);
        }

        if (Time is not null)
        {
            return Split.ByTime(Times(table, Time), Ratios);
        }

        if (Source is not null)
        {
            bool[] isTarget = [.. Cells(table, Source).Select(cell => cell == TargetSource)];
            return isTarget.Contains(true)
                ? Split.BySource(isTarget, Ratios, isTarget.Contains(false) ? TrainDevShare : 0, seed)
                : throw new InvalidDataException($"--source: expected rows of {Source}={TargetSource}, got none.");
        }

        return classes.Length > 0 ? Split.Stratified(classes, Ratios, seed) : Split.Random(table.Rows, Ratios, seed);
    }

    /// <summary>Cuts a table into folds.</summary>
    /// <exception cref="InvalidDataException">It cannot be cut so.</exception>
    public IReadOnlyList<SplitRows> CutFolds(TablePlan plan, int folds, ulong seed)
    {
        int[] classes = [.. plan.Classes];
        try
        {
            return (Group is null, classes.Length > 0) switch
            {
                (true, true) => KFold.Stratified(classes, folds, seed),
                (true, false) => KFold.Random(plan.Table.Rows, folds, seed),
                (false, true) => KFold.Grouped(Cells(plan.Table, Group!), classes, folds, seed),
                (false, false) => KFold.Grouped(Cells(plan.Table, Group!), folds, seed),
            };
        }
        catch (ArgumentException exception)
        {
            throw InvalidInput.Of("--folds", exception);
        }
    }

    /// <summary>
    /// Keeps equal examples out of different parts. Where that would take more than half of a part, features are so coarse that equal examples are
    /// no copies: they stay.
    /// </summary>
    /// <param name="name">What errors call the data.</param>
    /// <param name="data">All examples.</param>
    /// <param name="rows">The parts.</param>
    /// <returns>The parts, and how many rows have gone to the train part.</returns>
    /// <exception cref="InvalidDataException">There are some, and they are refused.</exception>
    public (SplitRows Rows, int Moved) Separate<T>(string name, Dataset<T> data, SplitRows rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Duplicates == DuplicatePolicy.Keep)
        {
            return (rows, 0);
        }

        Duplicates duplicates = FastNet.Training.Duplicates.Find(data);
        if (Duplicates == DuplicatePolicy.Refuse)
        {
            try
            {
                duplicates.RequireNoneAcross(rows);
            }
            catch (ArgumentException exception)
            {
                throw InvalidInput.Of(name, exception);
            }
        }

        HashSet<(SplitPart Part, int Row)> copies = [.. duplicates.Across(rows).SelectMany(pair => new[] { (pair.Part, pair.Row), (pair.CopyPart, pair.Copy) })];
        if (copies.Where(copy => copy.Part != SplitPart.Train).CountBy(copy => copy.Part).Any(count => count.Value > rows[count.Key].Length / 2))
        {
            return (rows, 0);
        }

        SplitRows apart = duplicates.MoveToTrain(rows);
        return (apart, apart.Train.Length - rows.Train.Length);
    }

    private static string[] Cells(Table table, string column)
    {
        int index = table.Find(column);
        return [.. Enumerable.Range(0, table.Rows).Select(table.Columns[index].Text)];
    }

    // Numbers as they are; dates as ticks.
    private static double[] Times(Table table, string column)
    {
        int index = table.Find(column);
        string[] cells = Cells(table, column);
        double[] times = new double[cells.Length];
        for (int row = 0; row < cells.Length; row++)
        {
            times[row] =
                double.TryParse(cells[row], NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
                : DateTimeOffset.TryParse(
                    cells[row], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date) ? date.UtcTicks
                : throw table.Error(row, index, "a number or a date like 2026-11-25");
        }

        return times;
    }
}

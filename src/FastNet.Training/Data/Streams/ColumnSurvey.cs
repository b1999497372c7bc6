using System.Numerics;

namespace FastNet.Training;

/// <summary>A feature's column as the first pass sees it: what is kept does not grow with the rows.</summary>
internal sealed class ColumnSurvey<T>(TableLayout layout, int column, ColumnKind kind, TableOptions options) : ColumnReader(layout, column, kind, options)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dictionary<string, long> trainRowsOfText = new(StringComparer.Ordinal);
    private readonly TableLayout layout = layout;
    private Moments train = new();
    private Extremes all = new();
    private long missing;
    private long missingInTrain;

    /// <summary>Whether the row that is read is one of the train part's.</summary>
    public bool IsTrain { get; set; }

    /// <summary>The column for the model, and center and scale of each of its features.</summary>
    /// <exception cref="InvalidDataException">The train part has no number, or there are too many texts.</exception>
    public FeatureColumn Build(NormalizerKind normalizer, DatasetOptions options, long rows, long trainRows, List<(double Center, double Scale)> scales)
    {
        string name = layout.Names[Column];
        if (Kind == ColumnKind.Text)
        {
            trainRowsOfText.Remove(string.Empty);
            string[] categories = [.. trainRowsOfText.Keys.Order(CategoryOrder.Instance)];
            TablePlan.RequireCategories(layout, Column, categories.Length, rows);
            scales.AddRange(categories.Select(category => Moments.OfIndicator(normalizer, trainRowsOfText[category], trainRows)));
            return new CategoryColumn(name, Column, categories, options.AllowsMissing);
        }

        if (train.Count == 0)
        {
            throw new InvalidDataException($"{layout.File}: column {Column + 1} ({name}): expected a number in the train part, got {trainRows} missing cells.");
        }

        scales.Add(train.CenterAndScale(normalizer, missingInTrain));
        bool hasIndicator = options.HasIndicators && missing > 0;
        if (hasIndicator)
        {
            scales.Add(Moments.OfIndicator(normalizer, missingInTrain, trainRows));
        }

        return new NumberColumn(name, Column, options.MissingNumbers is null ? null : train.Mean, hasIndicator);
    }

    /// <summary>Refuses numbers that no network could use.</summary>
    /// <param name="normalizer">Fitted on the train part.</param>
    /// <param name="feature">The column's first place in it.</param>
    /// <exception cref="InvalidDataException">There is one.</exception>
    public void RequireInReach(Normalizer normalizer, int feature) => all.RequireInReach(layout, Column, normalizer, feature);

    protected override void AddMissing()
    {
        missing++;
        missingInTrain += IsTrain ? 1 : 0;
    }

    protected override void AddNumber(double number, ReadOnlySpan<char> cell, long line)
    {
        T rounded = T.CreateTruncating(number);
        if (!T.IsFinite(rounded))
        {
            throw layout.Error(line, Column, "a finite number", cell);
        }

        all.Add(number, line);
        if (IsTrain)
        {
            train.Add(double.CreateTruncating(rounded));
        }
    }

    protected override void AddText(ReadOnlySpan<char> cell, long line)
    {
        Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> counts = trainRowsOfText.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!counts.TryGetValue(cell, out long count) && trainRowsOfText.Count > TablePlan.MostStreamedTexts)
        {
            throw layout.Error(line, Column, $"at most {TablePlan.MostStreamedTexts} texts that differ", cell);
        }

        counts[cell] = count + (IsTrain ? 1 : 0);
    }
}

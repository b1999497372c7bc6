namespace FastNet.Training;

/// <summary>What a target is, found out from its cells by the rule of <see cref="DatasetOptions.Task"/>.</summary>
internal static class TaskGuess
{
    /// <summary>What is expected of text among many numbers.</summary>
    public const string ExpectedNumber = "a number, as nearly all of the column are, or --task classification";

    private const int MostClasses = 20;

    // From here on, text among the target's numbers is taken for a mistake.
    private const double LeastShareOfNumbers = 0.9;

    /// <summary>Classification or regression; null for text among numbers.</summary>
    /// <param name="cells">The cells that differ, in the order of the file.</param>
    /// <param name="rows">All rows.</param>
    /// <param name="decimalComma">Whether numbers have a comma before their fraction.</param>
    /// <param name="text">The first cell that is text; null for none.</param>
    public static LearningTask? Of(IReadOnlyCollection<string> cells, long rows, bool decimalComma, out string? text)
    {
        text = null;
        bool areWhole = true;
        int numbers = 0;
        foreach (string cell in cells)
        {
            if (TableCell.TryParse(cell, decimalComma, out double number))
            {
                numbers++;
                areWhole &= double.IsInteger(number);
            }
            else if (cell.Length > 0)
            {
                text ??= cell;
            }
        }

        bool areFew = areWhole && cells.Count <= MostClasses;
        return text is not null
            ? (areFew || numbers < LeastShareOfNumbers * cells.Count ? LearningTask.Classification : null)
            : areFew && cells.Count <= rows / 2 ? LearningTask.Classification
            : LearningTask.Regression;
    }
}

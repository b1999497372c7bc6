namespace FastNet.Training;

/// <summary>A column of a file of text as it is read, cell by cell: what kind it is, and whether each cell is of it.</summary>
internal abstract class ColumnReader(TableLayout layout, int column, ColumnKind kind, TableOptions options)
{
    // The cell, no number, on whose account the column was taken for text.
    private string firstText = string.Empty;
    private long firstTextLine;

    /// <summary>Where it stands.</summary>
    public int Column => column;

    /// <summary>What it is, as far as that is known.</summary>
    protected ColumnKind Kind { get; private set; } = kind;

    /// <summary>Takes the next cell.</summary>
    /// <exception cref="InvalidDataException">It is not what the column holds.</exception>
    public void Add(ReadOnlySpan<char> cell, long line)
    {
        if (Kind == ColumnKind.Ignored)
        {
            return;
        }

        if (options.AllowsMissing && TableCell.IsMissing(cell))
        {
            AddMissing();
            return;
        }

        if (Kind == ColumnKind.Guessed)
        {
            Decide(cell, line);
        }

        if (Kind == ColumnKind.Number)
        {
            AddNumber(TableCell.ParseNumber(cell, options.DecimalComma, layout, line, column), cell, line);
            return;
        }

        if (firstTextLine > 0 && cell.IsEmpty)
        {
            throw layout.Error(line, column, "text", cell);
        }

        if (firstTextLine > 0 && TableCell.TryParse(cell, options.DecimalComma, out _))
        {
            throw layout.Error(firstTextLine, column, "a number", firstText);
        }

        AddText(cell, line);
    }

    /// <summary>Takes a cell that is missing, perhaps before <see cref="Kind"/> is known.</summary>
    protected abstract void AddMissing();

    /// <summary>Takes a finite number.</summary>
    protected abstract void AddNumber(double number, ReadOnlySpan<char> cell, long line);

    /// <summary>Takes a text.</summary>
    protected abstract void AddText(ReadOnlySpan<char> cell, long line);

    private void Decide(ReadOnlySpan<char> cell, long line)
    {
        // A number of another convention is a mistake, and no text.
        bool isText = !cell.IsEmpty && !TableCell.TryParse(cell, decimalComma: false, out _) && !TableCell.TryParse(cell, decimalComma: true, out _);
        if (isText)
        {
            (firstText, firstTextLine) = (cell.ToString(), line);
        }

        Kind = isText ? ColumnKind.Text : ColumnKind.Number;
    }
}

namespace FastNet.Training;

/// <summary>How to read a table. Other files than those of text know all this themselves, but for columns that are text or passed over.</summary>
public record TableOptions
{
    /// <summary>Whether the first line holds names; null to find out: it does if none of its cells is a number. A line that may be either
    /// is refused: the numbers from 0 on, or numbers with a class of no other row.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>What stands between cells; null for commas, semicolons, tabs or bars, whichever the first line has.</summary>
    public char? Separator { get; init; }

    /// <summary>Whether numbers have a comma before their fraction.</summary>
    public bool DecimalComma { get; init; }

    /// <summary>Lines before the first that counts: a title, or counts of rows and columns.</summary>
    public int SkippedLines { get; init; }

    /// <summary>Columns whose cells are text whatever they look like, by name or by number from 1 on; others are if none of their cells is a number.</summary>
    public IReadOnlyList<string> TextColumns { get; init; } = [];

    /// <summary>Columns that are passed over, by name or by number from 1 on.</summary>
    public IReadOnlyList<string> IgnoredColumns { get; init; } = [];

    /// <summary>The arrays of an npz file that make up the table; empty for all. Of a file of targets all are read.</summary>
    public IReadOnlyList<string> Arrays { get; init; } = [];

    /// <summary>Whether cells may be missing: empty, NA, N/A, NaN, null, None or ?.</summary>
    public bool AllowsMissing { get; init; }

    /// <summary>What each column is read as.</summary>
    internal virtual ColumnKind[] KindsOf(TableLayout layout)
    {
        ColumnKind[] kinds = new ColumnKind[layout.Names.Length];
        foreach (string column in TextColumns)
        {
            kinds[layout.Find(column)] = ColumnKind.Text;
        }

        foreach (string column in IgnoredColumns)
        {
            kinds[layout.Find(column)] = ColumnKind.Ignored;
        }

        return kinds;
    }
}

/// <summary>What a column is read as.</summary>
internal enum ColumnKind
{
    /// <summary>Text if none of its cells is a number, else numbers.</summary>
    Guessed,

    /// <summary>Numbers.</summary>
    Number,

    /// <summary>Text.</summary>
    Text,

    /// <summary>Nothing.</summary>
    Ignored,
}

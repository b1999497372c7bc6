namespace FastNet.Training;

/// <summary>A column of a file of text that is kept whole.</summary>
internal sealed class ColumnBuilder(TableLayout layout, int column, ColumnKind kind, TableOptions options) : ColumnReader(layout, column, kind, options)
{
    private readonly string name = layout.Names[column];
    private readonly bool decimalComma = options.DecimalComma;
    private readonly List<double> numbers = [];
    private readonly List<string> texts = [];
    private readonly Dictionary<string, string> known = new(StringComparer.Ordinal);

    // Cells that came before the column's kind was known.
    private int missing;

    /// <summary>The column; of numbers, if all its cells are missing.</summary>
    public TableColumn Build() => Kind switch
    {
        ColumnKind.Ignored => new Ignored(name),
        ColumnKind.Text => new Texts(name, [.. Enumerable.Repeat(string.Empty, missing), .. texts], decimalComma),
        _ => new Numbers<double>(name, [.. Enumerable.Repeat(double.NaN, missing), .. numbers]),
    };

    protected override void AddMissing()
    {
        switch (Kind)
        {
            case ColumnKind.Text:
                texts.Add(string.Empty);
                break;
            case ColumnKind.Number:
                numbers.Add(double.NaN);
                break;
            default:
                missing++;
                break;
        }
    }

    protected override void AddNumber(double number, ReadOnlySpan<char> cell, long line) => numbers.Add(number);

    protected override void AddText(ReadOnlySpan<char> cell, long line)
    {
        Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> bySpan = known.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!bySpan.TryGetValue(cell, out string? text))
        {
            text = cell.ToString();
            known.Add(text, text);
        }

        texts.Add(text);
    }
}

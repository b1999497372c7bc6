using System.Globalization;
using System.Text;
using nietras.SeparatedValues;

namespace FastNet.Training;

/// <summary>The rows of a file of text, one after another: cells between separators, quoted or not.</summary>
internal sealed class TextRows : IDisposable
{
    // "0,1" may well be an example.
    private const int FewestIndices = 3;

    // Stands for bytes that are no UTF-8: a code point that no text holds.
    private const char NoText = '\uFFFF';

    private static readonly Encoding Utf8 = Encoding.GetEncoding("utf-8", EncoderFallback.ExceptionFallback, new DecoderReplacementFallback(NoText.ToString()));

    private readonly string name;
    private readonly int skippedLines;
    private readonly StreamReader text;
    private readonly SepReader reader;

    // The first row, copied: the second is looked at before it is returned, as another number of cells there says more than a cell of the first.
    private readonly string[]? first;
    private readonly long firstLine;
    private readonly bool firstHasLineBreak;
    private readonly bool hasSecond;
    private readonly Func<bool> moveNext;
    private long rowsRead;
    private long line;
    private int lineInReader;
    private bool hasLineBreak;

    /// <summary>Reads up to the first example.</summary>
    /// <param name="stream">The contents; it stays open.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="options">How to read.</param>
    /// <exception cref="InvalidDataException">There is no example, or no table of text.</exception>
    public TextRows(Stream stream, string name, TableOptions options)
    {
        this.name = name;
        skippedLines = options.SkippedLines;
        text = new StreamReader(stream, Utf8, leaveOpen: true);
        reader = Guard(() =>
        {
            for (int i = 0; i < skippedLines; i++)
            {
                text.ReadLine();
            }

            SepReaderOptions reading = options.Separator is { } separator ? new Sep(separator).Reader() : Sep.Reader();
            return (reading with { HasHeader = false, DisableColCountCheck = true, Unescape = true, Trim = SepTrim.Outer }).From(text);
        });
        moveNext = reader.MoveNext;
        if (!Advance())
        {
            throw NoExample(skippedLines + 1);
        }

        (firstLine, firstHasLineBreak) = (line, hasLineBreak);
        string[] cells = new string[reader.Current.ColCount];
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = reader.Current[i].ToString();
        }

        Layout = CreateLayout(cells, options.HasHeader);
        first = Layout.HasHeader ? null : cells;
        hasSecond = Advance();
        if (hasSecond && reader.Current.ColCount != cells.Length)
        {
            throw new InvalidDataException(
                $"{name}: row {firstLine} has {cells.Length} cells and row {line} has {reader.Current.ColCount}: "
                + "the first line is neither names nor an example.");
        }

        if (first is null && !hasSecond)
        {
            throw NoExample(skippedLines + 2);
        }
    }

    /// <summary>The columns.</summary>
    public TableLayout Layout { get; }

    /// <summary>Where the row stands in the file, from 1 on.</summary>
    public long Line => IsFirst ? firstLine : line;

    private bool IsFirst => first is not null && rowsRead == 1;

    /// <summary>A cell of the row.</summary>
    /// <exception cref="InvalidDataException">It goes over several lines.</exception>
    public ReadOnlySpan<char> this[int column]
    {
        get
        {
            ReadOnlySpan<char> cell = IsFirst ? first![column] : reader.Current[column].Span;
            return (IsFirst ? firstHasLineBreak : hasLineBreak) && cell.ContainsAny('\n', '\r')
                ? throw Layout.Error(Line, column, "the quote to be closed on its line", cell)
                : cell;
        }
    }

    /// <summary>Goes to the next example; false at the end.</summary>
    /// <exception cref="InvalidDataException">It has another number of cells, or is no text.</exception>
    public bool Read()
    {
        rowsRead++;
        if (rowsRead <= (first is null ? 1 : 2))
        {
            return IsFirst || hasSecond;
        }

        if (!Advance())
        {
            return false;
        }

        int count = reader.Current.ColCount;
        return count == Layout.Names.Length
            ? true
            : throw new InvalidDataException(
                $"{name}: row {line}, column {int.Min(count, Layout.Names.Length) + 1}: expected {Layout.Names.Length} cells in each row, got {count}.");
    }

    public void Dispose()
    {
        reader.Dispose();
        text.Dispose();
    }

    // The next row that is not blank; false at the end.
    private bool Advance()
    {
        while (Guard(moveNext))
        {
            SepReader.Row row = reader.Current;

            // Of the first row, Sep tells the line where it ends; behind 2³¹ lines it begins anew below 0.
            int now = line == 0 ? 1 : row.LineNumberFrom;
            line = line == 0 ? skippedLines + 1L : line + (uint)unchecked(now - lineInReader);
            lineInReader = now;
            RequireText(row.Span);
            if (row.ColCount > 1 || (row.ColCount == 1 && !row[0].Span.IsEmpty))
            {
                hasLineBreak = row.Span.ContainsAny('\n', '\r');
                return true;
            }
        }

        return false;
    }

    private TResult Guard<TResult>(Func<TResult> read)
    {
        try
        {
            return read();
        }
        catch (NotSupportedException exception)
        {
            throw new InvalidDataException(
                $"{name}: expected rows of less than 16 MiB, got a longer one: a quote that is not closed, or no table of text.", exception);
        }
    }

    // It sees the row as it stands in the file: reading a cell takes the quotes out.
    private void RequireText(ReadOnlySpan<char> row)
    {
        if (row.ContainsAny(NoText, '\0'))
        {
            throw new InvalidDataException($"{name}: row {line}: expected text in UTF-8, got bytes that are none.");
        }

        // Only the end of the file ends a row inside a quote.
        if (int.IsOddInteger(row.Count('"')))
        {
            throw new InvalidDataException($"{name}: row {line}: expected the quote to be closed on its line, got the end of the file.");
        }
    }

    private TableLayout CreateLayout(string[] cells, bool? hasHeader)
    {
        // The names that pandas gives to columns without.
        if (hasHeader is null && cells.Length >= FewestIndices && cells.Index().All(cell => cell.Item == cell.Index.ToString(CultureInfo.InvariantCulture)))
        {
            throw new TableLayout(name, HasHeader: false, cells).HeaderOrNot($"the numbers from 0 to {cells.Length - 1}");
        }

        if (!(hasHeader ?? !cells.Any(cell => TableCell.TryParse(cell, decimalComma: false, out _))))
        {
            return new(name, HasHeader: false, TableLayout.Numbered(cells.Length));
        }

        TableLayout layout = new(name, HasHeader: true, cells);
        for (int i = 1; i < cells.Length; i++)
        {
            if (Array.IndexOf(cells, cells[i]) < i)
            {
                throw layout.Error(firstLine, i, "names that differ", cells[i]);
            }
        }

        return layout;
    }

    private InvalidDataException NoExample(int row) => new($"{name}: row {row}, column 1: expected at least one example, got the end of the file.");
}

using System.Globalization;
using System.Numerics;
using System.Text;
using nietras.SeparatedValues;

namespace FastNet.Training;

/// <summary>The columns that a reader wants.</summary>
/// <param name="Features">The indices of the columns of numbers, in the wanted order.</param>
/// <param name="Target">The index of the target's column; −1 for none.</param>
internal sealed record CsvSelection(int[] Features, int Target);

/// <summary>The wanted columns of a CSV file: numbers parsed and checked, target cells as text.</summary>
/// <param name="Layout">The file's columns.</param>
/// <param name="Selection">The wanted ones.</param>
/// <param name="Features">[rows, wanted].</param>
/// <param name="Targets">[rows]; empty where no target was wanted.</param>
/// <param name="Lines">[rows]: where each stands in the file, from 1 on.</param>
internal sealed record CsvFile<T>(CsvLayout Layout, CsvSelection Selection, T[] Features, string[] Targets, int[] Lines)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // "0,1" may well be an example.
    private const int FewestIndices = 3;

    // Stands for bytes that are no UTF-8: a code point that no text holds.
    private const char NoText = '\uFFFF';

    private static readonly Encoding Utf8 = Encoding.GetEncoding("utf-8", EncoderFallback.ExceptionFallback, new DecoderReplacementFallback(NoText.ToString()));

    /// <summary>Reads a file, gzip or plain.</summary>
    /// <param name="path">The file.</param>
    /// <param name="hasHeader">Whether the first line holds names; null to find out.</param>
    /// <param name="select">Chooses the columns.</param>
    public static CsvFile<T> Read(string path, bool? hasHeader, Func<CsvLayout, CsvSelection> select)
    {
        using FileStream file = File.OpenRead(path);
        return Read(file, path, hasHeader, select);
    }

    /// <summary>Reads a stream, gzip or plain; errors call it <paramref name="name"/>.</summary>
    public static CsvFile<T> Read(Stream stream, string name, bool? hasHeader, Func<CsvLayout, CsvSelection> select)
    {
        if (!stream.CanSeek)
        {
            // A pipe: whether it is gzip shows only in bytes that could not be read again.
            using MemoryStream copy = new();
            stream.CopyTo(copy);
            copy.Position = 0;
            return Read(copy, name, hasHeader, select);
        }

        bool isGzip = GzipFile.IsGzip(stream);
        try
        {
            using StreamReader text = new(isGzip ? GzipFile.Open(stream) : stream, Utf8, leaveOpen: !isGzip);
            using SepReader reader = Sep
                .Reader(options => options with { HasHeader = false, DisableColCountCheck = true, Unescape = true, Trim = SepTrim.Outer })
                .From(text);
            return Read(reader, name, hasHeader, select);
        }
        catch (InvalidDataException exception) when (!exception.Message.StartsWith(name, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{name}: expected {(isGzip ? "a whole gzip file" : "lines of cells")}: {exception.Message}", exception);
        }
        catch (NotSupportedException exception)
        {
            throw new InvalidDataException(
                $"{name}: expected rows of less than 16 MiB, got a longer one: a quote that is not closed, or no table of text.", exception);
        }
    }

    private static CsvFile<T> Read(SepReader reader, string name, bool? hasHeader, Func<CsvLayout, CsvSelection> select)
    {
        CsvLayout? layout = null;
        CsvSelection selection = new([], -1);
        List<T> features = [];
        List<string> targets = [];
        List<int> lines = [];
        int rows = 0;
        int firstLine = 0;
        InvalidDataException? firstMistake = null;
        Dictionary<string, string> known = new(StringComparer.Ordinal);
        Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> knownBySpan = known.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (SepReader.Row row in reader)
        {
            // Of the first row, Sep tells the line where it ends.
            int line = row.RowIndex == 0 ? 1 : row.LineNumberFrom;
            RequireText(row.Span, name, line);
            if (row.ColCount == 0 || (row.ColCount == 1 && row[0].Span.IsEmpty))
            {
                continue;
            }

            rows++;
            if (layout is null)
            {
                firstLine = line;
                layout = ReadLayout(row, line, name, hasHeader);
                selection = select(layout);
                if (layout.HasHeader)
                {
                    continue;
                }
            }

            if (row.ColCount != layout.Names.Length && rows == 2)
            {
                throw new InvalidDataException(
                    $"{name}: row {firstLine} has {layout.Names.Length} cells and row {line} has {row.ColCount}: "
                    + "the first line is neither names nor an example.");
            }

            if (row.ColCount != layout.Names.Length)
            {
                throw new InvalidDataException(
                    $"{name}: row {line}, column {int.Min(row.ColCount, layout.Names.Length) + 1}: expected {layout.Names.Length} cells in each row, "
                    + $"got {row.ColCount}.");
            }

            if (firstMistake is not null)
            {
                throw firstMistake;
            }

            bool hasLineBreak = row.Span.ContainsAny('\n', '\r');
            try
            {
                foreach (int column in selection.Features)
                {
                    RequireOneLine(row[column].Span, layout, line, column, hasLineBreak);
                    features.Add(ParseNumber(row[column].Span, layout, line, column));
                }
            }
            catch (InvalidDataException exception) when (rows == 1)
            {
                // If the next row has another number of cells, that says more.
                firstMistake = exception;
                continue;
            }

            lines.Add(line);
            if (selection.Target >= 0)
            {
                ReadOnlySpan<char> cell = row[selection.Target].Span;
                RequireOneLine(cell, layout, line, selection.Target, hasLineBreak);
                if (!knownBySpan.TryGetValue(cell, out string? target))
                {
                    target = cell.ToString();
                    known.Add(target, target);
                }

                targets.Add(target);
            }
        }

        if (layout is null || lines.Count == 0)
        {
            throw firstMistake ?? new InvalidDataException($"{name}: row {(layout is null ? 1 : 2)}, column 1: expected at least one example, got the end of the file.");
        }

        return new(layout, selection, [.. features], [.. targets], [.. lines]);
    }

    /// <summary>Refuses features that no network could use, so far are they from those that the normaliser was fitted on.</summary>
    /// <exception cref="InvalidDataException">There is one; the message says where it stands.</exception>
    public void RequireInReach(Normalizer normalizer)
    {
        for (int i = 0; i < Features.Length; i++)
        {
            (int row, int feature) = int.DivRem(i, Selection.Features.Length);
            if (!normalizer.IsInReach(Features[i], feature))
            {
                throw TooFar(row, Selection.Features[feature], Features[i]);
            }
        }
    }

    /// <summary>The same of target values.</summary>
    /// <exception cref="InvalidDataException">There is one; the message says where it stands.</exception>
    public void RequireInReach(ReadOnlySpan<T> values, Normalizer normalizer)
    {
        for (int row = 0; row < values.Length; row++)
        {
            if (!normalizer.IsInReach(values[row], 0))
            {
                throw TooFar(row, Selection.Target, values[row]);
            }
        }
    }

    private InvalidDataException TooFar(int row, int column, T value) => Layout.Error(
        Lines[row], column, $"a number at most {Normalizer.MostDeviations:0e0} deviations from the train part's mean",
        value.ToString(null, CultureInfo.InvariantCulture));

    /// <summary>A cell as a finite number.</summary>
    public static T ParseNumber(ReadOnlySpan<char> cell, CsvLayout layout, int line, int column)
    {
        if (!T.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out T value))
        {
            throw layout.Error(line, column, "a number", cell);
        }

        return T.IsFinite(value) ? value : throw layout.Error(line, column, "a finite number", cell);
    }

    // It sees the row as it stands in the file: reading a cell takes the quotes out.
    private static void RequireText(ReadOnlySpan<char> row, string name, int line)
    {
        if (row.Contains(NoText))
        {
            throw new InvalidDataException($"{name}: row {line}: expected text in UTF-8, got bytes that are none.");
        }

        // Only the end of the file ends a row inside a quote.
        if (int.IsOddInteger(row.Count('"')))
        {
            throw new InvalidDataException($"{name}: row {line}: expected the quote to be closed on its line, got the end of the file.");
        }
    }

    private static void RequireOneLine(ReadOnlySpan<char> cell, CsvLayout layout, int line, int column, bool hasLineBreak)
    {
        if (hasLineBreak && cell.ContainsAny('\n', '\r'))
        {
            throw layout.Error(line, column, "the quote to be closed on its line", cell);
        }
    }

    private static CsvLayout ReadLayout(SepReader.Row row, int line, string name, bool? hasHeader)
    {
        string[] cells = new string[row.ColCount];
        bool anyNumber = false;
        bool areIndices = true;
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = row[i].ToString();
            anyNumber |= double.TryParse(cells[i], NumberStyles.Float, CultureInfo.InvariantCulture, out _);
            areIndices &= cells[i] == i.ToString(CultureInfo.InvariantCulture);
        }

        // The names that pandas gives to columns without.
        if (hasHeader is null && areIndices && cells.Length >= FewestIndices)
        {
            throw new CsvLayout(name, HasHeader: false, cells).HeaderOrNot($"the numbers from 0 to {cells.Length - 1}");
        }

        if (!(hasHeader ?? !anyNumber))
        {
            return new(name, HasHeader: false, [.. Enumerable.Range(1, cells.Length).Select(i => string.Create(CultureInfo.InvariantCulture, $"column {i}"))]);
        }

        CsvLayout layout = new(name, HasHeader: true, cells);
        for (int i = 1; i < cells.Length; i++)
        {
            if (Array.IndexOf(cells, cells[i]) < i)
            {
                throw layout.Error(line, i, "names that differ", cells[i]);
            }
        }

        return layout;
    }
}

namespace FastNet.Training;

/// <summary>Makes a class of a row's target.</summary>
/// <param name="classNames">The classes in the order of their numbers.</param>
/// <param name="column">Where the target stands.</param>
/// <param name="isSecondPass">Whether the classes are those of a first pass over the same rows.</param>
internal sealed class ClassEncoder(IReadOnlyList<string> classNames, int column, bool isSecondPass = false)
{
    private readonly TextNumbers classes = new(classNames);

    /// <summary>A row's class.</summary>
    /// <exception cref="InvalidDataException">The cell is none; the message says where it stands.</exception>
    public int Encode<TCells>(TCells cells)
        where TCells : struct, ICells
    {
        ReadOnlySpan<char> cell = cells.Text(column);
        int number = classes.Find(cell);
        return number >= 0
            ? number
            : throw cells.Error(
                column,
                isSecondPass ? TextNumbers.SeenBefore : cell.IsEmpty ? "a class" : $"one of the classes {TableLayout.Quote(string.Join(", ", classNames), 200)}");
    }

    /// <summary>The classes of a table's rows.</summary>
    /// <exception cref="InvalidDataException">A cell is none; the message says where it stands.</exception>
    public int[] Encode(Table table)
    {
        int[] encoded = new int[table.Rows];
        for (int row = 0; row < encoded.Length; row++)
        {
            encoded[row] = Encode(new TableCells(table, row));
        }

        return encoded;
    }
}

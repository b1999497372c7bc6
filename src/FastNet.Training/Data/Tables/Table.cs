namespace FastNet.Training;

/// <summary>Rows and named columns as a file has them, before anything is made of them. It never changes.</summary>
public sealed class Table
{
    private readonly int[]? lines;

    // Where the columns from First on stand in the file that they came from.
    private readonly (int First, Table Table, int[] Columns)? joined;

    internal Table(TableLayout layout, IReadOnlyList<TableColumn> columns, int rows, int[]? lines = null, (int First, Table Table, int[] Columns)? joined = null)
    {
        Layout = layout;
        this.lines = lines;
        this.joined = joined;
        Columns = columns;
        Rows = rows;
    }

    /// <summary>The file, as errors name it.</summary>
    public string Name => Layout.File;

    /// <summary>Whether the columns' names are the file's own.</summary>
    public bool HasHeader => Layout.HasHeader;

    /// <summary>The columns in the file's order.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The shape of the image that each row is, by the sizes that an IDX or npy file has for its numbers; null where it has none. Columns added since do not count.</summary>
    public ImageShape? Image => Layout.Image;

    /// <summary>What errors call file and columns.</summary>
    internal TableLayout Layout { get; }

    /// <summary>
    /// Reads a file by what it holds, whatever its name: text of separated cells, IDX, or NumPy's npy, each gzip or plain; NumPy's npz; what was registered.
    /// </summary>
    /// <exception cref="InvalidDataException">The contents are not what was expected; the message says file, row, column, what was expected and
    /// what came.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Table Read(string path, TableOptions? options = null)
    {
        options ??= new();
        return TableFormat.Read(path, options, options.KindsOf);
    }

    /// <summary>The same from a stream.</summary>
    /// <param name="stream">The contents.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="options">How to read it.</param>
    /// <exception cref="InvalidDataException">As for a file.</exception>
    public static Table Read(Stream stream, string name, TableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= new();
        return TableFormat.Read(stream, name, options, options.KindsOf);
    }

    /// <summary>A table of columns from elsewhere.</summary>
    /// <param name="name">What errors call it.</param>
    /// <param name="columns">At least one.</param>
    /// <param name="rows">The rows of each column.</param>
    /// <exception cref="ArgumentException">There is no column, or a column has more rows or fewer, or two have one name.</exception>
    public static Table Of(string name, IReadOnlyList<TableColumn> columns, int rows)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        string[] names = [.. columns.Select(column => column.Name)];
        if (columns.Count == 0 || names.Distinct(StringComparer.Ordinal).Count() < names.Length)
        {
            throw new ArgumentException($"{name}: expected columns with names that differ, got {TableLayout.Quote(string.Join(", ", names), 200)}.", nameof(columns));
        }

        return columns.FirstOrDefault(column => column.Rows is { } count && count != rows) is { } odd
            ? throw new ArgumentException($"{name}: expected {rows} rows, got {odd.Rows} in {TableLayout.Quote(odd.Name, 40)}.", nameof(columns))
            : new(new TableLayout(name, HasHeader: true, names), columns, rows);
    }

    /// <summary>Has files of a further format read.</summary>
    public static void Register(TableFileFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        TableFormat.Register(format);
    }

    /// <summary>The index of a column given by its name or by its number from 1 on.</summary>
    /// <exception cref="InvalidDataException">There is no such column.</exception>
    public int Find(string column) => Layout.Find(column);

    /// <summary>The same rows with another table's columns behind these, but for those that it passed over.</summary>
    /// <exception cref="InvalidDataException">It has more rows or fewer, or a name that this one has.</exception>
    public Table With(Table other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Rows != Rows)
        {
            throw new InvalidDataException($"{other.Name}: expected {Rows} rows, as {Name} has, got {other.Rows}.");
        }

        int[] added = [.. Enumerable.Range(0, other.Columns.Count).Where(column => other.Columns[column] is not Ignored)];
        IReadOnlyList<TableColumn> columns =
        [
            .. Columns,
            .. added.Select((column, i) => other.HasHeader ? other.Columns[column] : other.Columns[column].Renamed(added.Length == 1 ? "target" : $"target {i + 1}")),
        ];
        if (HasHeader && columns.Select(column => column.Name).Distinct(StringComparer.Ordinal).Count() < columns.Count)
        {
            throw new InvalidDataException($"{other.Name}: row 1: expected names that {Name} has not, got {TableLayout.Quote(string.Join(", ", other.Layout.Names), 200)}.");
        }

        return new(new TableLayout(Name, HasHeader, [.. columns.Select(column => column.Name)], Image), columns, Rows, lines, (Columns.Count, other, added));
    }

    /// <summary>Where a row stands in the file, from 1 on.</summary>
    public int LineOf(int row) => lines is null ? row + 1 : lines[row];

    /// <summary>The table of a binary file, without the columns that are passed over, and numbers as text where they are names.</summary>
    internal Table As(ColumnKind[] kinds) =>
        new(Layout, [.. Columns.Select((column, i) => kinds[i] switch
        {
            ColumnKind.Ignored => new Ignored(column.Name),
            ColumnKind.Text when !column.IsText => new NumbersAsText(column),
            _ => column,
        })], Rows, lines);

    /// <summary>Where its header or, without one, its first row stands.</summary>
    internal int FirstLine => HasHeader ? 1 : LineOf(0);

    /// <summary>What is wrong with a cell.</summary>
    /// <param name="row">The row, from 0 on.</param>
    /// <param name="column">The column, from 0 on.</param>
    /// <param name="expected">What was expected of it.</param>
    public InvalidDataException Error(int row, int column, string expected) => Error(row, column, expected, Columns[column].Text(row));

    /// <summary>The same, said in other words than the cell's own.</summary>
    internal InvalidDataException Error(int row, int column, string expected, string actual) => joined is { } other && column >= other.First
        ? other.Table.Error(row, other.Columns[column - other.First], expected, actual)
        : Layout.Error(LineOf(row), column, expected, actual);
}

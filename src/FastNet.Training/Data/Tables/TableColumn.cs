using System.Globalization;
using System.Numerics;

namespace FastNet.Training;

/// <summary>A column of a <see cref="Table"/>: numbers or text, some of it missing.</summary>
/// <param name="name">The header's name, or "column 1" and so on.</param>
public abstract class TableColumn(string name)
{
    /// <summary>What errors and reports call it.</summary>
    public string Name { get; } = name;

    /// <summary>Whether its cells are text.</summary>
    public abstract bool IsText { get; }

    /// <summary>A cell as a number; NaN where it is missing, or text that is none.</summary>
    public abstract double Number(int row);

    /// <summary>A cell as text; empty where it is missing.</summary>
    public abstract string Text(int row);

    /// <summary>How many it has; null for as many as the table.</summary>
    internal abstract int? Rows { get; }

    /// <summary>A column of numbers; NaN is missing.</summary>
    public static TableColumn OfNumbers<TNumber>(string name, TNumber[] numbers)
        where TNumber : unmanaged, INumberBase<TNumber> => new Numbers<TNumber>(name, numbers ?? throw new ArgumentNullException(nameof(numbers)));

    /// <summary>A column of text; empty is missing.</summary>
    public static TableColumn OfText(string name, string[] cells) => new Texts(name, cells ?? throw new ArgumentNullException(nameof(cells)));

    /// <summary>A column that is not read.</summary>
    public static TableColumn PassedOver(string name) => new Ignored(name);

    /// <summary>The same column under another name.</summary>
    internal abstract TableColumn Renamed(string name);
}

/// <summary>Text; empty is missing.</summary>
internal sealed class Texts(string name, string[] cells, bool decimalComma = false) : TableColumn(name)
{
    public override bool IsText => true;

    public override double Number(int row) => TableCell.TryParse(cells[row], decimalComma, out double value) ? value : double.NaN;

    public override string Text(int row) => cells[row];

    internal override int? Rows => cells.Length;

    internal override TableColumn Renamed(string name) => new Texts(name, cells, decimalComma);
}

/// <summary>Numbers, by themselves or every so many of a matrix; NaN is missing.</summary>
/// <typeparam name="TNumber">What they are kept as.</typeparam>
internal sealed class Numbers<TNumber>(string name, TNumber[] numbers, int first = 0, int stride = 1) : TableColumn(name)
    where TNumber : unmanaged, INumberBase<TNumber>
{
    public override bool IsText => false;

    public override double Number(int row) => double.CreateTruncating(At(row));

    public override string Text(int row) => TNumber.IsNaN(At(row)) ? string.Empty : At(row).ToString(null, CultureInfo.InvariantCulture);

    internal override int? Rows => (numbers.Length - first + stride - 1) / stride;

    internal override TableColumn Renamed(string name) => new Numbers<TNumber>(name, numbers, first, stride);

    private TNumber At(int row) => numbers[first + ((long)row * stride)];
}

/// <summary>Numbers that are names.</summary>
internal sealed class NumbersAsText(TableColumn numbers) : TableColumn(numbers.Name)
{
    public override bool IsText => true;

    public override double Number(int row) => numbers.Number(row);

    public override string Text(int row) => numbers.Text(row);

    internal override int? Rows => numbers.Rows;

    internal override TableColumn Renamed(string name) => new NumbersAsText(numbers.Renamed(name));
}

/// <summary>A column that is passed over.</summary>
internal sealed class Ignored(string name) : TableColumn(name)
{
    public override bool IsText => true;

    public override double Number(int row) => double.NaN;

    public override string Text(int row) => string.Empty;

    internal override int? Rows => null;

    internal override TableColumn Renamed(string name) => new Ignored(name);
}

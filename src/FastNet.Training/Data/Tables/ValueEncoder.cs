using System.Numerics;

namespace FastNet.Training;

/// <summary>Makes values of a row's targets.</summary>
/// <param name="columns">Where each target stands.</param>
internal sealed class ValueEncoder<T>(IReadOnlyList<int> columns)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What the values go through; null for nothing.</summary>
    public Normalizer? Normalizer { get; init; }

    /// <summary>What they must be in reach of; null for nothing.</summary>
    public Normalizer? Reach { get; init; }

    /// <summary>Values of a row.</summary>
    public int Count => columns.Count;

    /// <summary>Takes a row's values.</summary>
    /// <param name="cells">The row.</param>
    /// <param name="values">[values].</param>
    /// <exception cref="InvalidDataException">A cell is no finite number, or out of reach; the message says where it stands.</exception>
    public void Encode<TCells>(TCells cells, Span<T> values)
        where TCells : struct, ICells
    {
        for (int i = 0; i < columns.Count; i++)
        {
            double number = cells.Number(columns[i]);
            T value = EncodedNumber.Finite<T, TCells>(cells, columns[i], number);
            EncodedNumber.RequireInReach(cells, columns[i], number, Reach, i);
            values[i] = Normalizer is null ? value : Normalizer.Apply(value, i);
        }
    }

    /// <summary>The values of a table's rows.</summary>
    /// <returns>[rows, values].</returns>
    /// <exception cref="InvalidDataException">As of a row.</exception>
    public T[] Encode(Table table)
    {
        T[] values = new T[(long)table.Rows * Count];
        for (int row = 0; row < table.Rows; row++)
        {
            Encode(new TableCells(table, row), values.AsSpan(row * Count, Count));
        }

        return values;
    }
}

using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using FastNet.Training;
using Parquet;
using Parquet.Schema;

namespace FastNet.Cli;

/// <summary>Apache Parquet, column by column: numbers, truth values as 0 and 1, text, and dates and times as text by ISO 8601. Null is missing.</summary>
internal sealed class ParquetFormat : TableFileFormat
{
    // Old writers say nowhere that bytes are text.
    private static readonly ParquetOptions Options = new() { TreatByteArrayAsString = true, UseDateOnlyTypeForDates = true };

    public static ParquetFormat Instance { get; } = new();

    /// <summary>Whether it starts as one; text may have a column PAR1.</summary>
    public override bool Matches(ReadOnlySpan<byte> start) =>
        start is [(byte)'P', (byte)'A', (byte)'R', (byte)'1', .. var rest] && (rest.IsEmpty || rest[0] is < 0x20 and not ((byte)'\t' or (byte)'\n' or (byte)'\r'));

    public override Table Read(Stream stream, string name, Func<IReadOnlyList<string>, bool[]> wanted)
    {
        try
        {
            return ReadAsync(stream, name, wanted).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (!exception.Message.StartsWith(name, StringComparison.Ordinal))
        {
            // On bytes that it did not expect, the reader throws whatever comes.
            throw new InvalidDataException($"{name}: expected a whole Parquet file: {exception.Message.ReplaceLineEndings(" ")}", exception);
        }
    }

    private static async Task<Table> ReadAsync(Stream stream, string name, Func<IReadOnlyList<string>, bool[]> wantedOf)
    {
        ParquetReader reader = await ParquetReader.CreateAsync(stream, Options, leaveStreamOpen: true).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable disposal = reader.ConfigureAwait(false);
        string[] names = [.. reader.Schema.Fields.Select(field => field.Name)];
        bool[] wanted = wantedOf(names);
        long rows = reader.RowGroups.Sum(group => group.RowCount);
        if (rows < 1 || rows > Array.MaxLength)
        {
            throw new InvalidDataException($"{name}: expected from 1 to {Array.MaxLength} rows, got {rows}.");
        }

        TableColumn[] columns = new TableColumn[names.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = wanted[i] ? await ReadAsync(reader, i, (int)rows, name).ConfigureAwait(false) : TableColumn.PassedOver(names[i]);
        }

        return Table.Of(name, columns, (int)rows);
    }

    private static Task<TableColumn> ReadAsync(ParquetReader reader, int column, int rows, string name)
    {
        Field field = reader.Schema.Fields[column];
        return (field is DataField { IsArray: false } data ? ReadAsync(reader, data, rows) : null) ?? throw new InvalidDataException(
            $"{name}: column {column + 1} ({field.Name}): expected numbers, truth values, text or dates, got {(field as DataField)?.ClrType.Name ?? "a nested column"}: pass over it.");
    }

    private static Task<TableColumn>? ReadAsync(ParquetReader reader, DataField field, int rows) => Type.GetTypeCode(field.ClrType) switch
    {
        TypeCode.SByte => Numbers<sbyte>(reader, field, rows),
        TypeCode.Byte => Numbers<byte>(reader, field, rows),
        TypeCode.Int16 => Numbers<short>(reader, field, rows),
        TypeCode.UInt16 => Numbers<ushort>(reader, field, rows),
        TypeCode.Int32 => Numbers<int>(reader, field, rows),
        TypeCode.UInt32 => Numbers<uint>(reader, field, rows),
        TypeCode.Int64 => Numbers<long>(reader, field, rows),
        TypeCode.UInt64 => Numbers<ulong>(reader, field, rows),
        TypeCode.Single => Numbers<float>(reader, field, rows),
        TypeCode.Double => Numbers<double>(reader, field, rows),
        TypeCode.Decimal => Numbers<decimal>(reader, field, rows),
        TypeCode.Boolean => TruthValues(reader, field, rows),
        TypeCode.DateTime => Texts<DateTime>(reader, field, rows, "yyyy-MM-ddTHH:mm:ss.FFFFFFF"),
        TypeCode.String => Texts(reader, field, rows),
        _ when field.ClrType == typeof(ReadOnlyMemory<char>) => Texts(reader, field, rows),
        _ when field.ClrType == typeof(DateOnly) => Texts<DateOnly>(reader, field, rows, "yyyy-MM-dd"),
        _ when field.ClrType == typeof(TimeOnly) => Texts<TimeOnly>(reader, field, rows, "HH:mm:ss.FFFFFFF"),
        _ when field.ClrType == typeof(TimeSpan) => Texts<TimeSpan>(reader, field, rows, "c"),
        _ when field.ClrType == typeof(Guid) => Texts<Guid>(reader, field, rows, "D"),
        _ => null,
    };

    // Without a null, as they are kept in the file: a whole number beyond 2⁵³ is no double.
    private static async Task<TableColumn> Numbers<T>(ParquetReader reader, DataField field, int rows)
        where T : unmanaged, INumberBase<T>
    {
        T?[] cells = await Cells<T>(reader, field, rows).ConfigureAwait(false);
        return Array.Exists(cells, cell => cell is null)
            ? TableColumn.OfNumbers(field.Name, Array.ConvertAll(cells, cell => cell is { } number ? double.CreateTruncating(number) : double.NaN))
            : TableColumn.OfNumbers(field.Name, Array.ConvertAll(cells, cell => cell!.Value));
    }

    private static async Task<TableColumn> TruthValues(ParquetReader reader, DataField field, int rows) =>
        TableColumn.OfNumbers(field.Name, Array.ConvertAll(
            await Cells<bool>(reader, field, rows).ConfigureAwait(false), cell => cell switch { true => 1, false => 0, null => double.NaN }));

    private static async Task<TableColumn> Texts<T>(ParquetReader reader, DataField field, int rows, string format)
        where T : struct, IFormattable =>
        TableColumn.OfText(field.Name, Array.ConvertAll(
            await Cells<T>(reader, field, rows).ConfigureAwait(false), cell => cell?.ToString(format, CultureInfo.InvariantCulture) ?? string.Empty));

    private static async Task<TableColumn> Texts(ParquetReader reader, DataField field, int rows)
    {
        string?[] cells = new string?[rows];
        await ReadGroups(reader, (group, first, count) => group.ReadAsync(field, cells.AsMemory(first, count)!)).ConfigureAwait(false);
        return TableColumn.OfText(field.Name, Array.ConvertAll(cells, cell => cell ?? string.Empty));
    }

    private static async Task<T?[]> Cells<T>(ParquetReader reader, DataField field, int rows)
        where T : struct
    {
        T?[] cells = new T?[rows];
        T[] numbers = field.IsNullable ? [] : new T[rows];
        await ReadGroups(reader, (group, first, count) => field.IsNullable
            ? group.ReadAsync(field, cells.AsMemory(first, count))
            : group.ReadAsync(field, numbers.AsMemory(first, count))).ConfigureAwait(false);
        return field.IsNullable ? cells : Array.ConvertAll(numbers, number => (T?)number);
    }

    private static async Task ReadGroups(ParquetReader reader, Func<ParquetRowGroupReader, int, int, ValueTask> read)
    {
        int first = 0;
        for (int i = 0; i < reader.RowGroupCount; i++)
        {
            using ParquetRowGroupReader group = reader.OpenRowGroupReader(i);
            int count = (int)group.RowCount;
            await read(group, first, count).ConfigureAwait(false);
            first += count;
        }
    }
}

using FastNet.Cli;
using FastNet.Training;
using Parquet;
using Parquet.Schema;

namespace FastNet.Tests.Tables;

/// <summary>Files as Parquet.Net writes them.</summary>
public sealed class ParquetTests
{
    public ParquetTests() => Table.Register(ParquetFormat.Instance);

    [Fact]
    public async Task NumbersOfEveryTypeWithAndWithoutNulls()
    {
        await ShouldBe<sbyte>([-128, 5, 127], value => value);
        await ShouldBe<byte>([0, 5, 255], value => value);
        await ShouldBe<short>([-32768, 5, 32767], value => value);
        await ShouldBe<ushort>([0, 5, 65535], value => value);
        await ShouldBe<int>([int.MinValue, 5, int.MaxValue], value => value);
        await ShouldBe<uint>([0, 5, uint.MaxValue], value => value);
        await ShouldBe<long>([-(1L << 53), 5, 1L << 53], value => value);
        await ShouldBe<ulong>([0, 5, 1UL << 63], value => value);
        await ShouldBe<float>([-1.5f, 0.1f, 3e38f], value => value);
        await ShouldBe<double>([-1.5, 0.1, 1e300], value => value);
        await ShouldBe<decimal>([-1.5m, 0.1m, 12345.25m], value => (double)value);
        await ShouldBe<bool>([true, false, true], value => value ? 1 : 0);
    }

    [Fact]
    public async Task TextsAndDates()
    {
        DataField<string> text = new("text");
        DataField<DateTime> time = new("time");
        DataField<DateOnly> day = new("day");
        byte[] file = await Write(new(text, time, day), async group =>
        {
            await group.WriteAsync(text, ["Bär", null!, "狐"]);
            await group.WriteAsync<DateTime>(time, new DateTime[] { new(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc), new(1999, 12, 31, 0, 0, 0, DateTimeKind.Utc), new(2000, 1, 1, 0, 0, 0, 500, DateTimeKind.Utc) });
            await group.WriteAsync<DateOnly>(day, new DateOnly[] { new(2024, 2, 29), new(1999, 12, 31), new(2000, 1, 1) });
        });
        Table table = Read(file);
        Assert.Equal(["Bär", "", "狐"], Enumerable.Range(0, 3).Select(table.Columns[0].Text));
        Assert.Equal(["2024-02-29T01:02:03", "1999-12-31T00:00:00", "2000-01-01T00:00:00.5"], Enumerable.Range(0, 3).Select(table.Columns[1].Text));
        Assert.Equal(["2024-02-29", "1999-12-31", "2000-01-01"], Enumerable.Range(0, 3).Select(table.Columns[2].Text));
    }

    [Fact]
    public async Task RowGroupsFollowEachOther()
    {
        DataField<int> x = new("x");
        DataField<string> y = new("y");
        MemoryStream file = new();
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(x, y), file))
        {
            foreach (int first in new[] { 0, 3 })
            {
                using ParquetRowGroupWriter group = writer.CreateRowGroup();
                await group.WriteAsync<int>(x, new[] { first, first + 1, first + 2 });
                await group.WriteAsync(y, ["a", "b", "a"]);
            }
        }

        TableDataset<double> read = TableDataset<double>.Read(new MemoryStream(file.ToArray()), "t");
        Assert.Equal([0, 1, 2, 3, 4, 5], read.Data.Features.Values.ToArray());
        Assert.Equal([0, 1, 0, 0, 1, 0], read.Data.Classes.ToArray());
    }

    /// <summary>Lists, structures and maps are no columns of a table, and no reason not to read the others.</summary>
    [Fact]
    public async Task NestedColumnsAreRefusedUnlessPassedOver()
    {
        DataField<double> x = new("x");
        DataField<string> y = new("y");
        DataField<int> item = new("item"), inner = new("inner"), value = new("value");
        DataField key = new("key", typeof(string), isNullable: false);
        DataField<int[]> repeated = new("repeated");
        foreach (Field nested in new Field[] { new ListField("list", item), new StructField("structure", inner), new MapField("map", key, value), repeated })
        {
            byte[] file = await Write(new(x, nested, y), async group =>
            {
                await group.WriteAsync<double>(x, new[] { 1.5, 2.5, 3.5 });
                if (nested is MapField)
                {
                    await group.WriteAllPartsAsync<ReadOnlyMemory<char>>(key, new[] { "a".AsMemory(), "b".AsMemory(), "c".AsMemory() }, Levels(key.MaxDefinitionLevel), Levels(0), CancellationToken.None);
                }

                DataField leaf = nested switch { ListField => item, StructField => inner, MapField => value, _ => repeated };
                await group.WriteAllPartsAsync<int>(leaf, new[] { 1, 2, 3 }, Levels(leaf.MaxDefinitionLevel), nested is StructField ? null : Levels(0), CancellationToken.None);
                await group.WriteAsync(y, ["a", "b", "a"]);
            });
            string message = Assert.Throws<InvalidDataException>(() => Read(file)).Message;
            Assert.StartsWith($"t: column 2 ({nested.Name}): expected numbers, truth values, text or dates, got ", message, StringComparison.Ordinal);
            Assert.EndsWith(": pass over it.", message, StringComparison.Ordinal);
            TableDataset<double> read = TableDataset<double>.Read(new MemoryStream(file), "t", new() { IgnoredColumns = [nested.Name] });
            Assert.Equal([1.5, 2.5, 3.5], read.Data.Features.Values.ToArray());
            Assert.Equal([0, 1, 0], read.Data.Classes.ToArray());
        }
    }

    [Fact]
    public async Task ATornFileIsRefusedAtEveryLength()
    {
        DataField<double> x = new("x");
        DataField<string> y = new("y");
        byte[] whole = await Write(new(x, y), async group =>
        {
            await group.WriteAsync<double>(x, new[] { 1.5, 2.5, 3.5 });
            await group.WriteAsync(y, ["a", "b", "a"]);
        });
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.StartsWith("t: ", Assert.Throws<InvalidDataException>(() => Read(whole[..length])).Message, StringComparison.Ordinal);
        }
    }

    // Each value is there, and the only one of its row.
    private static ReadOnlyMemory<int>? Levels(int level) => new int[] { level, level, level };

    private static async Task ShouldBe<T>(T[] values, Func<T, double> number)
        where T : struct
    {
        DataField plain = new("plain", typeof(T), isNullable: false);
        DataField nullable = new("nullable", typeof(T), isNullable: true);
        byte[] file = await Write(new(plain, nullable), async group =>
        {
            await group.WriteAsync<T>(plain, values.AsMemory());
            await group.WriteAsync<T>(nullable, new T?[] { values[0], null, values[2] }.AsMemory());
        });
        Table table = Read(file);
        Assert.Equal(values.Select(number), Enumerable.Range(0, 3).Select(table.Columns[0].Number));
        Assert.Equal([number(values[0]), double.NaN, number(values[2])], Enumerable.Range(0, 3).Select(table.Columns[1].Number));
        Assert.Equal(string.Empty, table.Columns[1].Text(1));
        Assert.False(table.Columns[0].IsText);
    }

    private static async Task<byte[]> Write(ParquetSchema schema, Func<ParquetRowGroupWriter, Task> write)
    {
        MemoryStream file = new();
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(schema, file))
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            await write(group);
        }

        return file.ToArray();
    }

    private static Table Read(byte[] bytes) => Table.Read(new MemoryStream(bytes), "t");
}

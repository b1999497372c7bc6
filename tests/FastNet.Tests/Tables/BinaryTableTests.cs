using System.IO.Compression;
using System.Text;
using FastNet.Training;

namespace FastNet.Tests.Tables;

public sealed class BinaryTableTests
{
    public static TheoryData<string, double[]> Types { get; } = new()
    {
        { "<f2", [1.5, -2, 0, 65504, 0.0999755859375, 3] }, { ">f2", [1.5, -2, 0, 65504, 0.0999755859375, 3] },
        { "<f4", [1.5, -2, 0, 16777216, 0.25, 3] }, { ">f4", [1.5, -2, 0, 16777216, 0.25, 3] },
        { "<f8", [1.5, -2, 0, 1e300, 0.1, 3] }, { ">f8", [1.5, -2, 0, 1e300, 0.1, 3] },
        { "|i1", [1, -128, 127, 0, -1, 5] }, { "|u1", [1, 255, 128, 0, 7, 5] }, { "|b1", [1, 0, 0, 1, 1, 0] },
        { "<i2", [1, -32768, 32767, 0, 258, 5] }, { ">i2", [1, -32768, 32767, 0, 258, 5] },
        { "<u2", [1, 65535, 32768, 0, 258, 5] }, { ">u2", [1, 65535, 32768, 0, 258, 5] },
        { "<i4", [1, -2147483648, 2147483647, 0, 66051, 5] }, { ">i4", [1, -2147483648, 2147483647, 0, 66051, 5] },
        { "<u4", [1, 4294967295, 2147483648, 0, 66051, 5] }, { ">u4", [1, 4294967295, 2147483648, 0, 66051, 5] },
        { "<i8", [1, -9007199254740992, 9007199254740992, 0, 4294967296, 5] }, { ">i8", [1, -9007199254740992, 9007199254740992, 0, 4294967296, 5] },
        { "<u8", [1, 9223372036854775808, 9007199254740992, 0, 4294967296, 5] }, { ">u8", [1, 9223372036854775808, 9007199254740992, 0, 4294967296, 5] },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void EveryTypeOfNpyInBothOrders(string type, double[] values)
    {
        byte[] numbers = BinaryBytes.Numbers(type, values);
        double[][] rows = [values[..3], values[3..]];
        ShouldBe(rows, Read(BinaryBytes.Npy(type, "(2, 3)", numbers)));
        ShouldBe(rows, Read(BinaryBytes.Npy(type, "(2, 3)", numbers, version: 2)));
        ShouldBe(rows, Read(BinaryBytes.Npy(type, "(2, 3)", numbers, version: 3)));

        // Column by column: (0,0) (1,0) (0,1) (1,1) (0,2) (1,2).
        ShouldBe([[values[0], values[2], values[4]], [values[1], values[3], values[5]]], Read(BinaryBytes.Npy(type, "(2, 3)", numbers, isFortran: true)));
        ShouldBe([.. values.Select(value => new[] { value })], Read(BinaryBytes.Npy(type, "(6,)", numbers)));
        ShouldBe([.. values.Select(value => new[] { value })], Read(BinaryBytes.Npy(type, "(6,)", numbers, isFortran: true)));
        ShouldBe(rows, Read(BinaryBytes.Npy(type, "(2, 1, 3)", numbers)));
    }

    [Theory]
    [InlineData(0x08, "|u1", 1, 255)]
    [InlineData(0x09, "|i1", -1, 127)]
    [InlineData(0x0B, ">i2", -2, 258)]
    [InlineData(0x0C, ">i4", -2, 66051)]
    [InlineData(0x0D, ">f4", -2.5, 1e10)]
    [InlineData(0x0E, ">f8", -2.5, 1e-300)]
    public void EveryTypeOfIdx(byte code, string type, double first, double second)
    {
        double[] values = [first, second, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        double[] read = [.. values.Select(value => type == ">f4" ? (double)(float)value : value)];
        byte[] numbers = BinaryBytes.Numbers(type, values);
        ShouldBe([read[..4], read[4..8], read[8..]], Read(BinaryBytes.Idx(code, [3, 2, 2], numbers)));
        ShouldBe([.. read.Select(value => new[] { value })], Read(BinaryBytes.Idx(code, [12], numbers)));
    }

    // python3 -c "import struct; h=b\"{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }\"; h+=b' '*(117-len(h))+b'\n'; import base64;
    // print(base64.b64encode(b'\x93NUMPY\x01\x00'+struct.pack('<H',118)+h+struct.pack('<4f',1,2,3.5,-4)).decode())"
    [Fact]
    public void WhatPythonPacks() => ShouldBe(
        [[1, 2], [3.5, -4]],
        Read(Convert.FromBase64String("k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDIpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAIA/AAAAQAAAYEAAAIDA")));

    [Theory]
    [InlineData("<U6", false)]
    [InlineData(">U6", true)]
    public void TextLabels(string type, bool isBigEndian)
    {
        byte[] text = BinaryBytes.Text(isBigEndian, 6, "Bär", "狐", "🦊 x", "twelve");
        Assert.Equal(["Bär", "狐", "🦊 x", "twelve"], Texts(Read(BinaryBytes.Npy(type, "(4,)", text)).Columns[0], 4));
        Table table = Read(BinaryBytes.Npy(type, "(2, 2)", text, isFortran: true));
        Assert.Equal(["Bär", "狐"], Texts(table.Columns[0], 2));
        Assert.Equal(["🦊 x", "twelve"], Texts(table.Columns[1], 2));
        Assert.True(table.Columns[0].IsText);
    }

    [Fact]
    public void BytesThatAreNoTextAreRefused()
    {
        byte[] text = BinaryBytes.Text(isBigEndian: false, 2, "ab", "cd");
        text[^1] = 0x7F;
        Assert.StartsWith("t: row 2, column 1: expected text in UTF-32", Refused(BinaryBytes.Npy("<U2", "(2,)", text)), StringComparison.Ordinal);
    }

    [Fact]
    public void ArraysOfAnNpzStandBesideEachOther()
    {
        byte[] file = Npz(("x", BinaryBytes.Npy("<f4", "(2, 2)", BinaryBytes.Numbers("<f4", 1, 2, 3, 4))), ("y", BinaryBytes.Npy("<U3", "(2,)", BinaryBytes.Text(false, 3, "cat", "dog"))));
        foreach (byte[] bytes in new[] { file, Gzip(file) })
        {
            TableDataset<double> read = TableDataset<double>.Read(new MemoryStream(bytes), "t");
            Assert.Equal(["x 1", "x 2"], read.Data.FeatureNames);
            Assert.Equal([1, 2, 3, 4], read.Data.Features.Values.ToArray());
            Assert.Equal(["cat", "dog"], read.Data.ClassNames);
        }

        Assert.Equal(["y"], Table.Read(new MemoryStream(file), "t", new() { Arrays = ["y"] }).Columns.Select(column => column.Name));
        Assert.Equal(["y", "x 1", "x 2"], Table.Read(new MemoryStream(file), "t", new() { Arrays = ["y", "x"] }).Columns.Select(column => column.Name));
        string message = Assert.Throws<InvalidDataException>(() => Table.Read(new MemoryStream(file), "t", new() { Arrays = ["z"] })).Message;
        Assert.Equal("t: expected an array 'z', got 'x, y'.", message);
    }

    [Fact]
    public void TwoArraysOfOneNameAreRefused()
    {
        byte[] array = BinaryBytes.Npy("|u1", "(1, 2)", [1, 2]);
        Assert.Equal("t: expected names that differ, got 'x.npy' twice.", Refused(Npz(("x", array), ("x", array))));
    }

    [Fact]
    public void NumbersThatAreNamesAreCategoriesInBinaryFilesToo()
    {
        byte[] file = BinaryBytes.Npy("|u1", "(4, 3)", [7, 1, 0, 9, 2, 1, 7, 3, 0, 9, 4, 1]);
        TableDataset<double> read = TableDataset<double>.Read(new MemoryStream(file), "t", new() { TextColumns = ["1"] });
        Assert.Equal(["column 1=7", "column 1=9", "column 2"], read.Data.FeatureNames);
        Assert.Equal([1, 0, 1, 0, 1, 2, 1, 0, 3, 0, 1, 4], read.Data.Features.Values.ToArray());
    }

    [Fact]
    public void NotANumberIsMissing()
    {
        byte[] file = BinaryBytes.Npy("<f4", "(4, 2)", BinaryBytes.Numbers("<f4", 1, 5, double.NaN, 6, 3, 7, 2, 8));
        TableDataset<double> read = TableDataset<double>.Read(new MemoryStream(file), "t", new() { MissingNumbers = MissingNumber.Mean, Task = LearningTask.Regression });
        Assert.Equal([1, 2, 3, 2], read.Data.Features.Values.ToArray());
        Assert.Equal(
            "t: row 2, column 1: expected a number, got an empty cell.",
            Assert.Throws<InvalidDataException>(() => TableDataset<double>.Read(new MemoryStream(file), "t", new() { Task = LearningTask.Regression })).Message);
    }

    public static TheoryData<string> Whole { get; } = ["npy", "fortran", "text", "idx", "npz", "npz of stored", "gzip"];

    [Theory]
    [MemberData(nameof(Whole))]
    public void TruncatedAtEveryLength(string kind)
    {
        byte[] npy = BinaryBytes.Npy("<f8", "(3, 2)", BinaryBytes.Numbers("<f8", 1, 2, 3, 4, 5, 6));
        byte[] whole = kind switch
        {
            "npy" => npy,
            "fortran" => BinaryBytes.Npy(">i2", "(3, 2)", BinaryBytes.Numbers(">i2", 1, 2, 3, 4, 5, 6), isFortran: true),
            "text" => BinaryBytes.Npy("<U2", "(3,)", BinaryBytes.Text(false, 2, "ab", "cd", "e")),
            "idx" => BinaryBytes.Idx(0x0D, [3, 1, 2], BinaryBytes.Numbers(">f4", 1, 2, 3, 4, 5, 6)),
            "npz" => Npz(("x", npy), ("y", npy)),
            "npz of stored" => Npz(CompressionLevel.NoCompression, ("x", npy)),
            _ => Gzip(npy),
        };
        Assert.Equal(3, Read(whole).Rows);
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.StartsWith("t: ", Refused(whole[..length]), StringComparison.Ordinal);
        }

        if (kind is not ("npz" or "npz of stored" or "gzip"))
        {
            Assert.StartsWith("t: expected the end of the file", Refused([.. whole, 0]), StringComparison.Ordinal);
        }
    }

    /// <summary>Whatever is wrong with the bytes, it is said of the file, or what was read is a table.</summary>
    [Theory]
    [MemberData(nameof(Whole))]
    public void ADamagedByteIsRefusedOrRead(string kind)
    {
        byte[] npy = BinaryBytes.Npy("<f8", "(3, 2)", BinaryBytes.Numbers("<f8", 1, 2, 3, 4, 5, 6));
        byte[] whole = kind switch
        {
            "idx" => BinaryBytes.Idx(0x0D, [3, 1, 2], BinaryBytes.Numbers(">f4", 1, 2, 3, 4, 5, 6)),
            "npz" => Npz(("x", npy)),
            "npz of stored" => Npz(CompressionLevel.NoCompression, ("x", npy)),
            "gzip" => Gzip(npy),
            _ => npy,
        };
        for (int i = 0; i < whole.Length; i++)
        {
            foreach (byte change in new byte[] { 1, 0x10, 0x80, 0xFF })
            {
                byte[] damaged = [.. whole];
                damaged[i] ^= change;
                try
                {
                    Assert.True(Read(damaged).Rows > 0);
                }
                catch (InvalidDataException exception)
                {
                    Assert.StartsWith("t: ", exception.Message, StringComparison.Ordinal);
                }
            }
        }
    }

    [Theory]
    [InlineData("<f8", "(2147483647, 1)")]
    [InlineData("<f8", "(1, 1000000000)")]
    [InlineData("|u1", "(2000000000,)")]
    [InlineData("<U99999", "(100000, 2000)")]
    [InlineData("<f8", "(99999999999999999999, 2)")]
    [InlineData("<f8", "(4294967296, 4294967296)")]
    [InlineData("<f8", "(0, 2)")]
    [InlineData("<f8", "()")]
    public void SizesBeyondTheFileAreRefusedBeforeMemoryIsAskedFor(string type, string shape)
    {
        byte[] file = BinaryBytes.Npy(type, shape, new byte[64]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.StartsWith("t: expected ", Refused(file), StringComparison.Ordinal);
        Assert.StartsWith("t: ", Refused(Npz(("x", file))), StringComparison.Ordinal);

        // The zip archive and its compressor take some of this; the smallest of the shapes would take 600 MB.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
    }

    [Theory]
    [InlineData("3x4", 2, 3, 4)]
    [InlineData("3x4", 2, 3, 4, 1)]
    [InlineData("3x4x3", 2, 3, 4, 3)]
    [InlineData(null, 2, 3, 4, 5)]
    [InlineData(null, 2, 12)]
    [InlineData(null, 24)]
    public void SizesOfImagesAreKept(string? shape, params int[] sizes)
    {
        byte[] numbers = new byte[sizes.Aggregate(1, (product, size) => product * size)];
        Table idx = Table.Read(new MemoryStream(BinaryBytes.Idx(0x08, sizes, numbers)), "t");
        Table npy = Table.Read(new MemoryStream(BinaryBytes.Npy("|u1", $"({string.Join(", ", sizes)},)", numbers)), "t");
        Assert.Equal(shape, idx.Image?.ToString());
        Assert.Equal(shape, npy.Image?.ToString());

        // Targets from a file of their own leave them what they are.
        Assert.Equal(idx.Image, idx.With(Table.Of("u", [TableColumn.OfNumbers("y", new double[sizes[0]])], sizes[0])).Image);
    }

    [Fact]
    public void SizesOfIdxBeyondTheFileAreRefusedBeforeMemoryIsAskedFor()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.StartsWith("t: expected ", Refused(BinaryBytes.Idx(0x08, [60000, 28, 28], new byte[100])), StringComparison.Ordinal);
        Assert.StartsWith("t: expected ", Refused(BinaryBytes.Idx(0x0E, [1, 0x7FFFFFFF], new byte[100])), StringComparison.Ordinal);
        Assert.StartsWith("t: expected ", Refused(BinaryBytes.Idx(0x08, [-1, -1, -1], new byte[100])), StringComparison.Ordinal);
        Assert.StartsWith("t: expected ", Refused(BinaryBytes.Idx(0x08, [0, 5], [])), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Theory]
    [InlineData("<c8")]
    [InlineData("|O")]
    [InlineData("|S5")]
    [InlineData("<M8[ns]")]
    [InlineData("<f16")]
    [InlineData("<i3")]
    [InlineData("<U0")]
    public void OtherTypesOfNpyAreRefused(string type) =>
        Assert.Contains(type, Refused(BinaryBytes.Npy(type, "(2, 2)", new byte[64])), StringComparison.Ordinal);

    [Fact]
    public void AHeaderThatIsNoneIsRefused()
    {
        byte[] long2 = [0x93, .. "NUMPY"u8, 2, 0, 0xFF, 0xFF, 0xFF, 0x7F];
        Assert.StartsWith("t: expected npy of version 1, 2 or 3", Refused(long2), StringComparison.Ordinal);
        Assert.StartsWith("t: expected npy of version 1, 2 or 3", Refused([0x93, .. "NUMPY"u8, 4, 0, 1, 0, 0, 0, 32]), StringComparison.Ordinal);
        Assert.StartsWith("t: expected npy's type, order and shape", Refused([0x93, .. "NUMPY"u8, 1, 0, 4, 0, .. "abcd"u8]), StringComparison.Ordinal);
        Assert.StartsWith("t: expected numbers or text, and of more than two dimensions in C order", Refused(BinaryBytes.Npy("|u1", "(1, 2, 3)", new byte[6], isFortran: true)), StringComparison.Ordinal);
    }

    private static void ShouldBe(double[][] expected, Table table)
    {
        Assert.Equal(expected.Length, table.Rows);
        Assert.Equal(expected, Enumerable.Range(0, table.Rows).Select(row => table.Columns.Select(column => column.Number(row)).ToArray()));
    }

    private static string[] Texts(TableColumn column, int rows) => [.. Enumerable.Range(0, rows).Select(column.Text)];

    private static Table Read(byte[] bytes) => Table.Read(new MemoryStream(bytes), "t");

    private static string Refused(byte[] bytes) => Assert.Throws<InvalidDataException>(() => Read(bytes)).Message;

    private static byte[] Npz(params (string Name, byte[] Array)[] arrays) => Npz(CompressionLevel.Fastest, arrays);

    private static byte[] Npz(CompressionLevel level, params (string Name, byte[] Array)[] arrays)
    {
        using MemoryStream bytes = new();
        using (ZipArchive archive = new(bytes, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
        {
            foreach ((string name, byte[] array) in arrays)
            {
                using Stream entry = archive.CreateEntry($"{name}.npy", level).Open();
                entry.Write(array);
            }
        }

        return bytes.ToArray();
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return compressed.ToArray();
    }
}

using System.Globalization;
using System.IO.Compression;
using System.Text;
using FastNet.Tests.Tables;

namespace FastNet.Tests.Cli;

/// <summary>Files that are not what they should be: exit code 2, one line that says what and where, and no file.</summary>
public sealed class MalformedInputTests : CliTest
{
    private static readonly string Good = "a,b,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{i * 7 % 11},{(i % 2 == 0 ? "u" : "v")}\n"));

    public static TheoryData<string, string, string> Texts { get; } = new()
    {
        { "empty", "", "row 1, column 1: expected at least one example, got the end of the file." },
        { "blank lines", "\n\n \n", "row 1, column 1: expected at least one example, got the end of the file." },
        { "only a header", "a,b,y\n", "row 2, column 1: expected at least one example, got the end of the file." },
        { "ragged: fewer", Good + "1,2\n", "row 42, column 3: expected 3 cells in each row, got 2." },
        { "ragged: more", Good + "1,2,u,4\n", "row 42, column 4: expected 3 cells in each row, got 4." },
        { "NaN", Good + "NaN,2,u\n", "row 42, column 1 (a): expected a finite number, got 'NaN'." },
        { "infinite", Good + "1,Infinity,u\n", "row 42, column 2 (b): expected a finite number, got 'Infinity'." },
        { "too large", Good + "1,1e400,u\n", "row 42, column 2 (b): expected a finite number, got '1e400'." },
        { "too large for float", Good + "1,1e300,u\n", "row 42, column 2 (b): expected a finite number, got '1E+300'." },
        { "an empty cell", Good + ",2,u\n", "row 42, column 1 (a): expected a number, got an empty cell." },
        { "no class", Good + "1,2,\n", "row 42, column 3 (y): expected a class, got an empty cell." },
        { "text among numbers", Good + "x,2,u\n", "row 42, column 1 (a): expected a number, got 'x'." },
        { "one class", "a,b,y\n1,2,u\n3,4,u\n5,6,u\n", "rows 2 to 4, column 3 (y): expected at least two classes, got only 'u'." },
        { "duplicate names", "a,a,y\n1,2,u\n3,4,v\n", "row 1, column 2 (a): expected names that differ, got 'a'." },
        { "an unclosed quote", Good + "1,2,\"u\n", "row 42: expected the quote to be closed on its line, got the end of the file." },
        { "a quote over lines", Good + "1,2,\"u\nv\"\n", "row 42, column 3 (y): expected the quote to be closed on its line, got 'u v'." },
        { "one column", "y\nu\nv\n", "row 1: expected cells separated by comma, semicolon, tab or bar, got one cell." },
        { "NUL", Good + "1,2,u\0\n", "row 42: expected text in UTF-8, got bytes that are none." },
        { "json", "{\n  \"a\": 1\n}\n", "row 1: expected cells separated by comma, semicolon, tab or bar, got one cell." },
        { "names of rows", "id,b,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"n{i},1,{(i % 2 == 0 ? "u" : "v")}\n")), "column 1 (id): expected numbers, or texts that many rows share; got 40 texts in 40 rows." },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void OfText(string what, string text, string expected) => Refused(what, Encoding.UTF8.GetBytes(text), expected);

    public static TheoryData<string, byte[], string> Binaries { get; } = new()
    {
        { "garbage", [.. Enumerable.Range(0, 500).Select(i => (byte)((i * 167) + 131))], "row 1: expected text in UTF-8, got bytes that are none." },
        { "Latin-1", Encoding.Latin1.GetBytes(Good + "1,2,B\u00E4r\n"), "row 42: expected text in UTF-8, got bytes that are none." },
        { "UTF-16 without its mark", Encoding.Unicode.GetBytes(Good), "row 1: expected text in UTF-8, got bytes that are none." },
        { "a torn gzip", Gzip(Good)[..60], "expected a whole gzip file: " },
        { "gzip of no gzip", [0x1F, 0x8B, 1, 2, 3, 4, 5, 6, 7, 8], "expected a whole gzip file: " },
        { "gzip of nothing", Gzip(string.Empty), "row 1, column 1: expected at least one example, got the end of the file." },
        { "a zip without arrays", Zip(("readme.txt", "hello"u8.ToArray())), "expected at least one array, got none." },
        { "a zip of no array", Zip(("x.npy", "hello, world"u8.ToArray())), "x: expected " },
        { "a torn zip", Zip(("x.npy", new byte[300]))[..40], "expected a whole zip file of arrays: " },
        {
            "arrays of different lengths",
            Zip(("x.npy", BinaryBytes.Npy("|u1", "(4, 1)", [1, 2, 3, 4])), ("y.npy", BinaryBytes.Npy("|u1", "(3,)", [1, 2, 3]))),
            "expected arrays of as many rows, got 4 and, in 'y', 3: name those that belong together."
        },
        { "a torn npy", BinaryBytes.Npy("<f8", "(4, 2)", new byte[63]), "expected 1 bytes more, got the end of the file." },
        { "npy of objects", BinaryBytes.Npy("|O", "(4, 2)", new byte[64]), "expected npy's type, order and shape of an array of numbers or text, got " },
        { "a torn IDX", BinaryBytes.Idx(0x08, [10, 28, 28], new byte[7000]), "expected 7840 bytes of numbers or text, got at most 7016." },
        { "IDX of absurd sizes", BinaryBytes.Idx(0x0E, [int.MaxValue, int.MaxValue, int.MaxValue], new byte[80]), "expected at least one row and one column, and at most 2147483591 numbers; got a shape of " },
        { "IDX with more behind it", BinaryBytes.Idx(0x08, [4, 2], new byte[9]), "expected the end of the file behind its last number, got more." },
        { "Parquet that is none", [.. "PAR1"u8, .. new byte[40]], "expected a whole Parquet file: " },
        { "Parquet with a footer that is none", [.. "PAR1"u8, .. new byte[40], 0xFF, 0xFF, 0xFF, 0x7F, .. "PAR1"u8], "expected a whole Parquet file: " },
    };

    [Theory]
    [MemberData(nameof(Binaries))]
    public void OfBytes(string what, byte[] bytes, string expected) => Refused(what, bytes, expected);

    [Fact]
    public void AFirstLineOfTwentyMegabytes()
    {
        Refused("one cell", Encoding.ASCII.GetBytes(new string('x', 20_000_000)), "expected rows of less than 16 MiB, got a longer one: a quote that is not closed, or no table of text.");
        Refused("many cells", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("name,", 4_000_000))), "expected rows of less than 16 MiB, got a longer one: a quote that is not closed, or no table of text.");
    }

    [Fact]
    public void ATargetThatIsNotThere()
    {
        Refused("by name", Encoding.UTF8.GetBytes(Good), "row 1, column 'z': expected one of the names 'a, b, y', or a number from 1 to 3, got no such column.", "--target", "z");
        Refused("by number", Encoding.UTF8.GetBytes(Good), "row 1, column '4': expected one of the names 'a, b, y', or a number from 1 to 3, got no such column.", "--target", "4");
        Refused("of text", Encoding.UTF8.GetBytes(Good), "row 2, column 3 (y): expected a number, got 'u'.", "--target", "y", "--task", "regression");
        Refused("twice", Encoding.UTF8.GetBytes(Good), "expected targets that differ, got a, a.", "--target", "a", "--target", "a");
    }

    [Fact]
    public void AColumnOfOneValue()
    {
        Refused("target", Encoding.UTF8.GetBytes("a,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},2.5\n"))), "column 2 (y): expected values that differ, got only 2.5.");
        Accepted("feature", Encoding.UTF8.GetBytes("c," + Good.Replace("\n", "\n5,", StringComparison.Ordinal)[..^2]));
    }

    [Fact]
    public void AFolder()
    {
        Outcome outcome = Run("train", Folder, "--output", In("model.safetensors"));
        Assert.Equal(2, outcome.ExitCode);
        Assert.EndsWith("expected a file, got a folder.", Assert.Single(outcome.Error), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsLegitimate()
    {
        Accepted("byte order mark", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Good)]);
        Accepted("CRLF", Encoding.UTF8.GetBytes(Good.ReplaceLineEndings("\r\n")));
        Accepted("lone CR", Encoding.UTF8.GetBytes(Good.Replace('\n', '\r')));
        Accepted("UTF-16 with its mark", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Good)]);
        Accepted("no line end", Encoding.UTF8.GetBytes(Good.TrimEnd()));
        Accepted("gzip", Gzip(Good));
        Accepted("gzip members", [.. Gzip(Good), .. Gzip("1,2,u\n")]);
    }

    /// <summary>The same through evaluate and predict.</summary>
    [Fact]
    public void OfDataForAModel()
    {
        string model = In("model.safetensors");
        File.WriteAllText(In("good.csv"), Good);
        Assert.Equal(0, Run("train", In("good.csv"), "--epochs", "1", "--output", model).ExitCode);
        foreach ((string text, string expected) in new[]
        {
            ("", "row 1, column 1: expected at least one example"), ("a,b,y\n", "row 2, column 1: expected at least one example"), ("a,b,y\n1,2\n", "row 1 has 3 cells and row 2 has 2"),
            ("a,b,y\nNaN,2,u\n", "row 2, column 1 (a): expected a finite number, got 'NaN'."), ("a,b,y\n1,2,\"u\n", "row 2: expected the quote to be closed on its line"),
            ("PAR1\0\0\0\0", "expected a whole Parquet file"), ("\u001F\u00008", "row 1: expected text in UTF-8"),
        })
        {
            string data = Write("bad.csv", text);
            Refused(data, expected, "evaluate", model, data);
            Refused(data, expected, "predict", model, data, "--output", In("predictions.csv"));
        }
    }

    private void Accepted(string what, byte[] bytes)
    {
        File.WriteAllBytes(In("data"), bytes);
        Outcome outcome = Run("train", In("data"), "--epochs", "1", "--seed", "1", "--output", In("model.safetensors"));
        Assert.True(outcome.ExitCode == 0, $"{what}: {string.Join(' ', outcome.Error)}");
        File.Delete(In("model.safetensors"));
    }

    private void Refused(string what, byte[] bytes, string expected, params string[] arguments)
    {
        string data = In(string.Create(CultureInfo.InvariantCulture, $"{what.Replace(' ', '-').Replace(':', '-')}.data"));
        File.WriteAllBytes(data, bytes);
        Refused(data, expected, ["train", data, .. arguments, "--epochs", "1", "--output", In("model.safetensors")]);
        File.Delete(data);
    }

    private void Refused(string data, string expected, params string[] arguments)
    {
        string[] before = Directory.GetFiles(Folder);
        Outcome outcome = Run(arguments);
        Assert.True(outcome.ExitCode == 2, $"{data}: {outcome.ExitCode}: {string.Join(' ', outcome.Out)} {string.Join(' ', outcome.Error)}");
        Assert.StartsWith($"fastnet: {data}: {expected}", Assert.Single(outcome.Error), StringComparison.Ordinal);
        Assert.Empty(outcome.Out);
        Assert.Equal(before, Directory.GetFiles(Folder));
    }

    private static byte[] Gzip(string text)
    {
        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return compressed.ToArray();
    }

    private static byte[] Zip(params (string Name, byte[] Contents)[] entries)
    {
        using MemoryStream bytes = new();
        using (ZipArchive archive = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] contents) in entries)
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.Write(contents);
            }
        }

        return bytes.ToArray();
    }
}

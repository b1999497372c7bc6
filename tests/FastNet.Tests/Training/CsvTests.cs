using System.IO.Compression;
using System.Text;
using FastNet.Training;

namespace FastNet.Tests.Training;

public sealed class CsvTests
{
    private const string Header = "width,height,kind\n";

    [Theory]
    [InlineData("width,height,kind\n1,2,cat\n3.5,-4e1,dog\n5,6,cat\n", "\n")]
    [InlineData("width;height;kind\n1;2;cat\n3.5;-4e1;dog\n5;6;cat\n", "\n")]
    [InlineData("width\theight\tkind\n1\t2\tcat\n3.5\t-4e1\tdog\n5\t6\tcat", "\n")]
    [InlineData("\"width\",\"height\",\"kind\"\n1,2,\"cat\"\n\"3.5\",-4e1,dog\n\n5, 6 ,cat\n\n", "\n")]
    [InlineData("width,height,kind\n1,2,cat\n3.5,-4e1,dog\n5,6,cat\n", "\r\n")]
    public void ReadsWhatThePlainFormatSays(string text, string lineEnd)
    {
        TableDataset<double> csv = Read<double>(text.Replace("\n", lineEnd, StringComparison.Ordinal));

        Assert.True(csv.Schema.HasHeader);
        Assert.Equal(["width", "height"], csv.Data.FeatureNames);
        Assert.Equal("kind", csv.Schema.Targets[0].Name);
        Assert.Equal(["cat", "dog"], csv.Data.ClassNames);
        Assert.Equal([0, 1, 0], csv.Data.Classes.ToArray());
        Assert.Equal([1, 2, 3.5, -40, 5, 6], csv.Data.Features.Values.ToArray());
    }

    [Fact]
    public void ReadsQuotedTextWithSeparatorsAndQuotes()
    {
        TableDataset<double> csv = Read<double>("x,kind\n1,\"a, \"\"b\"\"\"\n2,\"c;d\"\n");
        Assert.Equal(["a, \"b\"", "c;d"], csv.Data.ClassNames);
    }

    [Fact]
    public void ReadsAByteOrderMarkAndLettersBeyondAscii()
    {
        byte[] text = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes("größe,art\n1,Bär\n2,狐\n")];
        TableDataset<float> csv = TableDataset<float>.Read(new MemoryStream(text), "t.csv");
        Assert.Equal(["größe"], csv.Data.FeatureNames);
        Assert.Equal(["Bär", "狐"], csv.Data.ClassNames);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void RefusesBytesThatAreNoUtf8(bool marked)
    {
        byte[] text = [.. marked ? Encoding.UTF8.Preamble : [], .. Encoding.Latin1.GetBytes("x,art\n1,Fuchs\n2,B\u00E4r\n")];
        string message = Assert.Throws<InvalidDataException>(() => TableDataset<float>.Read(new MemoryStream(text), "t.csv")).Message;
        Assert.StartsWith("t.csv: row 3: expected text in UTF-8", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ARowLongerThanTheReaderTakesIsAnError()
    {
        // The reader's buffer ends at 16 Mi characters.
        string text = "x,kind\n1,\"a\n" + string.Concat(Enumerable.Repeat("1,a row behind a quote that is not closed\n", 450_000));
        Assert.StartsWith("t.csv: ", Assert.Throws<InvalidDataException>(() => Read<float>(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadsGzipAndPlainAlike()
    {
        MemoryStream compressed = new(Compress(Header + "1,2,cat\n3,4,dog\n"));
        Dataset<float> data = TableDataset<float>.Read(compressed, "t.csv.gz").Data;
        Assert.Equal([1, 2, 3, 4], data.Features.Values.ToArray());
        Assert.Equal(["cat", "dog"], data.ClassNames);
    }

    [Fact]
    public void ReadsAPipeToo()
    {
        using System.IO.Pipes.AnonymousPipeServerStream writer = new(System.IO.Pipes.PipeDirection.Out);
        using System.IO.Pipes.AnonymousPipeClientStream reader = new(System.IO.Pipes.PipeDirection.In, writer.ClientSafePipeHandle);
        writer.Write(Encoding.UTF8.GetBytes("1,2,cat\n3,4,dog\n"));
        writer.Dispose();
        Assert.Equal([1, 2, 3, 4], TableDataset<float>.Read(reader, "pipe").Data.Features.Values.ToArray());
    }

    [Fact]
    public void SaysThatACutGzipFileIsCutWhereverItIs()
    {
        // Whole rows in each half: a cut file would pass for a shorter one.
        byte[] whole = [.. Compress(Rows(0)), .. Compress(Rows(40))];
        int first = Compress(Rows(0)).Length;
        Assert.Equal(80, TableDataset<float>.Read(new MemoryStream(whole), "t.csv.gz").Data.Count);
        for (int length = 2; length < whole.Length; length++)
        {
            if (length != first)
            {
                MemoryStream cut = new(whole[..length]);
                string message = Assert.Throws<InvalidDataException>(() => TableDataset<float>.Read(cut, "t.csv.gz")).Message;
                Assert.StartsWith("t.csv.gz: expected a whole gzip file", message, StringComparison.Ordinal);
            }
        }

        static string Rows(int start) => string.Concat(Enumerable.Range(start, 40).Select(i => $"{i},{i * i % 7},{i % 2}\n"));
    }

    [Fact]
    public void SaysThatADamagedGzipFileIsDamaged()
    {
        byte[] bytes = Compress("1,2,cat\n3,4,dog\n");
        bytes[^5] ^= 1;
        Assert.Contains(
            "expected a whole gzip file", Assert.Throws<InvalidDataException>(() => TableDataset<float>.Read(new MemoryStream(bytes), "t.csv.gz")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1,2,cat\n3,4,dog\n", null, false)]
    [InlineData("a,b,cat\n3,4,dog\n5,6,cow\n", null, true)]
    [InlineData("1,2,3\n3,4,dog\n5,6,cow\n", true, true)]
    [InlineData("1,2,cat\n3,4,dog\n", false, false)]
    public void FirstLineIsAHeaderIfNoCellIsANumber(string text, bool? said, bool expected)
    {
        TableDataset<float> csv = Read<float>(text, new() { HasHeader = said });
        Assert.Equal(expected, csv.Schema.HasHeader);
        Assert.Equal(text.Count(c => c == '\n') - (expected ? 1 : 0), csv.Data.Count);
    }

    [Theory]
    [InlineData("kind")]
    [InlineData("2")]
    public void TargetIsFoundByNameAndByNumber(string target)
    {
        TableDataset<float> csv = Read<float>("x,kind,y\n1,a,2\n3,b,4\n", new() { Targets = [target] });
        Assert.Equal(["x", "y"], csv.Data.FeatureNames);
        Assert.Equal([1, 2, 3, 4], csv.Data.Features.Values.ToArray());
        Assert.Equal(1, csv.Schema.Targets[0].Index);
    }

    [Theory]
    [InlineData("a", "b", LearningTask.Classification)]
    [InlineData("0", "1", LearningTask.Classification)]
    [InlineData("0.5", "1", LearningTask.Regression)]
    public void TaskFollowsTheTargetsCells(string first, string second, LearningTask expected)
    {
        TableDataset<float> csv = Read<float>(string.Concat(Enumerable.Range(0, 6).Select(i => $"{i},{(i % 2 == 0 ? first : second)}\n")));
        Assert.Equal(expected, csv.Task);
        Assert.True(csv.TaskIsGuessed);
    }

    [Theory]
    [InlineData(20, LearningTask.Classification)]
    [InlineData(21, LearningTask.Regression)]
    public void ManyDifferentWholeNumbersAreValues(int different, LearningTask expected) =>
        Assert.Equal(expected, Read<float>(string.Concat(Enumerable.Range(0, 100).Select(i => $"{i},{i % different}\n"))).Task);

    [Theory]
    [InlineData(null)]
    [InlineData(LearningTask.Classification)]
    [InlineData(LearningTask.Regression)]
    public void TextAmongManyNumbersIsAMistakeUnlessClassesWereAskedFor(LearningTask? task)
    {
        string text = string.Concat(Enumerable.Range(1, 30).Select(i => $"{i},{(i == 7 ? "1.5x" : $"{i}.5")}\n"));
        DatasetOptions options = new() { Task = task };
        if (task == LearningTask.Classification)
        {
            Assert.Equal(30, Read<float>(text, options).Data.ClassNames.Count);
        }
        else
        {
            string message = Assert.Throws<InvalidDataException>(() => Read<float>(text, options)).Message;
            Assert.StartsWith("t.csv: row 7, column 2: expected a number", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void TextAmongFewWholeNumbersIsAClass() =>
        Assert.Equal(LearningTask.Classification, Read<float>(string.Concat(Enumerable.Range(0, 60).Select(i => $"{i},{(i % 20 == 7 ? "x" : i % 20)}\n"))).Task);

    [Fact]
    public void NumbersInTheFirstLineMayBeCalledNames()
    {
        TableDataset<float> csv = Read<float>("0,1,2\n5,6,cat\n7,8,dog\n", new() { HasHeader = true });
        Assert.Equal(["0", "1"], csv.Data.FeatureNames);
        Assert.Equal(3, Read<float>("0,1,2\n5,6,3.5\n7,8,1\n", new() { HasHeader = false }).Data.Count);
    }

    [Fact]
    public void ClassesAreOrderedByNumberThenByText()
    {
        string text = string.Concat("10 9 b -1 a".Split(' ').Select((name, i) => $"{i},{name}\n"));
        Assert.Equal(["-1", "9", "10", "a", "b"], Read<float>(text).Data.ClassNames);
    }

    [Theory]
    [InlineData(Header + "1,2,cat\n3,x,dog\n", "row 3, column 2 (height): expected a number, got 'x'")]
    [InlineData(Header + "1,2,cat\n3,,dog\n", "row 3, column 2 (height): expected a number, got an empty cell")]
    [InlineData(Header + "1,2,cat\nNaN,4,dog\n", "row 3, column 1 (width): expected a finite number, got 'NaN'")]
    [InlineData(Header + "1,2,cat\n3,1e60,dog\n", "row 3, column 2 (height): expected a finite number, got '1E+60'")]
    [InlineData(Header + "1,2,cat\n\n3,4,\n", "row 4, column 3 (kind): expected a class, got an empty cell")]
    [InlineData(Header + "1,2,cat\n3,4\n", "row 3, column 3: expected 3 cells in each row, got 2")]
    [InlineData(Header + "1,2,cat\n3,4,dog,5\n", "row 3, column 4: expected 3 cells in each row, got 4")]
    [InlineData(Header + "1,2,cat\n3,4,cat\n", "column 3 (kind): expected at least two classes, got only 'cat'")]
    [InlineData(Header, "row 2, column 1: expected at least one example")]
    [InlineData("", "row 1, column 1: expected at least one example")]
    [InlineData("kind\na\nb\n", "row 1: expected cells separated by comma, semicolon, tab or bar, got one cell")]
    [InlineData("# iris\n1,2,cat\n", "row 1: expected cells separated by comma, semicolon, tab or bar, got one cell")]
    [InlineData("4,2,cat,dog\n1,2,cat\n", "row 1 has 4 cells and row 2 has 3: the first line is neither names nor an example")]
    [InlineData("a,b\n\n1,2,cat\n", "row 1 has 2 cells and row 3 has 3: the first line is neither names nor an example")]
    [InlineData("0,1,2\n5,6,cat\n7,8,dog\n", "row 1: expected names or an example, got the numbers from 0 to 2: say which by --header or --no-header")]
    [InlineData("0,1,kind\n1,2,a\n3,4,b\n5,6,a\n7,8,b\n", "row 1: expected names or an example, got numbers with 'kind', a class of no other row")]
    [InlineData("a,b,a\n1,2,x\n", "row 1, column 3 (a): expected names that differ, got 'a'")]
    [InlineData("1,x,cat\n3,4,dog\n", "row 1, column 2: expected a number, got 'x' (row 1 is taken for an example, not for names)")]
    [InlineData(Header + "1,2,\"a\n3,4,b\n5,6,\"c\n", "row 2, column 3 (kind): expected the quote to be closed on its line")]
    [InlineData(Header + "1,\"2\n\",a\n3,4,b\n", "row 2, column 2 (height): expected the quote to be closed on its line")]
    [InlineData(Header + "1,2,a\n3,4,\"b\n5,6,c\n", "row 3: expected the quote to be closed on its line, got the end of the file")]
    [InlineData(Header + "1,2,a\n3,4,b\"", "row 3: expected the quote to be closed on its line, got the end of the file")]
    [InlineData("1,2,cat\n3,4.5.6,dog\n", "row 2, column 2: expected a number, got '4.5.6'")]
    [InlineData("1,2,cat\n3,\"1,5\",dog\n", "row 2, column 2: expected a number, got '1,5'")]
    public void ErrorsNameFileRowAndColumn(string text, string expected)
    {
        string message = Assert.Throws<InvalidDataException>(() => Read<float>(text)).Message;
        Assert.StartsWith("t.csv: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("weight")]
    [InlineData("0")]
    [InlineData("4")]
    public void AMissingTargetIsAnError(string target)
    {
        string message = Assert.Throws<InvalidDataException>(() => Read<float>(Header + "1,2,cat\n3,4,dog\n", new() { Targets = [target] })).Message;
        Assert.Contains($"column '{target}': expected one of the names 'width, height, kind', or a number from 1 to 3", message, StringComparison.Ordinal);
    }

    [Fact]
    public void TextIsNoValue()
    {
        DatasetOptions regression = new() { Task = LearningTask.Regression };
        string message = Assert.Throws<InvalidDataException>(() => Read<float>("1,2\n3,cat\n", regression)).Message;
        Assert.Contains("row 2, column 2: expected a number, got 'cat'", message, StringComparison.Ordinal);
    }

    private static byte[] Compress(string text)
    {
        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return compressed.ToArray();
    }

    private static TableDataset<T> Read<T>(string text, DatasetOptions? options = null)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
        TableDataset<T>.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "t.csv", options);
}

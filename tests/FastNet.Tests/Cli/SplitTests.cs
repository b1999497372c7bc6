using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace FastNet.Tests.Cli;

/// <summary><c>fastnet split</c>.</summary>
public sealed class SplitTests : CliTest
{
    [Fact]
    public void TheRowsOfAFileAreSharedOut()
    {
        Outcome outcome = Run("split", Iris, "--output", Folder);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(["dev.csv", "test.csv", "train.csv"], Directory.GetFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("split    91 train, 30 dev, 29 test, stratified; seed 1", outcome.Out[1]);
        Assert.Equal("copies   1 examples equal earlier ones; 0 sets of equal ones have different targets", outcome.Out[2]);
        Assert.Equal("across   0 are in another part than their like; 1 went to it in the train part", outcome.Out[3]);
        string[] lines = File.ReadAllLines(Iris);
        string[][] parts = [.. ((string[])["train", "dev", "test"]).Select(part => File.ReadAllLines(In(part + ".csv")))];
        Assert.All(parts, part => Assert.Equal(lines[0], part[0]));
        Assert.Equal(lines[1..].Order(StringComparer.Ordinal), parts.SelectMany(part => part[1..]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TheyAreThePartsThatTrainCuts()
    {
        Assert.Equal(0, Run("split", Iris, "--seed", "7", "--split", "70/20/10", "--output", In("iris")).ExitCode);
        JsonElement trained = Json("train", Iris, "--seed", "7", "--split", "70/20/10", "--epochs", "2", "--hidden", "4", "--output", In("model"), "--json");
        JsonElement evaluated = Json("evaluate", In("model"), In("iris-test.csv"), "--json");
        Assert.Equal(trained.GetProperty("test").GetProperty("loss").GetDouble(), evaluated.GetProperty("loss").GetDouble(), 1e-12);
        Assert.Equal(trained.GetProperty("test").GetProperty("examples").GetInt32(), evaluated.GetProperty("examples").GetInt32());
    }

    // Carriage returns, a title, a byte order mark, blanks and quotes: lines are as they were, whatever they are.
    [Theory]
    [InlineData("\uFEFFa;b;c\r\n", "\r\n", "\r\n", "")]
    [InlineData("A title, and 3 more\na;b;c\n", "\n", "", "--skip-lines 1")]
    [InlineData("\uFEFF", "\n", "", "")]
    [InlineData("a;b;c\n\n", "\n", "\n\n", "")]
    [InlineData("a;b;c\r", "\r", "", "")]
    public void LinesStayAsTheyAre(string head, string ending, string end, string options)
    {
        string[] rows = [.. Enumerable.Range(0, 20).Select(i => $" {i};\"0{i * 3 % 7}.50\"; {(i % 2 == 0 ? "x" : "\"y\"")}")];
        string text = head + string.Join(ending, rows) + end;
        File.WriteAllBytes(In("plain.txt"), Encoding.UTF8.GetBytes(text));
        using (GZipStream gzip = new(File.Create(In("packed.txt.gz")), CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        string mark = head.StartsWith('\uFEFF') && head.Length == 1 ? string.Empty : head;
        foreach (string file in (string[])["plain.txt", "packed.txt.gz"])
        {
            Outcome outcome = Run(["split", In(file), "--output", In("part"), .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
            Assert.Equal(0, outcome.ExitCode);
            List<string> seen = [];
            foreach (string part in (string[])["train", "dev", "test"])
            {
                string written = Encoding.UTF8.GetString(File.ReadAllBytes(In($"part-{part}.txt")));
                Assert.StartsWith(mark, written, StringComparison.Ordinal);
                Assert.EndsWith(ending, written, StringComparison.Ordinal);
                seen.AddRange(written[mark.Length..^ending.Length].Split(ending));
            }

            Assert.Equal(rows.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void OtherFormatsBecomeText()
    {
        const int Count = 40;
        byte[] images = [0, 0, 8, 3, 0, 0, 0, Count, 0, 0, 0, 1, 0, 0, 0, 2, .. Enumerable.Range(0, Count * 2).Select(i => (byte)i)];
        byte[] labels = [0, 0, 8, 1, 0, 0, 0, Count, .. Enumerable.Range(0, Count).Select(i => (byte)(i % 2))];
        File.WriteAllBytes(In("images"), images);
        File.WriteAllBytes(In("labels"), labels);
        Assert.Equal(0, Run("split", In("images"), "--target-file", In("labels"), "--output", In("p")).ExitCode);
        List<(string Image, string Label)> rows = [];
        foreach (string part in (string[])["train", "dev", "test"])
        {
            rows.AddRange(File.ReadAllLines(In($"p-{part}.csv")).Zip(File.ReadAllLines(In($"p-{part}-targets.csv"))));
        }

        Assert.Equal(Enumerable.Range(0, Count).Select(i => ($"{2 * i},{(2 * i) + 1}", $"{i % 2}")), rows.OrderBy(row => int.Parse(row.Image.Split(',')[0], null)));
    }

    [Fact]
    public void MissingCellsStayMissing()
    {
        string data = Write("holes.csv", "a,b,c\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{(i % 5 == 0 ? "" : i)},{i % 4},{(i % 2 == 0 ? "x" : "y")}\n")));
        Assert.Equal(0, Run("split", data, "--output", In("p")).ExitCode);
        Assert.Equal(6, ((string[])["train", "dev", "test"]).Sum(part => File.ReadLines(In($"p-{part}.csv")).Count(line => line.StartsWith(','))));
    }

    [Fact]
    public void EachKindOfSplitIsWritten()
    {
        string data = Write("rows.csv", "id,when,from,a,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"p{i % 12},{i},{(i % 3 == 0 ? "web" : "app")},{i * 7 % 31}.5,{(i % 2 == 0 ? "u" : "v")}\n")));
        Assert.Equal(0, Run("split", data, "--group", "id", "--ignore", "when", "--ignore", "from", "--output", In("g")).ExitCode);
        string[][] groups = [.. ((string[])["train", "dev", "test"]).Select(part => File.ReadLines(In($"g-{part}.csv")).Skip(1).Select(line => line.Split(',')[0]).Distinct().ToArray())];
        Assert.Equal(12, groups.Sum(group => group.Length));
        Assert.Equal(0, Run("split", data, "--source", "from=app", "--ignore", "when", "--ignore", "id", "--duplicates", "keep", "--output", In("s")).ExitCode);
        Assert.All(File.ReadLines(In("s-test.csv")).Skip(1), line => Assert.Contains(",app,", line, StringComparison.Ordinal));
        Assert.True(File.Exists(In("s-train-dev.csv")));
    }

    [Fact]
    public void FoldsShareOutEachRowOnce()
    {
        string[] rows = File.ReadAllLines(Iris);
        Outcome outcome = Run("split", Iris, "--folds", "4", "--output", Folder);
        Assert.Equal(0, outcome.ExitCode);
        List<string> dev = [];
        for (int fold = 1; fold <= 4; fold++)
        {
            string[] own = File.ReadAllLines(In($"fold-{fold}-dev.csv"));
            string[] train = File.ReadAllLines(In($"fold-{fold}-train.csv"));
            Assert.Equal(rows[0], own[0]);
            Assert.Equal(rows.Order(), train.Concat(own[1..]).Order());
            Assert.All(own[1..].CountBy(row => row.Split(',')[^1]), species => Assert.InRange(species.Value, 12, 13));
            dev.AddRange(own[1..]);
        }

        Assert.Equal(rows[1..].Order(), dev.Order());
        AssertRefused("--folds: expected no --split", "split", Iris, "--folds", "4", "--split", "60/20/20");
        AssertRefused("--folds", "split", Iris, "--folds", "200");
    }

    [Fact]
    public void FoldsKeepGroupsWhole()
    {
        string data = Write("rows.csv", "id,a,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"p{i % 12},{i * 7 % 31}.5,{(i % 2 == 0 ? "u" : "v")}\n")));
        Assert.Equal(0, Run("split", data, "--folds", "3", "--group", "id", "--output", Folder).ExitCode);
        string[][] groups = [.. Enumerable.Range(1, 3).Select(fold => File.ReadLines(In($"fold-{fold}-dev.csv")).Skip(1).Select(row => row.Split(',')[0]).Distinct().ToArray())];
        Assert.Equal(12, groups.Sum(group => group.Length));
        Assert.Equal(12, groups.SelectMany(group => group).Distinct().Count());
    }

    [Fact]
    public void ASizeIsRecommended()
    {
        // Wilson's interval about 0.1 is ±0.05 wide at n = 141, computed by the formula in Python.
        Assert.Contains("but 141 are needed", Run("split", Iris, "--half-width", "0.05").Out[^1], StringComparison.Ordinal);
        JsonElement json = Json("split", "--half-width", "0.05", "--expected-error", "0.1", "--json");
        Assert.Equal(141 / 1797.0, json.GetProperty("recommendation").GetProperty("test").GetDouble(), 1e-12);
        Assert.Equal(0, json.GetProperty("files").GetArrayLength());
        Assert.Empty(Directory.GetFiles(Folder));
    }

    [Theory]
    [InlineData("--output {0}/none/x", "--output: expected a folder, or a name in a folder that exists, got")]
    [InlineData("--expected-error 0.1", "--expected-error: expected --half-width beside it")]
    [InlineData("--half-width 2", "--half-width: expected a share from 1e-7 to 0.5")]
    [InlineData("--half-width 0.1 --expected-error 2", "--expected-error: expected a share from 0 to 1")]
    [InlineData("--split 10", "--split: expected three shares")]
    [InlineData("--duplicates refuse", "expected no example in two parts")]
    [InlineData("--normalize standard", "--normalize")]
    [InlineData("--epochs 3", "--epochs")]
    [InlineData("--target none", "none")]
    public void MistakesAreSaid(string options, string expected) =>
        AssertRefused(expected, ["split", Iris, .. options.Replace("{0}", Folder, StringComparison.Ordinal).Split(' ')]);

    [Fact]
    public void AnInputIsNotReplaced()
    {
        string data = Write("train.csv", File.ReadAllText(Iris));
        AssertRefused("--output: expected a file apart from the others", "split", data, "--output", Folder);
        AssertRefused("--output: expected a folder, or a name in a folder that exists, got ''", "split", data, "--output", string.Empty);
        string wide = In("wide.csv");
        File.WriteAllText(wide, File.ReadAllText(Iris), Encoding.Unicode);
        AssertRefused("expected text in UTF-8, got UTF-16", "split", wide, "--output", In("p"));
    }
}

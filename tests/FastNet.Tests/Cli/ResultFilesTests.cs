using System.Text.Json;
using System.Xml.Linq;
using FastNet.Training;

namespace FastNet.Tests.Cli;

/// <summary>What <c>fastnet train</c> leaves beside its model.</summary>
public sealed class ResultFilesTests : CliTest
{
    private string[] Quick => ["train", Iris, "--epochs", "4", "--hidden", "8", "--output", In("model.safetensors")];

    [Fact]
    public void TheReportShowsTheTraining()
    {
        Assert.Equal(0, Run([.. Quick, "--report", In("report.html")]).ExitCode);
        string page = File.ReadAllText(In("report.html"));
        XElement html = XDocument.Parse(page[page.IndexOf('\n', StringComparison.Ordinal)..]).Root!;
        Assert.Equal(
            ["Figures", "Training", "Classes of the test part", "Confidence on the test part", "Parameters", "Settings"],
            html.Descendants("h2").Select(heading => heading.Value));
        Assert.Contains(html.Descendants("tr"), row => row.Elements().Select(cell => cell.Value).SequenceEqual(["epochs", "4", ""]));
        Assert.Contains(html.Descendants("tr"), row => row.Elements().Select(cell => cell.Value).SequenceEqual(["optimizer", "adam", "default"]));

        // As it is, and by the temperature of the dev part.
        Assert.Equal(2, html.Descendants("figcaption").Count(caption => caption.Value.StartsWith("Temperature ", StringComparison.Ordinal)));
        Assert.Equal(4, html.Descendants("figcaption").Count(caption => caption.Value.Contains(".weight", StringComparison.Ordinal) || caption.Value.Contains(".bias", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("70/30/0", "Confidence on the dev part")]
    [InlineData("100/0/0", "Parameters")]
    public void TheReportOfFewerParts(string split, string heading)
    {
        Assert.Equal(0, Run([.. Quick, "--split", split, "--report", In("report.html")]).ExitCode);
        Assert.Contains($"<h2>{heading}</h2>", File.ReadAllText(In("report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void TheReportOfARegression()
    {
        string data = Write("line.csv", string.Concat(Enumerable.Range(0, 60).Select(i => $"{i},{i * 3 % 7},{(i * 2) + 0.5}\n")));
        Assert.Equal(0, Run("train", data, "--epochs", "3", "--hidden", "4", "--output", In("model.safetensors"), "--report", In("report.html")).ExitCode);
        Assert.Contains("RMSE", File.ReadAllText(In("report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void TheHistoryHasEachEpoch()
    {
        Assert.Equal(0, Run([.. Quick, "--history", In("history.json")]).ExitCode);
        TrainingHistory history = HistoryFile.ReadJson(In("history.json"));
        Assert.Equal([1, 2, 3, 4], history.Epochs.Select(epoch => epoch.Epoch));
        Assert.Equal(0, Run([.. Quick, "--history", In("history.csv")]).ExitCode);
        Assert.Equal(5, File.ReadAllLines(In("history.csv")).Length);
    }

    [Fact]
    public void TensorBoardFindsItsFile()
    {
        Assert.Equal(0, Run([.. Quick, "--tensorboard", In("run")]).ExitCode);
        Assert.Equal([Path.Combine(In("run"), "fastnet.tfevents")], Directory.GetFiles(In("run")));
        Assert.Equal(0, Run([.. Quick, "--tensorboard", In("run")]).ExitCode);
        Assert.Single(Directory.GetFiles(In("run")));

        // Folders that are not there yet are made.
        Assert.Equal(0, Run([.. Quick, "--tensorboard", In("runs/first/1/")]).ExitCode);
        Assert.Equal([In("runs/first/1/fastnet.tfevents")], Directory.GetFiles(In("runs"), "*", SearchOption.AllDirectories));
        AssertRefused("--tensorboard: expected a folder, got an empty name.", [.. Quick, "--tensorboard", string.Empty]);
    }

    /// <summary>A page is handed on: where its maker's folders lie is nobody's business, but what stands in the current one can be found again.</summary>
    [Fact]
    public void TheReportNamesFilesWithoutTheirFolders()
    {
        string data = Write("blank.txt", File.ReadAllText(Iris).Replace(',', ' '));
        string inside = Path.Combine(Environment.CurrentDirectory, Path.GetRandomFileName());
        Directory.CreateDirectory(inside);
        try
        {
            string history = Path.Combine(inside, "history.csv");
            Assert.Equal(0, Run("train", data, "--separator", " ", "--epochs", "2", "--hidden", "4", "--output", In("m"), "--history", history, "--report", In("r.html")).ExitCode);
            string page = File.ReadAllText(In("r.html"));
            string[][] rows = [.. XDocument.Parse(page[page.IndexOf('\n', StringComparison.Ordinal)..]).Descendants("tr").Select(row => row.Elements().Select(cell => cell.Value).ToArray())];
            Assert.Contains(rows, row => row is ["data", "blank.txt", ""]);
            Assert.Contains(rows, row => row is ["output", "m", ""]);
            Assert.Contains(rows, row => row is ["separator", "' '", ""]);
            Assert.Contains(rows, row => row[0] == "history" && row[1] == Path.Combine(Path.GetFileName(inside), "history.csv"));
            Assert.DoesNotContain(Folder, page, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(inside, recursive: true);
        }
    }

    [Fact]
    public void TheModelIsTheSame()
    {
        Assert.Equal(0, Run(Quick).ExitCode);
        byte[] without = File.ReadAllBytes(In("model.safetensors"));
        Assert.Equal(0, Run([.. Quick, "--report", In("r.html"), "--history", In("h.csv"), "--tensorboard", In("run"), "--save-config", In("c.json"), "--json"]).ExitCode);
        Assert.Equal(without, File.ReadAllBytes(In("model.safetensors")));
    }

    [Fact]
    public void JsonIsTheResultAlone()
    {
        Outcome outcome = Run([.. Quick, "--json"]);
        Assert.Empty(outcome.Error);
        using JsonDocument json = JsonDocument.Parse(string.Join('\n', outcome.Out));
        Assert.Equal("classification", json.RootElement.GetProperty("task").GetString());
        Assert.Equal(4, json.RootElement.GetProperty("epochs").GetInt32());
        Assert.Equal(91, json.RootElement.GetProperty("train").GetProperty("examples").GetInt32());
        double accuracy = json.RootElement.GetProperty("test").GetProperty("accuracy").GetDouble();
        Assert.Equal(Number(Run([.. Quick, "--quiet"]), "test accuracy "), accuracy, 0.00005);

        using JsonDocument whole = JsonDocument.Parse(string.Join('\n', Run([.. Quick, "--json", "--split", "100/0/0"]).Out));
        Assert.Equal(JsonValueKind.Null, whole.RootElement.GetProperty("test").ValueKind);
    }

    [Theory]
    [InlineData("--report {0}", "--report: expected a file name, got the folder")]
    [InlineData("--report {0}/none/r.html", "--report: expected a file in a folder that exists")]
    [InlineData("--report {0}/model.safetensors", "--report: expected a file apart from the others")]
    [InlineData("--report {0}/r.csv --history {0}/r.csv", "--history: expected a file apart from the others")]
    [InlineData("--report {0}/r.json --save-config {0}/r.json", "--save-config: expected a file apart from the others")]
    [InlineData("--history {0}/h.txt", "--history: expected a name that ends in .csv or .json, got")]
    [InlineData("--history", "--history")]
    [InlineData("--tensorboard {0}/taken.csv", "--tensorboard: expected a folder, got the file ")]
    [InlineData("--tensorboard {0}/taken.csv/run", "--tensorboard: expected a folder, got the file ")]
    [InlineData("--tensorboard /proc/none/run", "--tensorboard: expected a file that can be written, got /proc/none")]
    [InlineData("--tensorboard=", "--tensorboard")]
    [InlineData("--config {0}/none.json", "--config: ")]
    public void MistakesAreSaidBeforeTraining(string options, string expected)
    {
        Write("taken.csv", "x\n");
        AssertRefused(expected, [.. Quick, .. options.Replace("{0}", Folder, StringComparison.Ordinal).Split(' ')]);
    }
}

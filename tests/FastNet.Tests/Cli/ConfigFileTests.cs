using System.Text.Json;

namespace FastNet.Tests.Cli;

/// <summary><c>fastnet train --save-config</c> and <c>--config</c>.</summary>
public sealed class ConfigFileTests : CliTest
{
    private string Config => In("config.json");

    [Theory]
    [InlineData("")]
    [InlineData("--batch-norm --keep 0.7 --schedule step:0.5/2 --warm-up 1 --activation gelu --l2 0.1 --split 70/20/10 --seed 9 --max-norm 3 --average equal")]
    [InlineData("--optimizer nesterov --learning-rate 0.05 --schedule 1=1,3=0.1 --normalize robust --duplicates keep --ignore sepal_width --ignore petal_width --target species")]
    public void ASavedConfigGivesTheSameModel(string options)
    {
        string[] given = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(0, Run(["train", Iris, "--epochs", "5", "--hidden", "8", .. given, "--save-config", Config, "--output", In("first")]).ExitCode);
        Assert.Equal(0, Run("train", "--config", Config, "--output", In("second"), "--save-config", In("again.json")).ExitCode);
        Assert.Equal(File.ReadAllBytes(In("first")), File.ReadAllBytes(In("second")));
        Assert.Equal(File.ReadAllText(Config).Replace(In("first"), In("second"), StringComparison.Ordinal), File.ReadAllText(In("again.json")));
    }

    [Fact]
    public void ItSaysWhatWasGivenAndWhatWasTaken()
    {
        Assert.Equal(0, Run("train", Iris, "--epochs", "2", "--batch-norm", "--output", In("model"), "--save-config", Config).ExitCode);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Config));
        JsonElement root = json.RootElement;
        Assert.Equal(Path.GetFullPath(Iris), root.GetProperty("data").GetString());
        Assert.True(root.GetProperty("batch-norm").GetBoolean());
        Assert.Equal("2", root.GetProperty("epochs").GetString());
        foreach ((string name, string value) in ((string, string)[])
            [("hidden", "256,128"), ("optimizer", "adam"), ("learning-rate", "0.001"), ("weight-decay", "1"), ("activation", "relu"), ("seed", "1")])
        {
            Assert.Equal(value, root.GetProperty("defaults").GetProperty(name).GetString());
        }

        // What the data decide is found anew, and what was not asked for is not there.
        Assert.All((string[])["batch-size", "task", "save-config", "config", "resume", "indicators"], name => Assert.False(root.TryGetProperty(name, out _) || root.GetProperty("defaults").TryGetProperty(name, out _), name));
    }

    [Fact]
    public void TheCommandLineWins()
    {
        Write("config.json", """{"epochs": 3, "hidden": "8", "batch-norm": false, "seed": 4, "learning-rate": 0.01}""");
        Assert.Equal(0, Run("train", Iris, "--config", Config, "--seed", "5", "--output", In("first")).ExitCode);
        Assert.Equal(0, Run("train", Iris, "--epochs", "3", "--hidden", "8", "--learning-rate", "0.01", "--seed", "5", "--output", In("second")).ExitCode);
        Assert.Equal(File.ReadAllBytes(In("second")), File.ReadAllBytes(In("first")));
    }

    // The rate that suits adam was taken by default: it is none for another optimizer that is asked for.
    [Fact]
    public void DefaultsFollowWhatIsGivenAnew()
    {
        string[] quick = ["train", Iris, "--epochs", "3", "--hidden", "8"];
        Assert.Equal(0, Run([.. quick, "--save-config", Config, "--output", In("adam")]).ExitCode);
        foreach (string options in (string[])["--optimizer gd", "--l2 0.5", "--learning-rate 0.02"])
        {
            Assert.Equal(0, Run(["train", "--config", Config, .. options.Split(' '), "--output", In("first")]).ExitCode);
            Assert.Equal(0, Run([.. quick, .. options.Split(' '), "--output", In("second")]).ExitCode);
            Assert.Equal(File.ReadAllBytes(In("second")), File.ReadAllBytes(In("first")));
        }

        // One that the file's reader has chosen is no default.
        Write("config.json", File.ReadAllText(Config).Replace("{\n  \"data\"", "{\n  \"optimizer\": \"gd\",\n  \"data\"", StringComparison.Ordinal));
        Assert.Equal(0, Run("train", "--config", Config, "--output", In("first")).ExitCode);
        Assert.Equal(0, Run([.. quick, "--optimizer", "gd", "--output", In("second")]).ExitCode);
        Assert.Equal(File.ReadAllBytes(In("second")), File.ReadAllBytes(In("first")));
        Write("config.json", """{"learning-rate": 0.5, "epochs": 3, "hidden": "8"}""");
        Assert.Equal(0, Run("train", Iris, "--config", Config, "--optimizer", "gd", "--output", In("first")).ExitCode);
        Assert.Equal(0, Run([.. quick, "--optimizer", "gd", "--learning-rate", "0.5", "--output", In("second")]).ExitCode);
        Assert.Equal(File.ReadAllBytes(In("second")), File.ReadAllBytes(In("first")));
    }

    [Fact]
    public void AResumedTrainingTakesAValueThatLooksLikeAnOption()
    {
        string data = Write("data.csv", string.Concat(File.ReadLines(Iris).Select((line, i) => (i == 0 ? line.Replace("species", "-x", StringComparison.Ordinal) : line) + "\n")));
        Assert.Equal(0, Run("train", data, "--target=-x", "--epochs", "2", "--hidden", "4", "--output", In("model"), "--autosave", "5", "--save-config", Config).ExitCode);
        Assert.Equal(0, Run("train", "--resume", In("model.state"), "--epochs", "3").ExitCode);
        Assert.Equal(0, Run("train", "--config", Config, "--epochs", "3").ExitCode);
    }

    [Theory]
    [InlineData("""{"epochz": 3}""", "expected options of fastnet train, got 'epochz'")]
    [InlineData("""{"--epochs": 3}""", "expected options of fastnet train, got '--epochs'")]
    [InlineData("""{"defaults": {"epochz": 3}}""", "expected options of fastnet train, got 'epochz'")]
    [InlineData("""{"defaults": 3}""", "expected options of fastnet train, got 'defaults'")]
    [InlineData("""{"config": "a.json"}""", "expected options of fastnet train, got 'config'")]
    [InlineData("""{"json": true}""", "expected options of fastnet train, got 'json'")]
    [InlineData("""{"help": true}""", "expected options of fastnet train, got 'help'")]
    [InlineData("""{"epochs": "many"}""", "--epochs: expected a whole number from 1 to 1000000, got 'many'")]
    [InlineData("""{"epochs": null}""", "epochs: expected a text that is not empty, a number or a list of them, got null")]
    [InlineData("""{"epochs": []}""", "epochs: expected a text that is not empty, a number or a list of them, got []")]
    [InlineData("""{"epochs": [1, 2]}""", "--epochs")]
    [InlineData("""{"epochs": {"a": 1}}""", "epochs: expected a text that is not empty, a number or a list of them, got ")]
    [InlineData("""{"epochs": true}""", "epochs: expected a text that is not empty, a number or a list of them, got true")]
    [InlineData("""{"epochs": false}""", "epochs: expected a text that is not empty, a number or a list of them, got false")]
    [InlineData("""{"target": ""}""", "target: expected a text that is not empty, a number or a list of them, got \"\"")]
    [InlineData("""{"target": ["species", ""]}""", "target: expected a text that is not empty, a number or a list of them, got \"\"")]
    [InlineData("""{"batch-norm": 1}""", "batch-norm: expected true or false, got 1")]
    [InlineData("""{"batch-norm": "other.csv"}""", "batch-norm: expected true or false, got \"other.csv\"")]
    [InlineData("""{"epochs": 1, "epochs": 2}""", "expected a JSON object of options like")]
    [InlineData("""["epochs"]""", "expected a JSON object of options like")]
    [InlineData("{", "expected a JSON object of options like")]
    [InlineData("", "expected a JSON object of options like")]
    [InlineData("""{"report": "none/r.html"}""", "--report: expected a file in a folder that exists")]
    public void AnotherFileIsRefused(string text, string expected)
    {
        Write("config.json", text);
        Assert.StartsWith($"fastnet: {Config}: ", AssertRefused(expected, "train", Iris, "--config", Config, "--output", In("model")), StringComparison.Ordinal);
    }

    // Not an option that leaves the data to the digits that the tool carries.
    [Fact]
    public void DataThatLookLikeAnOptionAreAFile()
    {
        Write("config.json", """{"data": "--quiet", "epochs": 1}""");
        AssertRefused("--quiet: expected a file, got no such file", "train", "--config", Config, "--output", In("model"));
    }

    [Fact]
    public void AStateHasItsOwnArguments()
    {
        Write("config.json", "{}");
        AssertRefused("expected --config or --resume, got both", "train", "--config", Config, "--resume", Config);
    }
}

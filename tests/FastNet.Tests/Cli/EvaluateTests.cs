using System.Text.Json;
using FastNet.Training;

namespace FastNet.Tests.Cli;

/// <summary><c>fastnet evaluate</c>.</summary>
public sealed class EvaluateTests : CliTest
{
    [Fact]
    public void AccuracyHasItsInterval()
    {
        string model = Train(Iris);
        Outcome outcome = Run("evaluate", model, Iris);
        JsonElement json = Json("evaluate", model, Iris, "--json");
        double accuracy = json.GetProperty("accuracy").GetDouble();
        Interval expected = Proportion.Wilson((long)Math.Round(accuracy * 150), 150);
        Assert.Equal(expected.Low, json.GetProperty("interval").GetProperty("low").GetDouble());
        Assert.Equal(expected.High, json.GetProperty("interval").GetProperty("high").GetDouble());
        Assert.Matches("^interval [01]\\.\\d{4} to [01]\\.\\d{4}$", outcome.Out[2]);
        Assert.Equal(150, json.GetProperty("examples").GetInt32());

        string skewed = Write("skewed.csv", string.Join('\n', File.ReadLines(Iris).Where((line, i) => i < 60)) + "\n");
        Assert.Equal(Json("evaluate", model, skewed, "--json").GetProperty("macroF1").GetDouble(), Number(Run("evaluate", model, skewed), "macro F1 "), 0.00005);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--target z --target y")]
    public void AnErrorHasItsInterval(string targets)
    {
        string data = Write("line.csv", "a,b,z,y\n" + string.Concat(Enumerable.Range(0, 80).Select(i => $"{i},{i * 3 % 7},{i % 9}.25,{(i * 2) + 0.5}\n")));
        string model = Train(data, [.. targets.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        JsonElement json = Json("evaluate", model, data, "--json");
        JsonElement interval = json.GetProperty("interval");
        Assert.InRange(json.GetProperty("rmse").GetDouble(), interval.GetProperty("low").GetDouble(), interval.GetProperty("high").GetDouble());

        // An RMSE of 80 errors is known to about 1/√160 of itself, if they are normal, and here not much worse.
        Assert.InRange((interval.GetProperty("high").GetDouble() - interval.GetProperty("low").GetDouble()) / json.GetProperty("rmse").GetDouble(), 0.1, 0.6);
        Assert.Contains(Run("evaluate", model, data).Out, line => line.StartsWith("interval ", StringComparison.Ordinal));
    }

    [Fact]
    public void OneExampleHasNoIntervalOfItsError()
    {
        string data = Write("line.csv", "a,y\n" + string.Concat(Enumerable.Range(0, 80).Select(i => $"{i},{(i * 2) + 0.5}\n")));
        string model = Train(data);
        string one = Write("one.csv", "a,y\n3,6.5\n");
        Assert.Equal(JsonValueKind.Null, Json("evaluate", model, one, "--json").GetProperty("interval").ValueKind);
        Assert.Equal(3, Run("evaluate", model, one).Out.Length);
    }

    private string Train(string data, params string[] more)
    {
        string path = In("model.safetensors");
        Assert.Equal(0, Run(["train", data, "--epochs", "8", "--hidden", "8", "--output", path, .. more]).ExitCode);
        return path;
    }
}

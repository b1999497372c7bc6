using System.Globalization;
using System.Text.Json;
using FastNet.Training;

namespace FastNet.Tests.Cli;

/// <summary><c>fastnet inspect</c> and <c>fastnet range-test</c>.</summary>
public sealed class InspectTests : CliTest
{
    [Fact]
    public void AModelIsShown()
    {
        string path = Train();
        Outcome outcome = Run("inspect", path);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal($"model    {path}: classification, 48 parameters, numerics version {Numerics.Version}", outcome.Out[0]);
        Assert.Contains(outcome.Out, line => line.TrimEnd() == "0 dense     bias false, units 5");
        Assert.Contains(outcome.Out, line => line.TrimEnd() == "classes  setosa, versicolor, virginica");
        Assert.DoesNotContain(outcome.Out, line => line.StartsWith("finding", StringComparison.Ordinal));

        TrainedModel<float> model = TrainedModel<float>.Load(path);
        JsonElement json = Json("inspect", path, "--json");
        Assert.Equal("""["dense","batchNorm","relu","dense"]""", JsonSerializer.Serialize(json.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("layer").GetString())));
        Assert.Equal("""["setosa","versicolor","virginica"]""", JsonSerializer.Serialize(json.GetProperty("classes")));
        Assert.Equal(model.Normalizer.Centers, json.GetProperty("features").EnumerateArray().Select(feature => feature.GetProperty("center").GetDouble()));
        Assert.Equal(model.Normalizer.Scales, json.GetProperty("features").EnumerateArray().Select(feature => feature.GetProperty("scale").GetDouble()));
        Assert.Equal("species", json.GetProperty("targets")[0].GetProperty("name").GetString());

        JsonElement[] parameters = [.. json.GetProperty("parameters").EnumerateArray()];
        Assert.Equal("[5,4] [5] [5] [3,5] [3]", string.Join(' ', parameters.Select(one => JsonSerializer.Serialize(one.GetProperty("shape")))));
        double[] last = [.. model.Network.Parameters[^3..].ToArray().Select(value => (double)value)];
        Assert.Equal("3.bias", parameters[^1].GetProperty("name").GetString());
        Assert.Equal(last.Average(), parameters[^1].GetProperty("mean").GetDouble(), 1e-12);
        Assert.Equal(Math.Sqrt(last.Average(value => value * value)), parameters[^1].GetProperty("rms").GetDouble(), 1e-12);
    }

    [Fact]
    public void MoreThatTheFileSaysIsShown()
    {
        string path = Train();
        LoadedNetwork<float> loaded = NetworkFile.Load<float>(path);
        NetworkFile.Save(path, loaded.Network, new Dictionary<string, string>(loaded.Metadata.Where(
            entry => entry.Key is "fastnet.classes" or "fastnet.columns" or "fastnet.normaliser"))
        { ["made.by"] = "a test" });
        Assert.Contains("made.by  a test", Run("inspect", path).Out);
        Assert.Equal("""{"made.by":"a test"}""", JsonSerializer.Serialize(Json("inspect", path, "--json").GetProperty("metadata")));
    }

    [Fact]
    public void WithDataAStepIsShown()
    {
        string path = Train();
        Assert.Contains("finding  nothing is wrong", Run("inspect", path, Iris).Out);
        JsonElement health = Json("inspect", path, Iris, "--examples", "150", "--json").GetProperty("health");

        // Running statistics are those of training and the batch's its own: the loss is near the evaluation's, not the same.
        Assert.Equal(Number(Run("evaluate", path, Iris), "loss "), health.GetProperty("loss").GetDouble(), 0.3);
        Assert.Equal(4, health.GetProperty("layers").GetArrayLength());

        // The first step of Adam changes each parameter by its learning rate.
        JsonElement update = health.GetProperty("layers")[0].GetProperty("parameters")[0].GetProperty("update");
        Assert.Equal(1e-3, update.GetDouble(), 1e-6);
        health = Json("inspect", path, Iris, "--json", "--learning-rate", "1").GetProperty("health");
        Assert.Equal("LargeUpdate", health.GetProperty("findings")[0].GetProperty("problem").GetString());
        Assert.Contains(Run("inspect", path, Iris, "--learning-rate", "1").Out, line => line.StartsWith("finding  layer 0", StringComparison.Ordinal));
    }

    [Fact]
    public void ARegressionIsShown()
    {
        string data = Write("line.csv", "a,b,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i},{i * 3 % 7},{(i * 2) + 0.5}\n")));
        Assert.Equal(0, Run("train", data, "--epochs", "3", "--hidden", "4", "--output", In("model")).ExitCode);
        JsonElement json = Json("inspect", In("model"), data, "--json");
        Assert.Equal("regression", json.GetProperty("task").GetString());
        Assert.Equal(TrainedModel<float>.Load(In("model")).TargetNormalizer!.Scales[0], json.GetProperty("targets")[0].GetProperty("scale").GetDouble());
        Assert.Equal(0, Run("inspect", In("model"), data).ExitCode);
    }

    [Fact]
    public void ADepthIsStudied()
    {
        Outcome outcome = Run("inspect", "--depth", "30", "--width", "64", "--activation", "tanh", "--initializer", "normal:0.01");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains(outcome.Out, line => line.StartsWith("finding  over 30 layers activations vanish", StringComparison.Ordinal));

        // Weights of deviation 0.01 from 64 units multiply a small activation by 0.01·√64.
        JsonElement json = Json("inspect", "--depth", "30", "--width", "64", "--activation", "tanh", "--initializer", "normal:0.01", "--json");
        Assert.Equal(0.08, json.GetProperty("activationFactor").GetDouble(), 0.004);
        Assert.Equal(30, json.GetProperty("layers").GetArrayLength());
        Assert.Contains("activations hold", Json("inspect", "--depth", "30", "--json").GetProperty("finding").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, Json("inspect", "--depth", "1", "--json").GetProperty("activationFactor").ValueKind);
    }

    [Fact]
    public void ALearningRateIsSuggested()
    {
        string[] arguments = ["range-test", Iris, "--hidden", "8", "--keep", "1"];
        Outcome outcome = Run(arguments);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Matches("^suggests --learning-rate 0\\.\\d+$", outcome.Out[^1]);
        JsonElement json = Json([.. arguments, "--json"]);
        double suggested = json.GetProperty("suggested").GetDouble();
        Assert.Equal(double.Parse(outcome.Out[^1].Split(' ')[^1], CultureInfo.InvariantCulture), suggested, suggested / 10);
        Assert.InRange(json.GetProperty("curve").GetArrayLength(), 20, 200);

        // Rates at which nothing is learned, by all examples: no batch is easier than another.
        arguments = [.. arguments, "--batch-size", "1000"];
        json = Json([.. arguments, "--to", "1e-5", "--steps", "30", "--json"]);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("suggested").ValueKind);
        Assert.Equal(30, json.GetProperty("curve").GetArrayLength());
        Assert.Contains("does not fall", Run([.. arguments, "--to", "1e-5", "--steps", "30"]).Out[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inspect", "expected a model or --depth, got none")]
    [InlineData("inspect {0} --depth 3", "expected a model or --depth, got both")]
    [InlineData("inspect {0} --width 3", "--width: expected --depth beside it")]
    [InlineData("inspect {0} --initializer orthogonal", "--initializer: expected --depth beside it")]
    [InlineData("inspect {0} --learning-rate 1", "--learning-rate: expected data beside it")]
    [InlineData("inspect {0} --header", "--header: expected data beside it")]
    [InlineData("inspect {0} --seed 2", "--seed: expected data or --depth beside it")]
    [InlineData("inspect --depth 0", "--depth: expected a whole number")]
    [InlineData("inspect --depth 3 --initializer he", "--initializer: expected henormal")]
    [InlineData("inspect --depth 3 --initializer normal:0", "--initializer: expected henormal")]
    [InlineData("inspect --depth 3 --activation swishy", "--activation: expected one of")]
    [InlineData("inspect --depth 3 --optimizer gd", "--optimizer: expected data beside it")]
    [InlineData("inspect {0}x", "expected a file, got no such file")]
    [InlineData("inspect {1}", "expected")]
    [InlineData("inspect {0} {0}", "expected")]
    [InlineData("range-test {1} --from 1 --to 0.5", "--to: expected a rate above the first, 1; got 0.5")]
    [InlineData("range-test {1} --from 0", "--from: expected a number above 0")]
    [InlineData("range-test {1} --steps 3", "--steps: expected a whole number from 20")]
    [InlineData("range-test {1} --epochs 3", "--epochs")]
    [InlineData("range-test {1} --batch-norm --batch-size 1", "--batch-size: expected at least 2 examples with --batch-norm, as one has no variance; got 1.")]
    public void MistakesAreSaid(string arguments, string expected)
    {
        string model = Train();
        AssertRefused(expected, [.. arguments.Split(' ').Select(word => word.Replace("{0}", model, StringComparison.Ordinal).Replace("{1}", Iris, StringComparison.Ordinal))]);
    }

    private string Train()
    {
        string path = In("model.safetensors");
        Assert.Equal(0, Run("train", Iris, "--epochs", "5", "--hidden", "5", "--batch-norm", "--keep", "1", "--output", path).ExitCode);
        return path;
    }
}

using System.Text.RegularExpressions;
using FastNet.Tests.Contracts;

namespace FastNet.Tests.Cli;

public sealed partial class SampleDataTests : CliTest
{
    private static readonly string Samples = Path.Combine(Repository.Root, "docs", "samples");

    // Looser than the worst of five seeds by a few examples. Always saying the commonest class is right for at most 0.63, the mean has an RMSE of 78.
    [Theory]
    [InlineData("digits", "accuracy", 0.95, 1)]
    [InlineData("iris", "accuracy", 0.86, 1)]
    [InlineData("wine", "accuracy", 0.9, 1)]
    [InlineData("breast cancer", "accuracy", 0.93, 1)]
    [InlineData("diabetes", "RMSE", 40, 65)]
    public void TheSamplesOptionsTrainEachSmallSet(string name, string measure, double least, double most)
    {
        Outcome trained = Run(["train", .. Arguments(name), "--seed", "1", "--quiet", "--output", In("model.safetensors")]);

        Assert.Empty(trained.Error);
        Assert.Equal(0, trained.ExitCode);
        Assert.InRange(Number(trained, $"test {measure} "), least, most);
    }

    // The line of the script: train NAME BASELINE ARGUMENTS.
    private static IEnumerable<string> Arguments(string name)
    {
        string script = File.ReadAllText(Path.Combine(Samples, "datasets.sh")).Replace("$data", Path.Combine(Samples, "data"), StringComparison.Ordinal);
        Match line = Regex.Match(script, $"""^.*\btrain '?{name}'? [\d.]+ (?<arguments>.*)$""", RegexOptions.Multiline);
        Assert.True(line.Success, $"expected a line 'train {name}' in datasets.sh.");
        return Word().Matches(line.Groups["arguments"].Value).Select(word => word.Value.Trim('"', '\''));
    }

    [GeneratedRegex("""
        "[^"]*"|'[^']*'|[^\s"']+
        """)]
    private static partial Regex Word();
}

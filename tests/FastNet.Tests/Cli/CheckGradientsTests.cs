namespace FastNet.Tests.Cli;

/// <summary><c>fastnet check-gradients</c>.</summary>
public sealed class CheckGradientsTests : CliTest
{
    [Theory]
    [InlineData("")]
    [InlineData("--batch-norm --keep 0.7 --input-keep 0.9 --l2 0.5 --seed 7")]
    [InlineData("--hidden 20,20,20 --activation tanh --components 200 --examples 5 --steps 3")]
    public void TheDigitsNetworksGradientsAreRight(string options)
    {
        Outcome outcome = Run(["check-gradients", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Empty(outcome.Error);
        Assert.Equal(2, Ratios(outcome).Length);
        Assert.All(Ratios(outcome), ratio => Assert.InRange(ratio, 0, 1e-7));
        Assert.Equal("verdict  the gradients are right: both ratios are at most 1E-7", outcome.Out[^1]);
    }

    [Fact]
    public void SaysWhatWasChecked()
    {
        Outcome outcome = Run("check-gradients", Iris, "--hidden", "8", "--components", "all");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal($"data     {Iris}: 32 of the train part's 91 examples", outcome.Out[0]);
        Assert.Equal("network  4 → 8 → 3: 67 parameters, in double", outcome.Out[1]);
        Assert.StartsWith("at the first weights, at a cost of ", outcome.Out[2], StringComparison.Ordinal);
        Assert.Equal("checked  67 of 67 components: all", outcome.Out[3]);
        Assert.Matches("^kinks    [0-6] left out, as their step crosses a kink$", outcome.Out[4]);
        Assert.Matches("^ratio    [0-9.]+E-[0-9]+ of 6[0-9] components: right$", outcome.Out[5]);
        Assert.Matches("^worst    layer [03] \\(DenseLayer\\), (weight|bias), row [0-7], column [0-7]: gradient -?[0-9.]+E-?[0-9]+, difference ", outcome.Out[6]);
        Assert.Contains(outcome.Out, line => line.StartsWith("after 20 steps of Adam, at a cost of ", StringComparison.Ordinal));

        Outcome sampled = Run("check-gradients", Iris, "--hidden", "8", "--components", "20");
        Assert.Equal("checked  20 of 67 components: as many of each parameter as it has, or an equal share", sampled.Out[3]);
    }

    [Fact]
    public void ARegressionIsChecked()
    {
        string data = Write("line.csv", string.Concat(Enumerable.Range(0, 60).Select(i => $"{i},{i * 3 % 7},{(i * 2) + 0.5}\n")));
        Outcome outcome = Run("check-gradients", data, "--hidden", "10", "--activation", "gelu");
        Assert.Equal(0, outcome.ExitCode);
        Assert.All(Ratios(outcome), ratio => Assert.InRange(ratio, 0, 1e-7));
    }

    // Trained until the cost is 10⁻⁷ and less, rounding is all there is to see: that is not said to be right.
    [Fact]
    public void WhatCannotBeSeenIsNotRight()
    {
        Outcome outcome = Run("check-gradients", Iris, "--examples", "2", "--steps", "20000", "--keep", "1", "--hidden", "8", "--activation", "tanh");
        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith("verdict  nothing can be said after training", outcome.Out[^1], StringComparison.Ordinal);
        Assert.Empty(outcome.Error);
    }

    [Theory]
    [InlineData("--components 0")]
    [InlineData("--components some")]
    [InlineData("--examples 1")]
    [InlineData("--steps 0")]
    [InlineData("--hidden x")]
    [InlineData("--epochs 3")]
    public void MistakesAreSaid(string options)
    {
        Outcome outcome = Run(["check-gradients", Iris, .. options.Split(' ')]);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(options.Split(' ')[0], Assert.Single(outcome.Error), StringComparison.Ordinal);
        Assert.Empty(outcome.Out);
    }

    private static double[] Ratios(Outcome outcome) =>
    [
        .. outcome.Out.Where(line => line.StartsWith("ratio", StringComparison.Ordinal))
            .Select(line => double.Parse(line[9..line.IndexOf(" of", StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture)),
    ];
}

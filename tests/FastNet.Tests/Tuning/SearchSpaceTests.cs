using FastNet.Tuning;

namespace FastNet.Tests.Tuning;

/// <summary>Hyperparameters that exist by the value of others.</summary>
public sealed class SearchSpaceTests
{
    private static readonly SearchSpace Conditional = new(
        new Hyperparameter("learning-rate", Space.Log(1e-4, 1)),
        new Hyperparameter("optimizer", Space.Choice("adam", "momentum", "gd")),
        new Hyperparameter("beta", Space.OneMinusLog(0.9, 0.999)) { When = Condition.OneOf("optimizer", "adam", "momentum") },
        new Hyperparameter("layers", Space.Integer(1, 4)),
        new Hyperparameter("hidden-3", Space.LogInteger(16, 512)) { When = Condition.AtLeast("layers", 3) },
        new Hyperparameter("keep-3", Space.Uniform(0.5, 1)) { When = Condition.AtLeast("hidden-3", 100) });

    [Fact]
    public void WhatDoesNotExistIsNotThere()
    {
        RandomSampler sampler = new();
        for (int trial = 0; trial < 500; trial++)
        {
            Configuration drawn = sampler.Draw(Conditional, 5, trial);
            Assert.Equal(drawn["optimizer"].Word != "gd", drawn.Settings.ContainsKey("beta"));
            Assert.Equal(drawn["layers"].Number >= 3, drawn.Settings.ContainsKey("hidden-3"));
            Assert.Equal(drawn.Settings.TryGetValue("hidden-3", out Setting hidden) && hidden.Number >= 100, drawn.Settings.ContainsKey("keep-3"));
            Assert.Equal(Conditional.Parameters.Select(parameter => parameter.Name).Where(drawn.Settings.ContainsKey), drawn.Settings.Keys);
        }
    }

    [Fact]
    public void ATrialIsAFunctionOfSeedAndNumber()
    {
        foreach (Sampler sampler in new Sampler[] { new RandomSampler(), new SobolSampler() })
        {
            Assert.Equal(sampler.Draw(Conditional, 5, 77), sampler.Draw(Conditional, 5, 77));
            Assert.NotEqual(sampler.Draw(Conditional, 5, 77), sampler.Draw(Conditional, 5, 78));
            Assert.NotEqual(sampler.Draw(Conditional, 5, 77), sampler.Draw(Conditional, 6, 77));
        }
    }

    [Fact]
    public void WhatMakesNoSpaceIsRefused()
    {
        Hyperparameter x = new("x", Space.Integer(1, 4));
        Assert.Contains("at least one", Assert.Throws<ArgumentException>(() => new SearchSpace()).Message, StringComparison.Ordinal);
        Assert.Contains("x twice", Assert.Throws<ArgumentException>(() => new SearchSpace(x, x)).Message, StringComparison.Ordinal);
        Assert.Contains("expected x before y", Assert.Throws<ArgumentException>(() => new SearchSpace(new Hyperparameter("y", Space.Uniform(0, 1)) { When = Condition.AtLeast("x", 2) }, x)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("places", () => new SearchSpace(x).At([0.5, 0.5]));
    }
}

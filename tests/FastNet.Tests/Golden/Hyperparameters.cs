using System.Text.Json;

namespace FastNet.Tests.Golden;

/// <summary>An optimizer's hyperparameters out of a file; each number there must be asked for, so that none is ignored.</summary>
internal sealed class Hyperparameters(JsonElement element)
{
    private readonly HashSet<string> unread =
    [
        .. element.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.Number).Select(property => property.Name),
    ];

    public double LearningRate => this["learningRate"];

    public double Beta => this["beta"];

    public double Beta1 => this["beta1"];

    public double Beta2 => this["beta2"];

    public double Epsilon => this["epsilon"];

    public double Momentum => this["momentum"];

    public double MomentumDecay => this["momentumDecay"];

    public double WeightDecay => this["weightDecay"];

    private double this[string name]
    {
        get
        {
            unread.Remove(name);
            return element.Number(name);
        }
    }

    public void AssertAllRead() => Assert.True(unread.Count == 0, $"hyperparameters that nothing uses: {string.Join(", ", unread)}.");
}

namespace FastNet.Tests.Layers;

/// <summary>Activations as layers: their first values, their JSON, their arguments.</summary>
public class ActivationTests
{
    public static TheoryData<string, Initializer> InitializersByName => new()
    {
        { "identity", Initializer.GlorotUniform },
        { "tanh", Initializer.GlorotUniform },
        { "sigmoid", Initializer.GlorotUniform },
        { "hardSigmoid", Initializer.GlorotUniform },
        { "softsign", Initializer.GlorotUniform },
        { "relu", Initializer.HeNormal },
        { "leakyRelu", Initializer.HeNormal },
        { "elu", Initializer.HeNormal },
        { "softplus", Initializer.HeNormal },
        { "silu", Initializer.HeNormal },
        { "gelu", Initializer.HeNormal },
        { "geluTanh", Initializer.HeNormal },
        { "mish", Initializer.HeNormal },
        { "hardSwish", Initializer.HeNormal },
        { "selu", Initializer.LeCunNormal },
    };

    [Theory]
    [MemberData(nameof(InitializersByName))]
    public void TheDenseLayerBeforeStartsAsSuits(string name, Initializer expected) => Assert.Equal(expected, Named(name).PreferredInitializer);

    [Theory]
    [MemberData(nameof(InitializersByName))]
    public void JsonHasItsNameAndGivesItBack(string name, Initializer _)
    {
        Architecture architecture = new(2, [Named(name)], 1);
        string json = architecture.ToJson();
        Assert.Contains($"\"layer\":\"{name}\"", json.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(architecture.Layers, Architecture.FromJson(json).Layers);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e300)]
    public void EluTakesNoOtherDepth(double alpha)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => Layer.Elu(alpha));
        Assert.Contains("expected a value of at least 0 that is finite in float too, got", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EluOfTheDeepestIsFinite()
    {
        float[] z = [-100, 1];
        Network<float> network = new(2, [Layer.Elu(float.MaxValue)]);
        ReadOnlyMatrixSpan<float> a = network.Forward(new ReadOnlyMatrixSpan<float>(z, 1, 2), network.CreateWorkspace(1), Pass.Inference);
        Assert.Equal([-float.MaxValue, 1], a.Row(0));
    }

    private static Layer Named(string name) => name switch
    {
        "identity" => Layer.Identity(),
        "tanh" => Layer.Tanh(),
        "sigmoid" => Layer.Sigmoid(),
        "hardSigmoid" => Layer.HardSigmoid(),
        "softsign" => Layer.Softsign(),
        "relu" => Layer.Relu(),
        "leakyRelu" => Layer.LeakyRelu(0.2),
        "elu" => Layer.Elu(0.5),
        "softplus" => Layer.Softplus(),
        "silu" => Layer.Silu(),
        "gelu" => Layer.Gelu(),
        "geluTanh" => Layer.GeluTanh(),
        "mish" => Layer.Mish(),
        "hardSwish" => Layer.HardSwish(),
        "selu" => Layer.Selu(),
        _ => throw new ArgumentException($"expected an activation, got '{name}'.", nameof(name)),
    };
}

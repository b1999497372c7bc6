using BenchmarkDotNet.Attributes;

namespace FastNet.Bench;

/// <summary>A step of each optimizer over 235,146 parameters (784-256-128-10), and Adam's with what may come before and after it.</summary>
[MemoryDiagnoser]
public class OptimizerBenchmarks
{
    private readonly Network<float> network = new(784, [Layer.Dense(256), Layer.Relu(), Layer.Dense(128), Layer.Relu(), Layer.Dense(10)], seed: 1);
    private float[] gradients = [];
    private Optimizer<float> optimizer = null!;

    [Params(
        "gradient descent", "momentum", "nesterov", "rmsprop", "rmsprop centred with momentum", "adagrad", "adam", "amsgrad", "nadam", "adam, decoupled decay", "adam, L2",
        "adam, L1", "adam, max-norm", "adam, clipped by norm", "adam, clipped by value", "adam, noise")]
    public string Name { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        gradients = Numbers.Fill(network.Parameters.Length);
        optimizer = Name switch
        {
            "gradient descent" => new GradientDescent<float>(network),
            "momentum" => new Momentum<float>(network),
            "nesterov" => new Nesterov<float>(network),
            "rmsprop" => new RmsProp<float>(network),
            "rmsprop centred with momentum" => new RmsProp<float>(network, centered: true, momentum: 0.9),
            "adagrad" => new Adagrad<float>(network),
            "amsgrad" => new AmsGrad<float>(network),
            "nadam" => new Nadam<float>(network),
            "adam, decoupled decay" => new AdamW<float>(network),
            "adam, L2" => new Adam<float>(network) { Regularizer = Regularizer.L2(1e-3, 1) },
            "adam, L1" => new Adam<float>(network) { Regularizer = Regularizer.ProximalL1(1e-3, 1) },
            "adam, max-norm" => new Adam<float>(network) { Regularizer = Regularizer.MaxNorm(3) },
            "adam, clipped by norm" => new Adam<float>(network) { Clipping = Clipping.ByGlobalNorm(1) },
            "adam, clipped by value" => new Adam<float>(network) { Clipping = Clipping.ByValue(1) },
            "adam, noise" => new Adam<float>(network) { Noise = new(1e-3) },
            _ => new Adam<float>(network),
        };
        optimizer.LearningRate = 1e-6;
    }

    [Benchmark]
    public void Step() => optimizer.Step(gradients);
}

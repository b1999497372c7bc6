namespace FastNet.Bench;

/// <summary>A step of each optimizer over 235,146 parameters (784-256-128-10), and Adam's with what may come before and after it.</summary>
public class OptimizerBenchmarks : KernelBenchmarks
{
    private const int Parameters = 235_146;

    public override IEnumerable<Kernel> Cases =>
    [
        Step("gradient descent", 0, network => new GradientDescent<float>(network)),
        Step("momentum", 1, network => new Momentum<float>(network)),
        Step("nesterov", 1, network => new Nesterov<float>(network)),
        Step("rmsprop", 1, network => new RmsProp<float>(network)),
        Step("rmsprop, centred with momentum", 3, network => new RmsProp<float>(network, centered: true, momentum: 0.9)),
        Step("adagrad", 1, network => new Adagrad<float>(network)),
        Step("adam", 2, network => new Adam<float>(network)),
        Step("amsgrad", 3, network => new AmsGrad<float>(network)),
        Step("nadam", 2, network => new Nadam<float>(network)),
        Step("adam, decoupled decay", 2, network => new AdamW<float>(network)),
        Step("adam, L2", 2, network => new Adam<float>(network) { Regularizer = Regularizer.L2(1e-3, 1) }),
        Step("adam, L1", 2, network => new Adam<float>(network) { Regularizer = Regularizer.ProximalL1(1e-3, 1) }),
        Step("adam, max-norm", 2, network => new Adam<float>(network) { Regularizer = Regularizer.MaxNorm(3) }),
        Step("adam, clipped by norm", 2, network => new Adam<float>(network) { Clipping = Clipping.ByGlobalNorm(1) }),
        Step("adam, clipped by value", 2, network => new Adam<float>(network) { Clipping = Clipping.ByValue(1) }),
        Step("adam, noise", 2, network => new Adam<float>(network) { Noise = new(1e-3) }),
    ];

    // It reads parameters, gradients and moments, and writes all but the gradients.
    private static Kernel Step(string name, int moments, Func<Network<float>, Optimizer<float>> create) =>
        new(name, $"{Parameters}", Volume.InPlace(Volume.Floats(Parameters, moments + 2), Volume.Floats(Parameters, moments + 1)), () =>
        {
            Network<float> network = Networks.Create("784-256-128-10");
            AlignedBuffer<float> gradients = Numbers.Aligned(network.Parameters.Length);
            Optimizer<float> optimizer = create(network);
            optimizer.LearningRate = Networks.HardlyMoving;
            return () => optimizer.Step(gradients.Span);
        });
}

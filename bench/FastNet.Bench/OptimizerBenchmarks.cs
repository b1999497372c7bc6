namespace FastNet.Bench;

/// <summary>A step of each optimizer over 235,146 parameters (784-256-128-10), and Adam's with what may come before and after it.</summary>
public class OptimizerBenchmarks : KernelBenchmarks
{
    private const int Parameters = 235_146;
    private const string Divider = "a square root and a division a vector: the divider, not memory";
    private const string Streams = "more streams at once than the limit's one or two";

    public override IEnumerable<Kernel> Cases =>
    [
        Step("gradient descent", 0, network => new GradientDescent<float>(network), Streams),
        Step("momentum", 1, network => new Momentum<float>(network), Streams),
        Step("nesterov", 1, network => new Nesterov<float>(network), Streams),
        Step("rmsprop", 1, network => new RmsProp<float>(network), Divider),
        Step("rmsprop, centred with momentum", 3, network => new RmsProp<float>(network, centered: true, momentum: 0.9), Divider),
        Step("adagrad", 1, network => new Adagrad<float>(network), Divider),
        Step("adam", 2, network => new Adam<float>(network), Divider),
        Step("amsgrad", 3, network => new AmsGrad<float>(network), Divider),
        Step("nadam", 2, network => new Nadam<float>(network), Divider),
        Step("adam, decoupled decay", 2, network => new AdamW<float>(network), Divider),
        Step(
            "adam, L2", 2, network => new Adam<float>(network) { Regularizer = Regularizer.L2(1e-3, 1) },
            $"a pass more over the weights; {Divider}"),
        Step(
            "adam, L1", 2, network => new Adam<float>(network) { Regularizer = Regularizer.ProximalL1(1e-3, 1) },
            $"a pass more over the weights; {Divider}"),
        Step(
            "adam, max-norm", 2, network => new Adam<float>(network) { Regularizer = Regularizer.MaxNorm(3) },
            $"a pass more for the norms; {Divider}"),
        Step(
            "adam, clipped by norm", 2, network => new Adam<float>(network) { Clipping = Clipping.ByGlobalNorm(1) },
            $"a pass more for the norm, in double, and one to scale; {Divider}"),
        Step("adam, clipped by value", 2, network => new Adam<float>(network) { Clipping = Clipping.ByValue(1) }, $"a pass more to clip; {Divider}"),
        Step(
            "adam, noise", 2, network => new Adam<float>(network) { Noise = new(1e-3) },
            "a normal number in double for each parameter outweighs all else"),
    ];

    // It reads parameters, gradients and moments, and writes all but the gradients.
    private static Kernel Step(string name, int moments, Func<Network<float>, Optimizer<float>> create, string reason) =>
        new(name, $"{Parameters}", Volume.InPlace(Volume.Floats(Parameters, moments + 2), Volume.Floats(Parameters, moments + 1)), () =>
        {
            Network<float> network = new DenseShape("784-256-128-10", batch: 1).CreateNetwork();
            AlignedBuffer<float> gradients = Numbers.Aligned(network.Parameters.Length);
            Optimizer<float> optimizer = create(network);
            optimizer.LearningRate = DenseProblem.StandingStill;
            return () => optimizer.Step(gradients.Span);
        }, reason);
}

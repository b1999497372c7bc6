using FastNet.Kernels;
using FastNet.Tests.Reference;
using FsCheck;
using FsCheck.Fluent;

namespace FastNet.Tests.Layers;

/// <summary>
/// The gradients of random networks, in double, by all parameters and by the input, as one vector. Seed and step hold dropout's masks.
/// </summary>
public class GradientTests
{
    private const int Networks = 200;

    // Truncation is ε² ≈ 4·10⁻¹¹ of a third derivative over a first, and rounding 10⁻¹⁶/ε ≈ 2·10⁻¹¹ of a loss over its gradient by all
    // that it depends on; the ratios are some hundreds at worst. A wrong term is off by parts of 1.
    private const double DifferenceTolerance = 1e-7;

    // Both are exact but for rounding: sums of at most some hundred terms, through at most seven layers.
    private const double DualTolerance = 1e-12;

    [Fact]
    public void AreTwoSidedDifferences()
    {
        int skipped = 0;
        int executed = Check(training =>
        {
            (_, double[] byParameter, double[] byInput) = Gradients(training);
            Network<double> network = training.Network();
            Matrix x = training.X();
            KinkDetector kinks = new(network, training.Pass, x, outputs => training.Loss.Evaluate(outputs), training.Loss.Sides);
            double[] differences =
            [
                .. Enumerable.Range(0, byParameter.Length).Select(i => kinks.Difference(ref network.Parameters[i])),
                .. Enumerable.Range(0, byInput.Length).Select(i => kinks.Difference(ref x.Values[i])),
            ];
            if (kinks.Crossed)
            {
                skipped++;
                return;
            }

            AssertClose(differences, [.. byParameter, .. byInput], DifferenceTolerance);
        });
        Assert.Equal(Networks, executed);
        Assert.True(skipped <= Networks / 20, $"{skipped} of {Networks} networks had a kink within reach of the step; at most 5 % may.");
    }

    [Fact]
    public void AreTheDerivativesOfDualNumbers()
    {
        int executed = Check(training =>
        {
            (double loss, double[] byParameter, double[] byInput) = Gradients(training);
            var expected = new ReferenceNetwork(training.Network(), training.Pass).Evaluate(training.X(), training.Loss.Evaluate);
            Assert.Equal(expected.Loss, loss, DualTolerance * Math.Max(1, expected.Loss));
            AssertClose([.. expected.Parameters, .. expected.Inputs], [.. byParameter, .. byInput], DualTolerance);
        });
        Assert.Equal(Networks, executed);
    }

    [Fact]
    public void AreAddedToWhatIsThere()
    {
        int executed = Check(training =>
        {
            Network<double> network = training.Network();
            Matrix x = training.X();
            var workspace = network.CreateWorkspace(training.Batch);
            Philox random = new(training.Seed, RandomPurpose.Trial, step: 4);
            double[] before = [.. Enumerable.Range(0, network.Parameters.Length).Select(i => random.Normal(i))];
            before.CopyTo(workspace.Gradients);
            training.Loss.Evaluate(network.Forward(x.Span, workspace, training.Pass), workspace.OutputGradient);
            network.Backward(x.Span, workspace);

            double[] expected = [.. Gradients(training).Parameters.Zip(before, (gradient, there) => gradient + there)];
            AssertClose(expected, workspace.Gradients, DualTolerance);
        });
        Assert.Equal(Networks, executed);
    }

    // The step is 6·10⁻⁶, so a pre-activation of 10⁻⁶ crosses 0 and one of 10⁻³ does not.
    [Theory]
    [InlineData("relu", 1e-6, true)]
    [InlineData("relu", -1e-6, true)]
    [InlineData("relu", 1e-3, false)]
    [InlineData("softsign", 1e-6, true)]
    [InlineData("hard sigmoid", 3 + 1e-6, true)]
    [InlineData("hard sigmoid", -3 - 1e-6, true)]
    [InlineData("hard sigmoid", 1e-6, false)]
    [InlineData("hard swish", 3 - 1e-6, true)]
    [InlineData("hard swish", -3 + 1e-6, true)]
    [InlineData("hard swish", 1e-6, false)]
    [InlineData("gelu", 1e-6, false)]
    public void AKinkIsDetectedWithinReachOfTheStep(string activation, double preActivation, bool crossed)
    {
        Layer layer = activation switch
        {
            "relu" => Layer.Relu(),
            "softsign" => Layer.Softsign(),
            "hard sigmoid" => Layer.HardSigmoid(),
            "hard swish" => Layer.HardSwish(),
            _ => Layer.Gelu(),
        };
        var network = new Network<double>(inputs: 1, [Layer.Dense(1), layer]);
        network.Parameters[0] = 1;
        KinkDetector kinks = new(network, Pass.Inference, new Matrix([preActivation], 1, 1), outputs => outputs[0, 0]);
        kinks.Difference(ref network.Parameters[1]);
        Assert.Equal(crossed, kinks.Crossed);
    }

    // They lie at t, t ± δ and 1/t = t.
    [Theory]
    [InlineData(LossKind.MeanAbsoluteError, 0)]
    [InlineData(LossKind.Huber, 0.7)]
    [InlineData(LossKind.Huber, -0.7)]
    [InlineData(LossKind.Hinge, 0)]
    public void AKinkOfALossIsDetectedWithinReachOfTheStep(LossKind kind, double distance)
    {
        RandomLoss loss = new(kind, false, false, false, Seed: 1);
        var network = new Network<double>(inputs: 1, [Layer.Dense(1)]);
        network.Parameters[0] = 1;
        foreach ((double offset, bool crossed) in ((double, bool)[])[(1e-6, true), (-1e-6, true), (1e-3, false), (-1e-3, false)])
        {
            Matrix x = new([loss.Targets(1, 1)[0, 0] + distance + offset], 1, 1);
            KinkDetector kinks = new(network, Pass.Inference, x, outputs => loss.Evaluate(outputs), loss.Sides);
            kinks.Difference(ref network.Parameters[1]);
            Assert.Equal(crossed, kinks.Crossed);
        }
    }

    // By Check, and counted, so that a runner that does not know properties cannot pass them over.
    private static int Check(Action<RandomTraining> property)
    {
        int executed = 0;
        Prop.ForAll(RandomTraining.Arbitrary, training =>
        {
            executed++;
            property(training);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Networks));
        return executed;
    }

    private static (double Loss, double[] Parameters, double[] Inputs) Gradients(RandomTraining training)
    {
        Network<double> network = training.Network();
        Matrix x = training.X();
        var workspace = network.CreateWorkspace(training.Batch);
        double loss = training.Loss.Evaluate(network.Forward(x.Span, workspace, training.Pass), workspace.OutputGradient);
        Matrix byInput = new(x.Rows, x.Columns);
        network.Backward(x.Span, workspace, byInput.Span);
        return (loss, workspace.Gradients.ToArray(), byInput.Values);
    }

    private static void AssertClose(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance)
    {
        double distance = TwoSidedDifferences.RelativeDistance(expected, actual);
        Assert.True(distance <= tolerance, $"relative distance {distance:E2}, at most {tolerance:E0} allowed.");
    }

    /// <summary>
    /// Differences of a loss, and whether a step has moved any element of an activation, or any output, over a kink of the activation or the
    /// loss: a place where the slope jumps or (as that costs parts of the step already) bends.
    /// </summary>
    private sealed class KinkDetector(
        Network<double> network, Pass pass, Matrix x, KinkDetector.Loss loss, KinkDetector.SidesOfKinks? sidesOfLoss = null)
    {
        private readonly Workspace<double> workspace = network.CreateWorkspace(x.Rows);
        private List<int>? first;

        public delegate double Loss(ReadOnlyMatrixSpan<double> outputs);

        public delegate bool[] SidesOfKinks(ReadOnlyMatrixSpan<double> outputs);

        public bool Crossed { get; private set; }

        public double Difference(ref double theta)
        {
            if (first is null)
            {
                Cost();
            }

            return TwoSidedDifferences.Of(ref theta, TwoSidedDifferences.BestStep(theta), Cost);
        }

        private double Cost()
        {
            ReadOnlyMatrixSpan<double> outputs = network.Forward(x.Span, workspace, pass);
            double cost = loss(outputs);
            List<int> pieces = [.. (sidesOfLoss?.Invoke(outputs) ?? []).Select(side => side ? 1 : 0)];
            for (int i = 0; i < network.Layers.Count; i++)
            {
                if (PieceOf(network.Layers[i]) is { } pieceOf)
                {
                    foreach (double a in workspace.Activation(i).Values)
                    {
                        pieces.Add(pieceOf(a));
                    }
                }
            }

            first ??= pieces;
            Crossed |= !pieces.SequenceEqual(first);
            return cost;
        }

        // Which smooth piece of its activation an output lies on.
        private static Func<double, int>? PieceOf(Layer layer) => layer switch
        {
            ActivationLayer<Relu> or ActivationLayer<LeakyRelu> or ActivationLayer<Elu> or ActivationLayer<Selu> or ActivationLayer<Softsign> =>
                a => a > 0 ? 1 : 0,
            ActivationLayer<HardSigmoid> => a => a <= 0 ? 0 : a < 1 ? 1 : 2,
            ActivationLayer<HardSwish> => a => a == 0 ? 0 : a < 3 ? 1 : 2,
            _ => null,
        };
    }
}

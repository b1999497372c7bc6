using FastNet.Tests.Reference;

namespace FastNet.Tests.GradientChecks;

/// <summary>A component whose step crosses a kink is left out and counted; no other is.</summary>
public class KinkTests
{
    // The step is 6·10⁻⁶: wherever in it the kink lies, and nowhere else.
    public static TheoryData<double, bool> Offsets { get; } = new()
    {
        { 0, true }, { 1e-7, true }, { 1e-6, true }, { 2e-6, true }, { 2.5e-6, true }, { 3e-6, true }, { 4e-6, true }, { 5.9e-6, true },
        { 6.1e-6, false }, { 1e-5, false }, { 1e-3, false }, { 0.3, false },
    };

    [Theory]
    [MemberData(nameof(Offsets))]
    public void OfARelu(double offset, bool isKink)
    {
        AssertKink(isKink, Layer.Relu(), offset, new PlantedLoss(1), target: 2);
        AssertKink(isKink, Layer.Relu(), -offset, new PlantedLoss(1), target: 2);
        AssertKink(isKink, Layer.LeakyRelu(), offset, new PlantedLoss(1), target: 2);
        AssertKink(isKink, Layer.HardSigmoid(), 3 + offset, new PlantedLoss(1), target: 2);
        AssertKink(false, Layer.Tanh(), offset, new PlantedLoss(1), target: 2);
        AssertKink(false, Layer.Gelu(), offset, new PlantedLoss(1), target: 2);
    }

    [Theory]
    [MemberData(nameof(Offsets))]
    public void OfALoss(double offset, bool isKink)
    {
        AssertKink(isKink, Layer.Tanh(), offset, new MeanAbsoluteError<double>(), target: 0);
        AssertKink(isKink, Layer.Tanh(), -offset, new MeanAbsoluteError<double>(), target: 0);
        AssertKink(false, Layer.Tanh(), offset, new MeanSquaredError<double>(), target: 0);
        AssertKink(isKink, Layer.Identity(), 1 + offset, new Hinge<double>(), target: 1);
    }

    [Theory]
    [MemberData(nameof(Offsets))]
    public void OfAPenalty(double offset, bool isKink)
    {
        Network<double> network = new(inputs: 1, [Layer.Dense(1, bias: false)]);
        network.Parameters[0] = offset;
        GradientCheckReport report = GradientCheck.Run(
            network, new Matrix([1], 1, 1).Span, new Matrix([1], 1, 1).Span, new MeanSquaredError<double>(),
            new() { Regularizer = Regularizer.L1(0.1, 1) });
        Assert.Equal(isKink ? 1 : 0, report.Kinks);
    }

    [Fact]
    public void AStepThatIsLongerReachesFarther()
    {
        AssertKink(true, Layer.Relu(), 5e-4, new PlantedLoss(1), target: 2, new() { Step = 1e-3 });
        AssertKink(false, Layer.Relu(), 5e-6, new PlantedLoss(1), target: 2, new() { Step = 1e-6 });
    }

    // A cost that is a parabola between kinks has no curvature that could pass for one: what is left out is what crosses a kink, by count of signs.
    [Fact]
    public void AreThoseThatASignOfAPreActivationTells()
    {
        int crossing = 0;
        int kinks = 0;
        for (ulong seed = 0; seed < 10; seed++)
        {
            const double Step = 1e-2;
            Network<double> network = new(inputs: 6, [Layer.Dense(10), Layer.Relu(), Layer.Dense(8), Layer.Relu(), Layer.Dense(2)], seed);
            Matrix x = GradientCheckTests.Random(seed, 12, 6);
            GradientCheckReport report = GradientCheck.Run(
                network, x.Span, GradientCheckTests.Random(seed + 100, 12, 2).Span, new MeanSquaredError<double>(), new() { Step = Step });
            int crossingHere = Enumerable.Range(0, network.Parameters.Length).Count(i => CrossesKink(network, x, i, Step));
            Assert.InRange(report.Kinks, 0, crossingHere);
            Assert.True(report.IsCorrect, $"seed {seed}: {report}");
            crossing += crossingHere;
            kinks += report.Kinks;
        }

        // The others move a unit that no output depends on, or end at the kink itself.
        Assert.InRange(crossing, 100, 2000);
        Assert.InRange(kinks, 0.95 * crossing, crossing);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(1.01, false)]
    public void AWrongGradientIsNoKink(double factor, bool isCorrect)
    {
        Network<double> network = new(inputs: 6, [Layer.Dense(10), Layer.Relu(), Layer.Dense(8), Layer.Relu(), Layer.Dense(2)], seed: 3);
        Matrix x = GradientCheckTests.Random(3, 12, 6);
        Matrix targets = GradientCheckTests.Random(4, 12, 2);
        GradientCheckOptions options = new() { Step = 1e-2 };
        GradientCheckReport right = GradientCheck.Run(network, x.Span, targets.Span, new PlantedLoss(1), options);
        GradientCheckReport report = GradientCheck.Run(network, x.Span, targets.Span, new PlantedLoss(factor), options);
        Assert.NotEqual(0, right.Kinks);
        Assert.Equal(right.Tensors.Select(tensor => tensor.Kinks), report.Tensors.Select(tensor => tensor.Kinks));
        Assert.Equal(isCorrect, report.IsCorrect);
        Assert.Equal((double)report.Kinks / network.Parameters.Length, report.KinkShare, 1e-15);
    }

    private static void AssertKink(
        bool expected, Layer activation, double preActivation, Loss<double> loss, double target, GradientCheckOptions? options = null)
    {
        Network<double> network = new(inputs: 1, [Layer.Dense(1), activation]);
        network.Parameters[0] = 1;
        GradientCheckReport report = GradientCheck.Run(
            network, new Matrix([preActivation], 1, 1).Span, new Matrix([target], 1, 1).Span, loss, options ?? new());
        int kinks = report.Tensors.Single(tensor => tensor.Slice.Name == "0.bias").Kinks;
        Assert.True(kinks == (expected ? 1 : 0), $"{activation} at {preActivation}: {kinks} kinks");

        Assert.True(expected ? report.Verdict is GradientVerdict.Correct or GradientVerdict.Inconclusive : report.IsCorrect, report.ToString());
    }

    private static bool CrossesKink(Network<double> network, Matrix x, int index, double step)
    {
        ref double theta = ref network.Parameters[index];
        double original = theta;
        bool crosses = false;
        bool[] signs = Signs(network, x);
        foreach (double h in (double[])[step, -step, step / 2, -step / 2])
        {
            theta = original + (h * Math.Max(1, Math.Abs(original)));
            crosses |= !Signs(network, x).SequenceEqual(signs);
        }

        theta = original;
        return crosses;
    }

    // Plain loops over dense layers with ReLU between: W is [inputs, units].
    private static bool[] Signs(Network<double> network, Matrix x)
    {
        List<bool> signs = [];
        (ParameterSlice Weight, ParameterSlice Bias)[] layers =
            [.. new[] { 0, 2 }.Select(i => (GradientCheckTests.Slice(network, $"{i}.weight"), GradientCheckTests.Slice(network, $"{i}.bias")))];
        for (int row = 0; row < x.Rows; row++)
        {
            double[] a = x.Span.Row(row).ToArray();
            foreach ((ParameterSlice weight, ParameterSlice bias) in layers)
            {
                ReadOnlySpan<double> w = weight.Of(network.Parameters);
                double[] z = bias.Of(network.Parameters).ToArray();
                for (int unit = 0; unit < z.Length; unit++)
                {
                    for (int j = 0; j < a.Length; j++)
                    {
                        z[unit] += a[j] * w[(j * z.Length) + unit];
                    }

                    signs.Add(z[unit] > 0);
                }

                a = [.. z.Select(value => Math.Max(value, 0))];
            }
        }

        return [.. signs];
    }
}

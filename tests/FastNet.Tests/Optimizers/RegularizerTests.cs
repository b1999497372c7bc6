using FastNet.Tests.Kernels;

namespace FastNet.Tests.Optimizers;

/// <summary>Penalties, decay and projections against plain loops; weights only, unless a group asks.</summary>
public class RegularizerTests
{
    private const double Rate = 0.25;

    /// <summary>λ/m of the penalties.</summary>
    private const double Share = 0.5;

    [Theory]
    [MemberData(nameof(VectorWidth.All), MemberType = typeof(VectorWidth))]
    public void L1PullsByTheSignAndNotAtZero(int width)
    {
        using VectorWidth _ = VectorWidth.Force(width);
        Network<double> network = Create([2, -3, 0, 1e-300, -0.0]);
        new GradientDescent<double>(network) { LearningRate = Rate, Regularizer = Regularizer.L1(1, 2) }.Step(new double[10]);

        // Exact: α·λ/m is 1/8.
        Assert.Equal([2 - 0.125, -3 + 0.125, 0, 1e-300 - 0.125, 0], network.Parameters[..5].ToArray());
    }

    [Theory]
    [MemberData(nameof(VectorWidth.All), MemberType = typeof(VectorWidth))]
    public void ProximalL1MakesTrueZeros(int width)
    {
        using VectorWidth _ = VectorWidth.Force(width);
        Network<double> network = Create([2, -3, 0.1, -0.125, double.NaN]);
        new GradientDescent<double>(network) { LearningRate = Rate, Regularizer = Regularizer.ProximalL1(1, 2) }.Step(new double[10]);
        Assert.Equal([1.875, -2.875, 0, 0, double.NaN], network.Parameters[..5].ToArray());
    }

    // Away from 0 both take α·λ/m off the magnitude; they part where a weight would cross 0.
    [Fact]
    public void ProximalL1AndTheSubgradientAgreeAwayFromZero()
    {
        double[] weights = [.. Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? 1 : -1) * (1 + (i / 8.0)))];
        Network<double> proximal = Create(weights), subgradient = Create(weights);
        GradientDescent<double> first = new(proximal) { LearningRate = Rate, Regularizer = Regularizer.ProximalL1(1, 2) };
        GradientDescent<double> second = new(subgradient) { LearningRate = Rate, Regularizer = Regularizer.L1(1, 2) };
        for (int step = 0; step < 7; step++)
        {
            first.Step(new double[proximal.Parameters.Length]);
            second.Step(new double[proximal.Parameters.Length]);
        }

        // Exact: eighths.
        Assert.Equal(subgradient.Parameters.ToArray(), proximal.Parameters.ToArray());
    }

    [Fact]
    public void PenaltiesAreThoseOfTheFormulasAndAddUp()
    {
        Network<double> network = Create([3, -4, 0]);
        GradientDescent<double> optimizer = new(network);
        Regularizer l1 = Regularizer.L1(1, 2), l2 = Regularizer.L2(1, 2);

        Assert.Equal(Share * 7, Penalty(l1));
        Assert.Equal(Share * 7, Penalty(Regularizer.ProximalL1(1, 2)));
        Assert.Equal(Share / 2 * 25, Penalty(l2));
        Assert.Equal((Share * 7) + (Share / 2 * 25), Penalty(l1.And(l2)));
        Assert.Equal(0, Penalty(Regularizer.None) + Penalty(Regularizer.WeightDecay(1)) + Penalty(Regularizer.MaxNorm(1)));

        double Penalty(Regularizer regularizer)
        {
            optimizer.Regularizer = regularizer;
            return optimizer.Penalty();
        }
    }

    [Theory]
    [MemberData(nameof(VectorWidth.All), MemberType = typeof(VectorWidth))]
    public void MaxNormScalesTheColumnsThatAreLonger(int width)
    {
        using VectorWidth _ = VectorWidth.Force(width);
        const int Inputs = 7, Units = 37;
        Network<double> network = new(Inputs, [Layer.Dense(Units)], seed: 3);
        network.Parameters[network.WeightCount..].Fill(100);
        double[] before = network.Parameters.ToArray();
        new GradientDescent<double>(network) { Regularizer = Regularizer.MaxNorm(0.55) }.Step(new double[before.Length]);

        int longer = 0;
        for (int unit = 0; unit < Units; unit++)
        {
            double norm = Math.Sqrt(Enumerable.Range(0, Inputs).Sum(input => Math.Pow(before[(input * Units) + unit], 2)));
            double factor = norm > 0.55 ? 0.55 / norm : 1;
            longer += norm > 0.55 ? 1 : 0;
            for (int input = 0; input < Inputs; input++)
            {
                // Seven squares summed in another order.
                Assert.Equal(before[(input * Units) + unit] * factor, network.Parameters[(input * Units) + unit], 1e-15);
            }
        }

        Assert.InRange(longer, 1, Units - 1);
        Assert.Equal(before[network.WeightCount..], network.Parameters[network.WeightCount..].ToArray());
    }

    // A trap: weight decay on biases.
    [Theory]
    [MemberData(nameof(All))]
    public void BiasesAreLeftAloneUnlessAsked(string name)
    {
        Regularizer regularizer = ByName(name);
        Network<double> network = Create([5, -5, 5]);
        double[] biases = network.Parameters[3..].ToArray();
        GradientDescent<double> optimizer = new(network) { LearningRate = Rate, Regularizer = regularizer };
        optimizer.Step(new double[6]);
        Assert.Equal(biases, network.Parameters[3..].ToArray());
        Assert.NotEqual([5, -5, 5], network.Parameters[..3].ToArray());

        optimizer.Groups = [new("biases", slice => slice.Kind == ParameterKind.Bias) { Regularizer = regularizer }];
        optimizer.Step(new double[6]);
        Assert.All(Enumerable.Range(3, 3), i => Assert.NotEqual(biases[i - 3], network.Parameters[i]));
    }

    public static TheoryData<string> All => ["L2", "WeightDecay", "L1", "ProximalL1", "MaxNorm"];

    [Fact]
    public void AdamWWithDecayZeroIsAdamAndOtherwiseShrinksByTheRate()
    {
        Network<double> plain = Create([1, 2, 3]), zero = Create([1, 2, 3]), decaying = Create([1, 2, 3]);
        for (int step = 0; step < 5; step++)
        {
            double[] gradients = [1, -1, 0.5, 1, 1, 1];
            new Adam<double>(plain).Step([.. gradients]);
            new AdamW<double>(zero, weightDecay: 0).Step([.. gradients]);
        }

        new AdamW<double>(decaying, weightDecay: 0.5) { LearningRate = Rate }.Step(new double[6]);
        Assert.Equal(plain.Parameters.ToArray(), zero.Parameters.ToArray());
        Assert.Equal([1 - 0.125, 2 * (1 - 0.125), 3 * (1 - 0.125)], decaying.Parameters[..3].ToArray());
    }

    [Fact]
    public void ADecayOfMoreThanAWholeWeightIsRefused()
    {
        Network<double> network = Create([1]);
        GradientDescent<double> optimizer = new(network) { LearningRate = 1, Regularizer = Regularizer.WeightDecay(1.5) };
        Assert.Throws<InvalidOperationException>(() => optimizer.Step(new double[2]));
        Assert.Equal(1, network.Parameters[0]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void ValuesOutOfRangeAreRefused(double value)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Regularizer.L1(value, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Regularizer.ProximalL1(value, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Regularizer.L2(value, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Regularizer.WeightDecay(value));
        Assert.Throws<ArgumentOutOfRangeException>(() => Regularizer.MaxNorm(value));
    }

    private static Regularizer ByName(string name) => name switch
    {
        "L2" => Regularizer.L2(1, 2),
        "WeightDecay" => Regularizer.WeightDecay(1),
        "L1" => Regularizer.L1(1, 2),
        "ProximalL1" => Regularizer.ProximalL1(1, 2),
        _ => Regularizer.MaxNorm(1),
    };

    // One input, so that the weights are as many as the units; biases are 7.
    private static Network<double> Create(double[] weights)
    {
        Network<double> network = new(1, [Layer.Dense(weights.Length)]);
        weights.CopyTo(network.Parameters);
        network.Parameters[weights.Length..].Fill(7);
        return network;
    }
}

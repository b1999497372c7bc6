using FastNet.Training;

namespace FastNet.Tests.Augmenting;

public sealed class MixUpTests
{
    private const int Count = 800;

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(8)]
    public void LambdaHasMeanOneHalfAndBetasVariance(double alpha)
    {
        double[] lambdas = [.. Mixtures(alpha, epochs: 5).Select(mixture => mixture.Lambda)];
        double variance = 1 / (4 * ((2 * alpha) + 1));

        // Five deviations; (λ − ½)² lies between 0 and ¼, so that its own deviation is at most ⅛.
        Assert.Equal(0.5, lambdas.Average(), 5 * Math.Sqrt(variance / lambdas.Length));
        Assert.Equal(variance, lambdas.Average(lambda => Math.Pow(lambda - 0.5, 2)), 5 * 0.125 / Math.Sqrt(lambdas.Length));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(2)]
    public void LambdaHasBetasDistribution(double alpha)
    {
        double[] lambdas = [.. Mixtures(alpha, epochs: 5).Select(mixture => mixture.Lambda).Order()];
        double largest = lambdas.Select((lambda, i) => double.Max(Distribution(lambda) - ((double)i / lambdas.Length), ((i + 1.0) / lambdas.Length) - Distribution(lambda))).Max();

        // Kolmogorov and Smirnov's bound at one in a thousand.
        Assert.InRange(largest, 0, 1.95 / Math.Sqrt(lambdas.Length));

        double Distribution(double x) => alpha switch { 0.5 => 2 / Math.PI * Math.Asin(Math.Sqrt(x)), 1 => x, _ => x * x * (3 - (2 * x)) };
    }

    [Fact]
    public void TheOtherIsAnyExample()
    {
        int[] partners = [.. Mixtures(1, epochs: 5).Select(mixture => mixture.Partner)];

        // Five deviations of a uniform mean; of 4,000 draws, 799·(1 − 1/800)⁴⁰⁰⁰ ≈ 5 examples stay away.
        Assert.Equal((Count - 1) / 2.0, partners.Average(), 5 * Count / Math.Sqrt(12.0 * partners.Length));
        Assert.InRange(partners.Distinct().Count(), Count - 25, Count);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    public void TargetsOfClassesSumToOne(double alpha)
    {
        Dataset<double> train = Images.Normal(500, 2, classes: 3);
        Dataset<float> single = new([.. train.Features.Values.ToArray().Select(x => (float)x)], 2, train.Classes.ToArray());
        Augmentation mixUp = new([new MixUp(alpha)]);
        Assert.True(mixUp.MixesTargets);
        float[] targets = new float[500 * 4];
        new Augmenter<float>(mixUp, single).ApplyToTargets([.. Enumerable.Range(0, 500)], 0, new MatrixSpan<float>(targets, 500, 4));
        foreach (float[] row in targets.Chunk(4))
        {
            Assert.Equal(1, row.Sum());
            Assert.InRange(row.Min(), 0, 1);
            Assert.Equal(0, row[3]);
        }

        Assert.All(Images.Targets(new(mixUp, train), 0), row => Assert.Equal(1, row.Sum()));
    }

    [Fact]
    public void FeaturesAndTargetsAreMixedAlikeAfterTheOtherSteps()
    {
        Dataset<double> classes = OfManyClasses();
        Dataset<double> values = new(classes.Features.Values.ToArray(), 6, Images.Normal(Count, 2).Features.Values.ToArray(), 2);
        const string steps = "flip=0.5,noise=0.1";
        ImageShape shape = new(2, 3);
        double[][] unmixed = Images.Altered(steps, shape, classes, epoch: 3);
        double[][] mixed = Images.Altered($"{steps},mixup=0.7", shape, classes, epoch: 3);
        Augmentation augmentation = Augmentation.Parse($"{steps},mixup=0.7", shape);
        double[][] ofClasses = Images.Targets(new(augmentation, classes), 3);
        double[][] ofValues = Images.Targets(new(augmentation, values), 3);
        for (int i = 0; i < Count; i++)
        {
            (double lambda, int other) = Mixture(ofClasses[i], i);

            // Numbers below 8, rounded three times.
            for (int j = 0; j < 6; j++)
            {
                Assert.Equal((lambda * unmixed[i][j]) + ((1 - lambda) * unmixed[other][j]), mixed[i][j], 4e-15);
            }

            for (int j = 0; j < 2; j++)
            {
                Assert.Equal((lambda * values.Values[i, j]) + ((1 - lambda) * values.Values[other, j]), ofValues[i][j], 4e-15);
            }
        }
    }

    [Fact]
    public void TheLossOfMixedTargetsIsTheMixedLoss()
    {
        Dataset<double> train = OfManyClasses();
        Augmenter<double> augmenter = new(new([new MixUp(1)]), train);
        double[] targets = Images.Targets(augmenter, 0)[17];
        (double lambda, int other) = Mixture(targets, 17);
        ReadOnlyMatrixSpan<double> outputs = new(Images.Normal(1, Count).Features.Values, 1, Count);
        SoftmaxCrossEntropy<double> loss = new();
        double mixed = loss.Evaluate(outputs, new ReadOnlyMatrixSpan<double>(targets, 1, Count));
        double first = loss.Evaluate(outputs, new int[] { 17 });
        double second = loss.Evaluate(outputs, new int[] { other });

        // Losses of 800 classes are near 7; a sum of 800 terms is rounded as often.
        Assert.NotEqual(17, other);
        Assert.Equal((lambda * first) + ((1 - lambda) * second), mixed, 1e-12);
    }

    [Fact]
    public void WithoutMixUpTargetsStayAsTheyAre()
    {
        Dataset<double> values = new([1, 2, 3], 1, [4, 5, -0.5], 1);
        Assert.Equal([[4], [5], [-0.5]], Images.Targets(new(Augmentation.Parse("noise=1"), values), 0));
        Assert.False(Augmentation.Parse("noise=1").MixesTargets);
        Assert.Equal([[1, 0], [0, 1]], Images.Targets(new(Augmentation.Parse("noise=1"), Images.Normal(2, 3)), 0));
    }

    private static Dataset<double> OfManyClasses() => Images.Normal(Count, 6, classes: Count);

    // Each example has a class of its own: a row of targets tells λ, and which other example there is.
    private static IEnumerable<(double Lambda, int Partner)> Mixtures(double alpha, int epochs)
    {
        Augmenter<double> augmenter = new(new([new MixUp(alpha)]), OfManyClasses(), seed: 11);
        return Enumerable.Range(0, epochs).SelectMany(epoch => Images.Targets(augmenter, epoch).Select(Mixture));
    }

    // A share that is 0 in double says nothing of the other; the example itself has none either.
    private static (double Lambda, int Partner) Mixture(double[] targets, int example)
    {
        int other = Array.FindIndex(targets, share => share > 0 && share != targets[example]);
        return (targets[example], other < 0 ? example : other);
    }
}

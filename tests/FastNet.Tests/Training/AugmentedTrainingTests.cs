using FastNet.Training;

namespace FastNet.Tests.Training;

/// <summary>Training on altered examples: batches are what the augmenter makes of them, and evaluation sees the examples themselves.</summary>
public class AugmentedTrainingTests
{
    private static readonly Dataset<double> Raw = Examples.Moons(30, seed: 1);
    private static readonly Normalizer Normalizer = Normalizer.Fit(Raw.Features);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ABatchHoldsTheEpochsCopies(bool shuffle)
    {
        Augmenter<double> augmenter = new(Augmentation.Parse("jitter=0.3,mixup=0.4"), Raw, seed: 9);
        MiniBatches<double> plain = new(Examples.Numbered(30, 2), 8, seed: 4, shuffle);
        MiniBatches<double> altered = new(Normalizer.Apply(Raw), 8, seed: 4, shuffle, augmentation: new(augmenter, Normalizer));
        for (int epoch = 1; epoch <= 2; epoch++)
        {
            plain.StartEpoch(epoch);
            altered.StartEpoch(epoch);
            for (int i = 0; i < plain.Count; i++)
            {
                MiniBatch<double> numbers = plain[i], batch = altered[i];
                int[] rows = [.. Enumerable.Range(0, numbers.Count)];
                for (int row = 0; row < rows.Length; row++)
                {
                    rows[row] = (int)numbers.Features[row, 0];
                }

                double[] features = new double[rows.Length * 2], targets = new double[rows.Length * 2];
                augmenter.Apply(rows, epoch, new MatrixSpan<double>(features, rows.Length, 2));
                Normalizer.Apply(new ReadOnlyMatrixSpan<double>(features, rows.Length, 2), new MatrixSpan<double>(features, rows.Length, 2));
                augmenter.ApplyToTargets(rows, epoch, new MatrixSpan<double>(targets, rows.Length, 2));
                Assert.Equal(features, batch.Features.Values.ToArray());
                Assert.Equal(targets, batch.Targets.Values.Values.ToArray());
            }
        }
    }

    [Fact]
    public void EvaluationSeesTheExamples()
    {
        Network<double> network = new(2, [Layer.Dense(5), Layer.Tanh(), Layer.Dense(2)], seed: 2);
        Dataset<double> train = Normalizer.Apply(Raw);
        Trainer<double> trainer = new(network, new Adam<double>(network), new SoftmaxCrossEntropy<double>())
        {
            EvaluatesTrain = true,
            Augmentation = new(new Augmenter<double>(Augmentation.Parse("jitter=0.5"), Raw, seed: 1), Normalizer),
        };
        Evaluation last = trainer.Fit(train, train, 3, 8).Epochs[^1].Train!.Value;
        Assert.Equal(Evaluation.Of(network, new SoftmaxCrossEntropy<double>(), train, network.CreateWorkspace(8)), last);
    }

    [Fact]
    public void AnAugmentationOfOtherExamplesIsRefused() => Assert.Throws<ArgumentException>(() => new MiniBatches<double>(
        Examples.Moons(29, seed: 1), 8, augmentation: new(new Augmenter<double>(Augmentation.Parse("jitter=0.5"), Raw, seed: 1))));
}

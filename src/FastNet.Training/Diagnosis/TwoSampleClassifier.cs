using System.Numerics;

namespace FastNet.Training;

/// <summary>
/// A small network that is trained to tell two parts apart, and judged on examples of both that it has not seen: where it does better than a coin, the parts differ, in whatever
/// combination of features (Lopez-Paz and Oquab, "Revisiting classifier two-sample tests", ICLR 2017).
/// </summary>
/// <param name="Right">The judged examples that it had right; by chance a half.</param>
/// <param name="Count">The judged examples, as many of one part as of the other.</param>
/// <param name="PValue">How probable as many are by chance.</param>
public sealed record TwoSampleClassifier(int Right, int Count, double PValue)
{
    /// <summary>With fewer examples of a part there is nothing to learn from.</summary>
    public const int FewestExamples = 20;

    private const int MostExamples = 1000;
    private const int Units = 16;
    private const int Epochs = 30;
    private const int BatchSize = 16;
    private const double LearningRate = 0.003;
    private const double Decay = 1;

    /// <summary>The share of the judged examples that it had right.</summary>
    public double Accuracy => (double)Right / Count;

    /// <summary>Trains and judges: each part gives as many examples as the smaller one has, at most 1000, half to learn from and half to be judged by.</summary>
    /// <param name="first">At least <see cref="FewestExamples"/> examples.</param>
    /// <param name="second">The same, with the same features.</param>
    /// <param name="seed">Gives the examples, the first weights and the order.</param>
    /// <exception cref="ArgumentException">There are too few, or the features differ in number.</exception>
    public static TwoSampleClassifier Run<T>(Dataset<T> first, Dataset<T> second, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        Require.SameLength(first.FeatureCount, second.FeatureCount, nameof(second));
        int count = int.Min(MostExamples, int.Min(first.Count, second.Count)) / 2;
        if (2 * count < FewestExamples)
        {
            throw new ArgumentException($"expected at least {FewestExamples} examples in each part, got {first.Count} and {second.Count}.", nameof(second));
        }

        int[] rows = Sample(first.Count, 2 * count, seed, 0), others = Sample(second.Count, 2 * count, seed, 1);
        Dataset<T> learnt = Joined(first, rows[..count], second, others[..count]), judged = Joined(first, rows[count..], second, others[count..]);
        Normalizer normalizer = Normalizer.Fit(learnt.Features);
        Network<T> network = new(first.FeatureCount, [Layer.Dense(Units), Layer.Relu(), Layer.Dense(2)], seed);
        Adam<T> optimizer = new(network) { LearningRate = LearningRate, Regularizer = Regularizer.WeightDecay(Decay) };
        SoftmaxCrossEntropy<T> loss = new();
        new Trainer<T>(network, optimizer, loss).Fit(normalizer.Apply(learnt), null, Epochs, BatchSize);
        int right = ExampleErrors.Of(network, loss, normalizer.Apply(judged)).IsWrong.Count(false);
        return new(right, judged.Count, BinomialTest.PValue(right, judged.Count, 0.5, Alternative.Greater));
    }

    private static int[] Sample(int count, int wanted, ulong seed, int part)
    {
        int[] rows = new int[count];
        new Philox(seed, RandomPurpose.Check, step: 1, layer: part).Permute(rows);
        return rows[..wanted];
    }

    private static Dataset<T> Joined<T>(Dataset<T> first, int[] rows, Dataset<T> second, int[] others)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(
            [.. first.Select(rows).Features.Values, .. second.Select(others).Features.Values], first.FeatureCount,
            [.. Enumerable.Repeat(0, rows.Length), .. Enumerable.Repeat(1, others.Length)], ["first", "second"]);
}

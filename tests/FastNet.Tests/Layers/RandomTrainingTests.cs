using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using FsCheck.Fluent;

namespace FastNet.Tests.Layers;

/// <summary>What the properties of random networks stand on: a failing case is printed as C#, what it shrinks to is valid, and nothing is left out.</summary>
public partial class RandomTrainingTests
{
    // What is printed is what the compiler has read.
    [Fact]
    public void IsPrintedAsTheSourceThatMakesIt()
    {
        AssertPrinted(
            new RandomTraining(Inputs: 7, Batch: 9, [Layer.Dense(16, bias: false), Layer.LeakyRelu(0.3),
                Layer.Dropout(0.8, DropoutKind.Classic), Layer.BatchNorm(epsilon: 1E-05), Layer.LayerNorm(0.25), Layer.Dense(70), Layer.Elu(1.25)],
                new RandomLoss(LossKind.CrossEntropyOfClasses, HasSmoothing: true, HasWeights: false, HasExampleWeights: true, Seed: 5),
                new RandomPenalty(PenaltyKind.ElasticNet, IsOfAll: true, Lambda: 1.5), Seed: 123, Pass.Training(4, firstRow: 37)));
        AssertPrinted(
            new RandomTraining(Inputs: 1, Batch: 1, [Layer.Identity(), Layer.Relu(), Layer.Tanh(), Layer.Sigmoid(), Layer.Selu(),
                Layer.Softplus(), Layer.Silu(), Layer.Gelu(), Layer.GeluTanh(), Layer.Mish(), Layer.HardSigmoid(), Layer.HardSwish(), Layer.Softsign()],
                new RandomLoss(LossKind.Hinge, HasSmoothing: false, HasWeights: true, HasExampleWeights: false, Seed: 0),
                RandomPenalty.None, Seed: 0, Pass.Inference));
    }

    // Passes refuse what is invalid, as one row in batch norm. Each walk takes shrinks of every kind in turn.
    [Fact]
    public void WhatItShrinksToIsValid()
    {
        int checkedCount = 0;
        foreach (RandomTraining training in RandomTraining.Any.Generator.Sample(20))
        {
            RandomTraining[] smaller = [.. RandomTraining.Any.Shrinker(training)];
            for (int step = 0; step < 10 && smaller.Length > 0; step++)
            {
                RandomTraining next = smaller[step * 7 % smaller.Length];
                Assert.True(new TrainingProblem<double>(next).Gradient().Gradient.All(double.IsFinite), next.ToString());
                smaller = [.. RandomTraining.Any.Shrinker(next)];
                checkedCount++;
            }
        }

        Assert.True(checkedCount > 100, $"{checkedCount} cases were shrunk.");
    }

    // 3,000 cases: the rarest, a kind of layer at the one width or batch, is expected some tens of times.
    [Fact]
    public void EveryKindOfLayerLossPenaltyAndPassIsDrawn()
    {
        RandomTraining[] drawn = [.. RandomTraining.Any.Generator.Sample(3_000)];
        int[] widths = [.. drawn.SelectMany(training => training.Layers).OfType<DenseLayer>().Select(dense => dense.Units)];
        Assert.Equal(19, drawn.SelectMany(training => training.Layers).Select(layer => layer.GetType()).Distinct().Count());
        Assert.Equal([1, 2, 3, 4, 5, 6], drawn.Select(training => training.Layers.Count(layer => layer is DenseLayer)).Distinct().Order());
        Assert.Equal(Enumerable.Range(1, 70), widths.Distinct().Order());
        Assert.All(
            (int[])[1, 7, 8, 9, 15, 16, 17, 31, 32, 33],
            width => Assert.InRange(widths.Count(units => units == width), widths.Length / 30, widths.Length));
        Assert.Equal(Enumerable.Range(1, 40), drawn.Select(training => training.Batch).Distinct().Order());
        Assert.Equal(Enum.GetValues<LossKind>(), drawn.Select(training => training.Loss.Kind).Distinct().Order());
        Assert.Equal(Enum.GetValues<PenaltyKind>(), drawn.Select(training => training.Penalty.Kind).Distinct().Order());
        Assert.Equal(4, drawn.Select(training => (training.Pass.IsTraining, training.Pass.FirstRow)).Distinct().Count());
        Assert.Equal(2, drawn.SelectMany(training => training.Layers).OfType<DropoutLayer>().Select(dropout => dropout.Kind).Distinct().Count());
    }

    private static void AssertPrinted(RandomTraining training, [CallerArgumentExpression(nameof(training))] string source = "") =>
        Assert.Equal(WhiteSpace().Replace(source, " "), training.ToString());

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}

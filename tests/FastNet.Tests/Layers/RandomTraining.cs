using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace FastNet.Tests.Layers;

/// <summary>A random network and a random batch: layers, widths, activations, norms, dropout, loss, penalty, seed, pass.</summary>
internal sealed record RandomTraining(
    int Inputs, int Batch, IReadOnlyList<Layer> Layers, RandomLoss Loss, RandomPenalty Penalty, ulong Seed, Pass Pass)
{
    private const int LargestWidth = 70;
    private const int LargestBatch = 40;

    // The ε of BatchNorm and LayerNorm by default.
    private const double SmallEpsilon = 1e-5;

    // Below, at and above the lanes of vectors, whole and by halves.
    private static readonly int[] Borders = [1, 7, 8, 9, 15, 16, 17, 31, 32, 33];

    /// <summary>Norms have any ε, that of PyTorch among them.</summary>
    public static Arbitrary<RandomTraining> Any { get; } = Arb.From(Generator(Gen.Frequency((1, Gen.Constant(SmallEpsilon)), (2, LargeEpsilon))), Shrink);

    /// <summary>
    /// Norms have an ε from 0.04 on. It bounds how fast a norm bends: behind a column or row that is nearly constant its derivatives grow by 1/√ε each,
    /// the third, in which the error of a difference is, by 5³ at most and not by 300³.
    /// </summary>
    public static Arbitrary<RandomTraining> Gentle { get; } = Arb.From(Generator(LargeEpsilon), Shrink);

    private static Gen<double> LargeEpsilon => Gen.Choose(4, 100).Select(percent => percent / 100.0);

    /// <summary>
    /// The network; biases are random too, so that no pre-activation lies exactly on a kink, and so are running statistics. All numbers are floats, so
    /// that float and double have the same.
    /// </summary>
    public Network<T> Network<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var network = new Network<T>(Inputs, Layers, Seed);
        Philox random = new(Seed, RandomPurpose.Trial, step: 0);
        foreach (ParameterSlice slice in network.Slices)
        {
            // Weights that keep the size of what passes through, so that neither values nor gradients vanish in rounding.
            double deviation = slice.Kind == ParameterKind.Weight ? 1 / Math.Sqrt(slice.Rows) : 0.5;
            for (int i = slice.Offset; i < slice.Offset + slice.Length; i++)
            {
                network.Parameters[i] = T.CreateTruncating((float)(deviation * random.Normal(i)));
            }
        }

        random = new(Seed, RandomPurpose.Trial, step: 5);
        foreach (StateSlice slice in network.StateSlices)
        {
            for (int i = slice.Offset; i < slice.Offset + slice.Length; i++)
            {
                network.State[i] = T.CreateTruncating((float)(slice.Minimum == 0 ? 0.5 + random.Uniform(i) : random.Normal(i)));
            }
        }

        return network;
    }

    /// <summary>[batch, inputs].</summary>
    public T[] X<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Philox random = new(Seed, RandomPurpose.Trial, step: 1);
        return [.. Enumerable.Range(0, Batch * Inputs).Select(i => T.CreateTruncating((float)random.Normal(i)))];
    }

    /// <summary>C# that makes it again.</summary>
    public override string ToString() =>
        $"new RandomTraining(Inputs: {Inputs}, Batch: {Batch}, [{string.Join(", ", Layers.Select(LayerSource.Of))}], {Loss}, {Penalty}, "
        + $"Seed: {Seed}, {LayerSource.Of(Pass)})";

    private static Gen<RandomTraining> Generator(Gen<double> epsilon)
    {
        Gen<int> width = Gen.Frequency((2, Gen.Elements(Borders)), (1, Gen.Choose(1, LargestWidth)));
        Gen<Layer> dense =
            from units in width
            from bias in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
            select Layer.Dense(units, bias);
        Gen<Layer> activation = Gen.OneOf(
            Gen.Elements(
                Layer.Identity(), Layer.Relu(), Layer.Tanh(), Layer.Sigmoid(), Layer.Selu(), Layer.Softplus(), Layer.Silu(), Layer.Gelu(),
                Layer.GeluTanh(), Layer.Mish(), Layer.HardSigmoid(), Layer.HardSwish(), Layer.Softsign()),
            Gen.Choose(1, 100).Select(percent => Layer.LeakyRelu(percent / 100.0)),
            Gen.Choose(1, 200).Select(percent => Layer.Elu(percent / 100.0)));
        Gen<Layer> dropout =
            from tenths in Gen.Choose(5, 10)
            from kind in Gen.Elements(Enum.GetValues<DropoutKind>())
            select Layer.Dropout(tenths / 10.0, kind);
        Gen<Layer> norm =
            from value in epsilon
            from batch in Gen.Elements(true, false)
            select batch ? Layer.BatchNorm(epsilon: value) : Layer.LayerNorm(value);
        Gen<List<Layer>> others = Gen.Choose(0, 2).SelectMany(count => Gen.Frequency((3, activation), (1, dropout), (2, norm)).ListOf(count));
        Gen<List<Layer>> block =
            from first in dense
            from rest in others
            select (List<Layer>)[first, .. rest];
        return
            from inputs in width
            from before in others
            from depth in Gen.Choose(1, 6)
            from blocks in block.ListOf(depth)
            let layers = (Layer[])[.. before, .. blocks.SelectMany(layer => layer)]
            from isTraining in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
            from batch in Gen.Frequency((2, Gen.Choose(SmallestBatch(layers), 9)), (1, Gen.Choose(SmallestBatch(layers), LargestBatch)))
            from loss in RandomLoss.Generator
            from penalty in RandomPenalty.Generator
            from seed in Gen.Choose(0, int.MaxValue)
            from step in Gen.Choose(0, int.MaxValue)
            from firstRow in Gen.Elements(0, 1, 37)
            let pass = isTraining ? Pass.Training(step, firstRow) : Pass.Inference
            select new RandomTraining(inputs, batch, layers, loss, penalty, (ulong)seed, pass);
    }

    // One example has no variance.
    private static int SmallestBatch(IReadOnlyList<Layer> layers) => layers.Any(layer => layer is BatchNormLayer) ? 2 : 1;

    private static IEnumerable<RandomTraining> Shrink(RandomTraining training)
    {
        IReadOnlyList<Layer> layers = training.Layers;
        for (int i = 0; i < layers.Count && layers.Count > 1; i++)
        {
            yield return training with { Layers = [.. layers.Where((_, index) => index != i)] };
        }

        foreach (int batch in Smaller(training.Batch, SmallestBatch(layers)))
        {
            yield return training with { Batch = batch };
        }

        foreach (int inputs in Smaller(training.Inputs, 1))
        {
            yield return training with { Inputs = inputs };
        }

        for (int i = 0; i < layers.Count; i++)
        {
            if (layers[i] is DenseLayer dense)
            {
                foreach (int units in Smaller(dense.Units, 1))
                {
                    yield return training with { Layers = [.. layers.Select((layer, index) => index == i ? Layer.Dense(units, dense.Bias) : layer)] };
                }
            }
        }

        if (training.Penalty != RandomPenalty.None)
        {
            yield return training with { Penalty = RandomPenalty.None };
        }

        RandomLoss plain = training.Loss with { HasSmoothing = false, HasWeights = false, HasExampleWeights = false };
        if (training.Loss != plain)
        {
            yield return training with { Loss = plain };
        }
    }

    private static IEnumerable<int> Smaller(int number, int least) => ((int[])[number / 2, number - 1]).Where(smaller => smaller >= least).Distinct();
}

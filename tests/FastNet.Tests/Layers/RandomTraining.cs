using FastNet.Tests.Reference;
using FsCheck;
using FsCheck.Fluent;

namespace FastNet.Tests.Layers;

/// <summary>A random network and a random batch: layers, widths, activations, norms, dropout, loss, seed, pass.</summary>
internal sealed record RandomTraining(
    int Inputs, int Batch, IReadOnlyList<Layer> Layers, RandomLoss Loss, ulong Seed, Pass Pass)
{
    private const int LargestWidth = 12;

    public static Arbitrary<RandomTraining> Arbitrary { get; } = Arb.From(Generator(), Shrink);

    /// <summary>The network; biases are random too, so that no pre-activation lies exactly on a kink, and so are running statistics.</summary>
    public Network<double> Network()
    {
        var network = new Network<double>(Inputs, Layers, Seed);
        Philox random = new(Seed, RandomPurpose.Trial, step: 0);
        foreach (ParameterSlice slice in network.Slices)
        {
            // Weights that keep the size of what passes through, so that neither values nor gradients vanish in rounding.
            double deviation = slice.Kind == ParameterKind.Weight ? 1 / Math.Sqrt(slice.Rows) : 0.5;
            for (int i = slice.Offset; i < slice.Offset + slice.Length; i++)
            {
                network.Parameters[i] = deviation * random.Normal(i);
            }
        }

        random = new(Seed, RandomPurpose.Trial, step: 5);
        foreach (StateSlice slice in network.StateSlices)
        {
            for (int i = slice.Offset; i < slice.Offset + slice.Length; i++)
            {
                network.State[i] = slice.Minimum == 0 ? 0.5 + random.Uniform(i) : random.Normal(i);
            }
        }

        return network;
    }

    /// <summary>[batch, inputs].</summary>
    public Matrix X()
    {
        Philox random = new(Seed, RandomPurpose.Trial, step: 1);
        return new Matrix([.. Enumerable.Range(0, Batch * Inputs).Select(i => random.Normal(i))], Batch, Inputs);
    }

    public override string ToString() =>
        $"{Batch}×{Inputs} → [{string.Join("; ", Layers)}], {Loss}, seed {Seed}, {Pass}";

    private static Gen<RandomTraining> Generator()
    {
        Gen<int> width = Gen.Choose(1, LargestWidth);
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
        // ε bounds what a norm magnifies: an input that is off by rounding, off at most 1/√ε = 5 times as much behind it, were its column or row
        // constant. With 10⁻⁵ it would be 300 times, for each of up to seven layers.
        Gen<Layer> norm =
            from hundredths in Gen.Choose(4, 100)
            from batch in Gen.Elements(true, false)
            select batch ? Layer.BatchNorm(epsilon: hundredths / 100.0) : Layer.LayerNorm(hundredths / 100.0);
        Gen<Layer> any = Gen.Frequency((3, dense), (3, activation), (1, dropout), (2, norm));
        Gen<List<Layer>> some = Gen.Choose(0, 3).SelectMany(count => any.ListOf(count));
        return
            from before in some
            from middle in dense
            from after in some
            from inputs in width
            let layers = (Layer[])[.. before, middle, .. after]
            from isTraining in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
            from batch in Gen.Choose(SmallestBatch(layers), 9)
            from loss in RandomLoss.Generator
            from seed in Gen.Choose(0, int.MaxValue)
            from step in Gen.Choose(0, int.MaxValue)
            from firstRow in Gen.Elements(0, 1, 37)
            let pass = isTraining ? Pass.Training(step, firstRow) : Pass.Inference
            select new RandomTraining(inputs, batch, layers, loss, (ulong)seed, pass);
    }

    // One example has no variance.
    private static int SmallestBatch(IReadOnlyList<Layer> layers) => layers.Any(layer => layer is BatchNormLayer) ? 2 : 1;

    private static IEnumerable<RandomTraining> Shrink(RandomTraining training)
    {
        for (int i = 0; i < training.Layers.Count && training.Layers.Count > 1; i++)
        {
            yield return training with { Layers = [.. training.Layers.Where((_, index) => index != i)] };
        }

        if (training.Batch > SmallestBatch(training.Layers))
        {
            yield return training with { Batch = training.Batch - 1 };
        }

        if (training.Inputs > 1)
        {
            yield return training with { Inputs = training.Inputs - 1 };
        }
    }
}

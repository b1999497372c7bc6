using FastNet.Tests.Reference;
using FsCheck;
using FsCheck.Fluent;

namespace FastNet.Tests.Layers;

/// <summary>A random network and a random batch: layers, widths, activations, dropout, loss, seed, step.</summary>
internal sealed record RandomTraining(
    int Inputs, int Batch, IReadOnlyList<Layer> Layers, RandomLoss Loss, ulong Seed, long Step, int FirstRow)
{
    private const int LargestWidth = 12;

    public static Arbitrary<RandomTraining> Arbitrary { get; } = Arb.From(Generator(), Shrink);

    public Pass Pass => Pass.Training(Step, FirstRow);

    /// <summary>The network; biases are random too, so that no pre-activation lies exactly on a kink.</summary>
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

        return network;
    }

    /// <summary>[batch, inputs].</summary>
    public Matrix X()
    {
        Philox random = new(Seed, RandomPurpose.Trial, step: 1);
        return new Matrix([.. Enumerable.Range(0, Batch * Inputs).Select(i => random.Normal(i))], Batch, Inputs);
    }

    public override string ToString() =>
        $"{Batch}×{Inputs} → [{string.Join("; ", Layers)}], {Loss}, seed {Seed}, step {Step}, first row {FirstRow}";

    private static Gen<RandomTraining> Generator()
    {
        Gen<int> width = Gen.Choose(1, LargestWidth);
        Gen<Layer> dense =
            from units in width
            from bias in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
            select Layer.Dense(units, bias);
        Gen<Layer> activation = Gen.OneOf(
            Gen.Elements(Layer.Identity(), Layer.Relu(), Layer.Tanh(), Layer.Sigmoid()),
            Gen.Choose(1, 100).Select(percent => Layer.LeakyRelu(percent / 100.0)));
        Gen<Layer> dropout = Gen.Choose(5, 10).Select(tenths => Layer.Dropout(tenths / 10.0));
        Gen<Layer> any = Gen.Frequency((3, dense), (3, activation), (1, dropout));
        Gen<List<Layer>> some = Gen.Choose(0, 3).SelectMany(count => any.ListOf(count));
        return
            from before in some
            from middle in dense
            from after in some
            from inputs in width
            from batch in Gen.Choose(1, 9)
            from loss in RandomLoss.Generator
            from seed in Gen.Choose(0, int.MaxValue)
            from step in Gen.Choose(0, int.MaxValue)
            from firstRow in Gen.Elements(0, 1, 37)
            select new RandomTraining(inputs, batch, [.. before, middle, .. after], loss, (ulong)seed, step, firstRow);
    }

    private static IEnumerable<RandomTraining> Shrink(RandomTraining training)
    {
        for (int i = 0; i < training.Layers.Count && training.Layers.Count > 1; i++)
        {
            yield return training with { Layers = [.. training.Layers.Where((_, index) => index != i)] };
        }

        if (training.Batch > 1)
        {
            yield return training with { Batch = training.Batch - 1 };
        }

        if (training.Inputs > 1)
        {
            yield return training with { Inputs = training.Inputs - 1 };
        }
    }
}

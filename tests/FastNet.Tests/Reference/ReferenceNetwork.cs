using FastNet.Kernels;

namespace FastNet.Tests.Reference;

/// <summary>The layers of a product's network, computed by plain loops over dual numbers from the network's parameters.</summary>
internal sealed class ReferenceNetwork(Network<double> network, Pass pass)
{
    /// <summary>The outputs, of which only parameter <paramref name="seeded"/> varies, if any, and what varies in x.</summary>
    public Dual[,] Forward(Dual[,] x, int seeded = -1)
    {
        for (int i = 0; i < network.Layers.Count; i++)
        {
            x = Forward(i, x, seeded);
        }

        return x;
    }

    /// <summary>The loss of x and its derivatives by every parameter, in the product's order, and by every input.</summary>
    public (double Loss, double[] Parameters, double[] Inputs) Evaluate(Matrix x, Func<Dual[,], Dual> loss)
    {
        Dual[,] constant = x.ToDual();
        var byParameter = new double[network.Parameters.Length];
        for (int i = 0; i < byParameter.Length; i++)
        {
            byParameter[i] = loss(Forward(constant, i)).Slope;
        }

        var byInput = new double[x.Values.Length];
        for (int i = 0; i < byInput.Length; i++)
        {
            byInput[i] = loss(Forward(x.ToDual(seeded: i))).Slope;
        }

        return (loss(Forward(constant)).Value, byParameter, byInput);
    }

    private Dual[,] Forward(int index, Dual[,] x, int seeded) =>
        network.Layers[index] switch
        {
            DenseLayer dense => ReferenceLayers.Dense(x, Weight(index, seeded), dense.Bias ? Vector(index, "bias", seeded) : null),
            DropoutLayer dropout => Dropout(index, x, dropout),
            BatchNormLayer norm => BatchNorm(index, x, norm.Epsilon, seeded),
            LayerNormLayer norm => ReferenceLayers.LayerNorm(x, Vector(index, "weight", seeded), Vector(index, "bias", seeded), norm.Epsilon),
            ActivationLayer<Identity> => x,
            ActivationLayer<Relu> => ReferenceLayers.Map(x, ReferenceLayers.Relu),
            ActivationLayer<LeakyRelu> leaky => ReferenceLayers.Map(x, z => ReferenceLayers.LeakyRelu(z, leaky.Operator.NegativeSlope)),
            ActivationLayer<Tanh> => ReferenceLayers.Map(x, Dual.Tanh),
            ActivationLayer<Sigmoid> => ReferenceLayers.Map(x, ReferenceLayers.Sigmoid),
            ActivationLayer<Elu> elu => ReferenceLayers.Map(x, z => ReferenceLayers.Elu(z, elu.Operator.Alpha)),
            ActivationLayer<Selu> => ReferenceLayers.Map(x, ReferenceLayers.Selu),
            ActivationLayer<Softplus> => ReferenceLayers.Map(x, ReferenceLayers.Softplus),
            ActivationLayer<Silu> => ReferenceLayers.Map(x, ReferenceLayers.Silu),
            ActivationLayer<Gelu> => ReferenceLayers.Map(x, ReferenceLayers.Gelu),
            ActivationLayer<GeluTanh> => ReferenceLayers.Map(x, ReferenceLayers.GeluTanh),
            ActivationLayer<Mish> => ReferenceLayers.Map(x, ReferenceLayers.Mish),
            ActivationLayer<HardSigmoid> => ReferenceLayers.Map(x, ReferenceLayers.HardSigmoid),
            ActivationLayer<HardSwish> => ReferenceLayers.Map(x, ReferenceLayers.HardSwish),
            ActivationLayer<Softsign> => ReferenceLayers.Map(x, ReferenceLayers.Softsign),
            Layer unknown => throw new NotSupportedException($"The reference has no {unknown}."),
        };

    private Dual[,] BatchNorm(int index, Dual[,] x, double epsilon, int seeded)
    {
        Dual[] scale = Vector(index, "weight", seeded), shift = Vector(index, "bias", seeded);
        return pass.IsTraining
            ? ReferenceLayers.BatchNorm(x, scale, shift, epsilon)
            : ReferenceLayers.BatchNorm(x, scale, shift, epsilon, State($"{index}.running_mean"), State($"{index}.running_var"));
    }

    private Dual[,] Dropout(int index, Dual[,] x, DropoutLayer dropout)
    {
        double keepProbability = dropout.KeepProbability;
        bool classic = dropout.Kind == DropoutKind.Classic;
        if (!pass.IsTraining)
        {
            return classic ? ReferenceLayers.ClassicDropout(x, kept: null, keepProbability) : x;
        }

        // Kept where 32 random bits, as an integer, are below ⌈p·2³²⌉; element (row, column) has a number of its own in the whole batch.
        Philox random = new(network.Seed, RandomPurpose.Dropout, (ulong)pass.Step, index);
        double threshold = Math.Ceiling(keepProbability * Math.Pow(2, 32));
        int columns = x.GetLength(1);
        bool Kept(int i, int j) => random.Bits(((pass.FirstRow + i) * columns) + j) < threshold;
        return classic ? ReferenceLayers.ClassicDropout(x, Kept, keepProbability) : ReferenceLayers.Dropout(x, Kept, keepProbability);
    }

    private Dual[,] Weight(int layer, int seeded)
    {
        ParameterSlice slice = Slice($"{layer}.weight");
        var weight = new Dual[slice.Rows, slice.Columns];
        for (int i = 0; i < slice.Length; i++)
        {
            weight[i / slice.Columns, i % slice.Columns] = Parameter(slice.Offset + i, seeded);
        }

        return weight;
    }

    private Dual[] Vector(int layer, string name, int seeded)
    {
        ParameterSlice slice = Slice($"{layer}.{name}");
        return [.. Enumerable.Range(slice.Offset, slice.Length).Select(i => Parameter(i, seeded))];
    }

    private double[] State(string name) => network.StateSlices.Single(slice => slice.Name == name).Of(network.State).ToArray();

    private ParameterSlice Slice(string name) => network.Slices.Single(slice => slice.Name == name);

    private Dual Parameter(int index, int seeded) => new(network.Parameters[index], index == seeded ? 1 : 0);
}

using System.Runtime.Intrinsics;
using FastNet.Kernels;

namespace FastNet.Tests.Reference;

/// <summary>The layers of a product's network, computed by plain loops over dual numbers from the network's parameters.</summary>
internal sealed class ReferenceNetwork(Network<double> network, Pass pass)
{
    /// <summary>A cost of parameters and outputs.</summary>
    public delegate Dual Cost(ReadOnlySpan<Dual> parameters, Dual[,] outputs);

    /// <summary>
    /// The largest |μ|/√(σ² + ε) of all columns and rows that a norm has centred: a backward pass multiplies by x̂, which is off by as many roundings.
    /// </summary>
    public double LargestCentring { get; private set; }

    /// <summary>The loss of x and its derivatives by every parameter, in the product's order, and by every input.</summary>
    public (double Loss, double[] Parameters, double[] Inputs) Evaluate(Matrix x, Func<Dual[,], Dual> loss)
    {
        int parameters = network.Parameters.Length;
        (double value, double[] slopes) = Derivatives(
            x, (_, outputs) => loss(outputs), [.. Enumerable.Range(0, parameters + x.Values.Length).Select(Direction.Along)]);
        return (value, slopes[..parameters], slopes[parameters..]);
    }

    /// <summary>A cost and its derivatives along directions, eight at a time.</summary>
    public (double Cost, double[] Derivatives) Derivatives(Matrix x, Cost cost, IReadOnlyList<Direction> directions)
    {
        double value = 0;
        var derivatives = new double[directions.Count];
        for (int first = 0; first < directions.Count; first += Dual.Width)
        {
            Direction[] some = [.. directions.Skip(first).Take(Dual.Width)];
            Dual result = Evaluate(x, cost, some);
            value = result.Value;
            for (int lane = 0; lane < some.Length; lane++)
            {
                derivatives[first + lane] = result.Slopes[lane];
            }
        }

        return (value, derivatives);
    }

    private Dual Evaluate(Matrix x, Cost cost, Direction[] directions)
    {
        double[] values = [.. network.Parameters, .. x.Values];
        var slopes = new Vector512<double>[values.Length];
        for (int lane = 0; lane < directions.Length; lane++)
        {
            Direction direction = directions[lane];
            for (int i = 0; i < direction.Values.Length; i++)
            {
                slopes[direction.Start + i] = slopes[direction.Start + i].WithElement(lane, direction.Values[i]);
            }
        }

        Dual[] point = [.. values.Zip(slopes, (value, slope) => new Dual(value, slope))];
        Dual[] parameters = point[..network.Parameters.Length];
        var layer = new Dual[x.Rows, x.Columns];
        for (int i = 0; i < layer.Length; i++)
        {
            layer[i / x.Columns, i % x.Columns] = point[parameters.Length + i];
        }

        for (int i = 0; i < network.Layers.Count; i++)
        {
            layer = Forward(i, layer, parameters);
        }

        return cost(parameters, layer);
    }

    private Dual[,] Forward(int index, Dual[,] x, Dual[] parameters) =>
        network.Layers[index] switch
        {
            DenseLayer dense => ReferenceLayers.Dense(x, Weight(index, parameters), dense.Bias ? Vector(index, "bias", parameters) : null),
            DropoutLayer dropout => Dropout(index, x, dropout),
            BatchNormLayer norm => BatchNorm(index, x, norm.Epsilon, parameters),
            LayerNormLayer norm => LayerNorm(index, x, norm.Epsilon, parameters),
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

    private Dual[,] LayerNorm(int index, Dual[,] x, double epsilon, Dual[] parameters)
    {
        NoteCentring(Matrix.ValuesOf(x).Transposed(), epsilon);
        return ReferenceLayers.LayerNorm(x, Vector(index, "weight", parameters), Vector(index, "bias", parameters), epsilon);
    }

    private Dual[,] BatchNorm(int index, Dual[,] x, double epsilon, Dual[] parameters)
    {
        Dual[] scale = Vector(index, "weight", parameters), shift = Vector(index, "bias", parameters);
        if (!pass.IsTraining)
        {
            return ReferenceLayers.BatchNorm(x, scale, shift, epsilon, State($"{index}.running_mean"), State($"{index}.running_var"));
        }

        NoteCentring(Matrix.ValuesOf(x), epsilon);
        return ReferenceLayers.BatchNorm(x, scale, shift, epsilon);
    }

    private void NoteCentring(Matrix columns, double epsilon)
    {
        for (int j = 0; j < columns.Columns; j++)
        {
            double[] x = [.. Enumerable.Range(0, columns.Rows).Select(i => columns[i, j])];
            double mean = x.Average();
            double variance = x.Average(value => (value - mean) * (value - mean));
            LargestCentring = Math.Max(LargestCentring, Math.Abs(mean) / Math.Sqrt(variance + epsilon));
        }
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

    private Dual[,] Weight(int layer, Dual[] parameters)
    {
        ParameterSlice slice = Slice($"{layer}.weight");
        var weight = new Dual[slice.Rows, slice.Columns];
        for (int i = 0; i < slice.Length; i++)
        {
            weight[i / slice.Columns, i % slice.Columns] = parameters[slice.Offset + i];
        }

        return weight;
    }

    private Dual[] Vector(int layer, string name, Dual[] parameters) => Slice($"{layer}.{name}").Of<Dual>(parameters.AsSpan()).ToArray();

    private double[] State(string name) => network.StateSlices.Single(slice => slice.Name == name).Of(network.State).ToArray();

    private ParameterSlice Slice(string name) => network.Slices.Single(slice => slice.Name == name);
}

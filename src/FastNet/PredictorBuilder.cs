using System.Globalization;
using System.Numerics;

namespace FastNet;

/// <summary>Folds and packs a network, and compares what came out with what went in.</summary>
internal sealed class PredictorBuilder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Rows on which both are compared.
    private const int Probes = 64;

    private readonly Network<T> network;
    private readonly AffineMap? inputs;
    private readonly AffineMap? outputs;
    private readonly T[] probes;
    private readonly double[] expected;

    public PredictorBuilder(Network<T> network, AffineMap? inputs, AffineMap? outputs)
    {
        CheckColumns(inputs, network.Inputs, nameof(inputs));
        CheckColumns(outputs, network.Outputs, nameof(outputs));
        this.network = network;
        this.inputs = inputs;
        this.outputs = outputs;
        probes = new T[Probes * network.Inputs];
        expected = Expect();
    }

    /// <summary>The predictor that folds most and still agrees with the network.</summary>
    public Predictor<T> Build()
    {
        InferencePlan<T> plan = Describe();
        double difference = double.NaN;
        foreach (InferencePlan<T> candidate in (ReadOnlySpan<InferencePlan<T>>)[plan.Fold(intoNext: true), plan.Fold(intoNext: false), plan])
        {
            Predictor<T> predictor = Create(candidate);
            difference = Compare(predictor);
            if (difference <= Predictor<T>.DifferenceBound)
            {
                return predictor.With(difference);
            }
        }

        throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture,
            $"Expected outputs that do not depend on rounding, within {Predictor<T>.DifferenceBound:E1} of a column's largest; they differ by {difference:E1} (NaN: they are not finite)."));
    }

    private InferencePlan<T> Describe()
    {
        InferencePlan<T> plan = new();
        if (inputs is not null)
        {
            plan.AddMap(inputs);
        }

        network.Describe(plan);
        if (outputs is not null)
        {
            plan.AddMap(outputs);
        }

        return plan;
    }

    private Predictor<T> Create(InferencePlan<T> plan)
    {
        List<PredictorStep<T>> steps = [];
        long multiplyAdds = 0;
        int width = network.Inputs;
        foreach (InferenceStep<T> step in plan.Steps)
        {
            if (step is OperatorStep<T> { Operator: { } f })
            {
                if (steps.Count == 0)
                {
                    steps.Add(new CopyStep<T>(width));
                }

                steps[^1].Add(f);
                continue;
            }

            steps.Add(step switch
            {
                DenseStep<T> dense => new PackedStep<T>(dense),
                MapStep<T> map => new CenteredStep<T>(map.Map),
                LayerStep<T> layer => new InferringStep<T>(layer),
                _ => throw new InvalidOperationException($"no such step: {step.GetType().Name}"),
            });
            multiplyAdds += (long)width * steps[^1].Outputs;
            width = steps[^1].Outputs;
        }

        if (steps.Count == 0)
        {
            steps.Add(new CopyStep<T>(width));
        }

        return new Predictor<T>(network.Inputs, [.. steps], multiplyAdds);
    }

    // Fills the probes, normal behind the map of the inputs, and says what the network makes of them.
    private double[] Expect()
    {
        const int NormalsOfBlock = Philox.NormalsOfBlock;
        double[] normals = new double[(probes.Length + NormalsOfBlock - 1) / NormalsOfBlock * NormalsOfBlock];
        Philox random = new(network.Seed, RandomPurpose.Check);
        for (int block = 0; block < normals.Length / NormalsOfBlock; block++)
        {
            random.FillNormal(block, normals.AsSpan(block * NormalsOfBlock, NormalsOfBlock));
        }

        T[] mapped = new T[probes.Length];
        for (int i = 0; i < probes.Length; i++)
        {
            int column = i % network.Inputs;
            double scale = inputs?.Scale[column] ?? 1, center = inputs?.Center[column] ?? 0, shift = inputs?.Shift[column] ?? 0;
            probes[i] = T.CreateTruncating(scale == 0 ? center : center + ((normals[i] - shift) / scale));
            double probe = double.CreateTruncating(probes[i]);
            mapped[i] = T.CreateTruncating(inputs?.Apply(probe, column) ?? probe);
        }

        Workspace<T> workspace = network.CreateWorkspace(Probes);
        ReadOnlyMatrixSpan<T> y = network.Forward(new ReadOnlyMatrixSpan<T>(mapped, Probes, network.Inputs), workspace, Pass.Inference);
        double[] result = new double[y.Rows * y.Columns];
        for (int i = 0; i < result.Length; i++)
        {
            int column = i % y.Columns;
            double value = double.CreateTruncating(y[i / y.Columns, column]);
            result[i] = outputs?.Apply(value, column) ?? value;
        }

        return result;
    }

    private double Compare(Predictor<T> predictor)
    {
        T[] y = new T[expected.Length];
        T[] scratch = new T[predictor.ScratchLength(Probes)];
        predictor.Predict(
            new ReadOnlyMatrixSpan<T>(probes, Probes, network.Inputs), new MatrixSpan<T>(y, Probes, network.Outputs), scratch);

        // By columns, which may have units of their own, and without a shift, behind which a wrong digit would hide; rounding to T is free.
        double difference = 0, rounding = Predictor<T>.LastPlace;
        for (int column = 0; column < network.Outputs; column++)
        {
            double shift = outputs?.Shift[column] ?? 0, largest = 0, furthest = 0;
            for (int i = column; i < y.Length; i += network.Outputs)
            {
                largest = double.Max(largest, double.Abs(expected[i] - shift));
                double distance = double.Abs(expected[i] - double.CreateTruncating(y[i])) - (outputs is null ? 0 : rounding * double.Abs(expected[i]));
                furthest = double.Max(furthest, distance);
            }

            difference = double.Max(difference, furthest == 0 ? 0 : furthest / largest);
        }

        return difference;
    }

    private static void CheckColumns(AffineMap? map, int columns, string parameter)
    {
        if (map is not null && map.Columns != columns)
        {
            Throw.LengthMismatch(parameter, columns, map.Columns);
        }
    }
}

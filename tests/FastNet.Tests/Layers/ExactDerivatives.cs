using FastNet.Tests.Reference;

namespace FastNet.Tests.Layers;

/// <summary>
/// The derivatives of a training's cost by dual numbers, tensor by tensor: along random signs, which no wrong component escapes, and along some
/// coordinates, or all where they are few. All coordinates of every network would cost a pass of the reference for each eight of some thousands.
/// </summary>
/// <remarks>
/// How well conditioned a tensor's derivative is, is measured: e is by how much it moves along the signs, in the mean square of the trials, where every
/// operation of the reference is off by 2⁻⁵². That is also, on average, the norm by which the tensor moves. Without any amplification it is some 10⁻¹⁶ of
/// the tensor's norm. The reference carries slopes forward and centres them with the values; a backward pass multiplies by x̂ = (x − μ)/√(σ² + ε),
/// whose roundings are |μ|/√(σ² + ε) times as large where a mean outweighs its deviation: e is multiplied by 1 + the largest such ratio.
/// </remarks>
internal sealed class ExactDerivatives
{
    /// <summary>Coordinates of which all are taken.</summary>
    private const int FewCoordinates = 100;

    private const int Trials = 2;

    private readonly IReadOnlyList<CoordinateRange> tensors;
    private readonly Direction[] directions;
    private readonly double[] derivatives;
    private readonly double[] spreads;

    public ExactDerivatives(RandomTraining training)
    {
        Network<double> network = training.Network<double>();
        Matrix x = new(training.X<double>(), training.Batch, training.Inputs);
        tensors = CoordinateRange.TensorsOf(network, x.Values.Length);
        Philox random = new(training.Seed, RandomPurpose.Trial, step: 6);
        Direction[] signs = [.. tensors.Select(tensor => Direction.Signs(tensor.Start, tensor.Length, random))];
        directions = [.. signs, .. Coordinates(random).Select(Direction.Along)];

        ReferenceNetwork reference = new(network, training.Pass);
        Dual CostOf(ReadOnlySpan<Dual> parameters, Dual[,] outputs) =>
            training.Loss.Evaluate(outputs) + training.Penalty.Evaluate(parameters, network.WeightCount);
        (Cost, derivatives) = reference.Derivatives(x, CostOf, directions);

        spreads = new double[signs.Length];
        for (int trial = 0; trial < Trials; trial++)
        {
            double[] perturbed = Dual.Perturbed(random.Bits(trial), () => reference.Derivatives(x, CostOf, signs).Derivatives);
            for (int i = 0; i < spreads.Length; i++)
            {
                spreads[i] += Math.Pow(perturbed[i] - derivatives[i], 2) / Trials;
            }
        }

        spreads = [.. spreads.Select(square => (1 + reference.LargestCentring) * Math.Sqrt(square))];
    }

    /// <summary>The cost, penalty included.</summary>
    public double Cost { get; }

    /// <summary>How far a gradient is from the derivatives.</summary>
    public IEnumerable<TensorError> ErrorsOf(double[] gradient)
    {
        double whole = new CoordinateRange("all", 0, gradient.Length).NormOf(gradient);
        for (int i = 0; i < tensors.Count; i++)
        {
            CoordinateRange tensor = tensors[i];
            double squares = 0;
            for (int j = tensors.Count; j < directions.Length; j++)
            {
                squares += tensor.Contains(directions[j].Start) ? Math.Pow(directions[j].Dot(gradient) - derivatives[j], 2) : 0;
            }

            double distance = Math.Max(Math.Abs(directions[i].Dot(gradient) - derivatives[i]), Math.Sqrt(squares));
            yield return new(tensor.Name, distance, tensor.NormOf(gradient), whole, spreads[i]);
        }
    }

    private IEnumerable<int> Coordinates(Philox random)
    {
        int count = tensors.Sum(tensor => tensor.Length);
        return count <= FewCoordinates
            ? Enumerable.Range(0, count)
            : tensors.Select(tensor => tensor.Start + (int)(random.Uniform(tensor.Start) * tensor.Length));
    }
}

using System.Numerics;
using System.Text.Json.Serialization;

namespace FastNet;

/// <summary>The shape of the distribution that first values are drawn from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InitialDistribution>))]
public enum InitialDistribution
{
    /// <summary>All equal to the scale.</summary>
    Constant,

    /// <summary>Normal with mean 0.</summary>
    Normal,

    /// <summary>Uniform around 0.</summary>
    Uniform,

    /// <summary>Rows or columns, whichever are fewer, orthogonal to each other and as long as the scale says.</summary>
    Orthogonal,
}

/// <summary>What a variance is divided by.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Fan>))]
public enum Fan
{
    /// <summary>1.</summary>
    None,

    /// <summary>The inputs of a unit.</summary>
    Inputs,

    /// <summary>The mean of inputs and outputs.</summary>
    Average,
}

/// <summary>
/// First values of a parameter: variance = scale/fan, a constant, or an orthogonal matrix. The numbers are a function of seed, layer and
/// parameter.
/// </summary>
/// <param name="Distribution">Normal, uniform on ±√(3·variance), constant, or orthogonal.</param>
/// <param name="Fan">What the variance is divided by; it plays no part in a constant or an orthogonal matrix.</param>
/// <param name="Scale">The variance before the division, the constant, or the length of an orthogonal matrix's rows or columns.</param>
public sealed record Initializer(InitialDistribution Distribution, Fan Fan, double Scale)
{
    /// <summary>Normal, variance 2/inputs: for ReLU and its kin (He, Zhang, Ren, Sun, ICCV 2015).</summary>
    public static Initializer HeNormal { get; } = new(InitialDistribution.Normal, Fan.Inputs, 2);

    /// <summary>Uniform, variance 2/inputs: for ReLU and its kin (He, Zhang, Ren, Sun, ICCV 2015).</summary>
    public static Initializer HeUniform { get; } = new(InitialDistribution.Uniform, Fan.Inputs, 2);

    /// <summary>Normal, variance 2/(inputs + outputs): for tanh and sigmoid (Glorot and Bengio, AISTATS 2010).</summary>
    public static Initializer GlorotNormal { get; } = new(InitialDistribution.Normal, Fan.Average, 1);

    /// <summary>Uniform, variance 2/(inputs + outputs): for tanh and sigmoid (Glorot and Bengio, AISTATS 2010).</summary>
    public static Initializer GlorotUniform { get; } = new(InitialDistribution.Uniform, Fan.Average, 1);

    /// <summary>Normal, variance 1/inputs (LeCun, Bottou, Orr, Müller, "Efficient backprop", 1998).</summary>
    public static Initializer LeCunNormal { get; } = new(InitialDistribution.Normal, Fan.Inputs, 1);

    /// <summary>Uniform, variance 1/inputs (LeCun, Bottou, Orr, Müller, "Efficient backprop", 1998).</summary>
    public static Initializer LeCunUniform { get; } = new(InitialDistribution.Uniform, Fan.Inputs, 1);

    /// <summary>All 0: right for biases; weights that start so stay alike for ever.</summary>
    public static Initializer Zeros { get; } = new(InitialDistribution.Constant, Fan.None, 0);

    /// <summary>Normal, uniform on ±√(3·variance), constant, or orthogonal.</summary>
    public InitialDistribution Distribution { get; } = Enum.IsDefined(Distribution)
        ? Distribution
        : throw new ArgumentOutOfRangeException(nameof(Distribution), Distribution, "expected one of the distributions.");

    /// <summary>What the variance is divided by.</summary>
    public Fan Fan { get; } = Enum.IsDefined(Fan) ? Fan : throw new ArgumentOutOfRangeException(nameof(Fan), Fan, "expected one of the fans.");

    /// <summary>The variance before the division, the constant, or the length of an orthogonal matrix's rows or columns.</summary>
    public double Scale { get; } =
        double.IsFinite(Scale) && (Scale >= 0 || Distribution == InitialDistribution.Constant)
            ? Scale
            : throw new ArgumentOutOfRangeException(nameof(Scale), Scale, $"expected a finite scale, at least 0 if random, got {Scale}.");

    /// <summary>Normal with the given standard deviation, whatever the fan.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public static Initializer ScaledNormal(double standardDeviation) =>
        new(InitialDistribution.Normal, Fan.None, Throw.IfNegative(standardDeviation, nameof(standardDeviation)) * standardDeviation);

    /// <summary>All equal: right for what adds or scales; weights that start so make units alike.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    public static Initializer Constant(double value) => new(InitialDistribution.Constant, Fan.None, value);

    /// <summary>
    /// gain·Q, Q with orthonormal rows or columns, whichever are fewer, uniform among all such: a stack of linear layers then keeps every
    /// length (Saxe, McClelland, Ganguli, "Exact solutions to the nonlinear dynamics of learning", ICLR 2014).
    /// </summary>
    /// <param name="gain">1 suits tanh; √2 suits ReLU, which loses half of the variance.</param>
    /// <exception cref="ArgumentOutOfRangeException">The gain is negative or not finite.</exception>
    public static Initializer Orthogonal(double gain = 1) => new(InitialDistribution.Orthogonal, Fan.None, gain);

    /// <summary>The variance of an element of a weight: 0 where all are equal.</summary>
    /// <param name="inputs">Its inputs, at least 1.</param>
    /// <param name="outputs">Its outputs, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public double Variance(int inputs, int outputs)
    {
        Throw.IfNotPositive(inputs, nameof(inputs));
        Throw.IfNotPositive(outputs, nameof(outputs));
        return Distribution switch
        {
            InitialDistribution.Constant => 0,
            InitialDistribution.Orthogonal => Scale * Scale / int.Max(inputs, outputs),
            _ => Scale / FanOf(inputs, outputs),
        };
    }

    internal void Fill<T>(Span<T> values, int inputs, int outputs, Philox random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Distribution == InitialDistribution.Orthogonal)
        {
            FillOrthogonal(values, inputs, outputs, random);
            return;
        }

        double fan = FanOf(inputs, outputs);
        double deviation = Math.Sqrt(Scale / fan);
        double bound = Math.Sqrt(3 * Scale / fan);
        Span<double> normals = stackalloc double[Philox.NormalsOfBlock];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = T.CreateTruncating(Distribution switch
            {
                InitialDistribution.Normal => deviation * NextNormal(random, i, normals),
                InitialDistribution.Uniform => bound * ((2 * random.Uniform(i)) - 1),
                _ => Scale,
            });
        }
    }

    // Number i of those asked for in turn: a block is drawn with its first.
    private static double NextNormal(Philox random, int i, Span<double> block)
    {
        if (i % Philox.NormalsOfBlock == 0)
        {
            random.FillNormal(i / Philox.NormalsOfBlock, block);
        }

        return block[i % Philox.NormalsOfBlock];
    }

    // The fewer of rows and columns are the vectors; each lies in a row of its own while they are made orthonormal.
    private void FillOrthogonal<T>(Span<T> values, int inputs, int outputs, Philox random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool byRows = inputs <= outputs;
        (int count, int length) = byRows ? (inputs, outputs) : (outputs, inputs);
        MatrixSpan<double> vectors = new(new double[values.Length], count, length);
        Span<double> normals = stackalloc double[Philox.NormalsOfBlock];
        for (int i = 0; i < values.Length; i++)
        {
            Element(vectors, i) = NextNormal(random, i, normals);
        }

        GramSchmidt.Orthonormalize(vectors);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = T.CreateTruncating(Scale * Element(vectors, i));
        }

        ref double Element(MatrixSpan<double> vectors, int i) =>
            ref byRows ? ref vectors[i / outputs, i % outputs] : ref vectors[i % outputs, i / outputs];
    }

    private double FanOf(int inputs, int outputs) =>
        Fan switch { Fan.Inputs => inputs, Fan.Average => (inputs + outputs) / 2.0, _ => 1 };
}

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

/// <summary>First values of a parameter: variance = scale/fan, or a constant. The numbers are a function of seed, layer and parameter.</summary>
/// <param name="Distribution">Normal, uniform on ±√(3·variance), or constant.</param>
/// <param name="Fan">What the variance is divided by.</param>
/// <param name="Scale">The variance before the division, or the constant.</param>
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

    /// <summary>Normal, uniform on ±√(3·variance), or constant.</summary>
    public InitialDistribution Distribution { get; } = Enum.IsDefined(Distribution)
        ? Distribution
        : throw new ArgumentOutOfRangeException(nameof(Distribution), Distribution, "expected one of the distributions.");

    /// <summary>What the variance is divided by.</summary>
    public Fan Fan { get; } = Enum.IsDefined(Fan) ? Fan : throw new ArgumentOutOfRangeException(nameof(Fan), Fan, "expected one of the fans.");

    /// <summary>The variance before the division, or the constant.</summary>
    public double Scale { get; } =
        double.IsFinite(Scale) && (Scale >= 0 || Distribution == InitialDistribution.Constant)
            ? Scale
            : throw new ArgumentOutOfRangeException(nameof(Scale), Scale, $"expected a finite scale, at least 0 if random, got {Scale}.");

    /// <summary>Normal with the given standard deviation, whatever the fan.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public static Initializer ScaledNormal(double standardDeviation) =>
        new(InitialDistribution.Normal, Fan.None, Throw.IfNegative(standardDeviation, nameof(standardDeviation)) * standardDeviation);

    internal void Fill<T>(Span<T> values, int inputs, int outputs, Philox random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double fan = Fan switch { Fan.Inputs => inputs, Fan.Average => (inputs + outputs) / 2.0, _ => 1 };
        double deviation = Math.Sqrt(Scale / fan);
        double bound = Math.Sqrt(3 * Scale / fan);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = T.CreateTruncating(Distribution switch
            {
                InitialDistribution.Normal => deviation * random.Normal(i),
                InitialDistribution.Uniform => bound * ((2 * random.Uniform(i)) - 1),
                _ => Scale,
            });
        }
    }
}

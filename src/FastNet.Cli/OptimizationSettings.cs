using System.Globalization;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>The optimizers that the tool knows.</summary>
internal enum OptimizerKind
{
    Adam,
    AmsGrad,
    Nadam,
    RmsProp,
    Adagrad,
    Momentum,
    Nesterov,
    Gd,
}

/// <summary>The averages of parameters that the tool knows.</summary>
internal enum AverageKind
{
    Exponential,
    Equal,
}

/// <summary>How the weights follow the gradient.</summary>
internal sealed record OptimizationSettings
{
    // A power of two is nothing to a decay of 1/1000.
    private const double AverageBeta = 0.999;

    public OptimizerKind Optimizer { get; init; }

    /// <summary>α.</summary>
    public double LearningRate { get; init; }

    /// <summary>The form of the schedule.</summary>
    public string Schedule { get; init; } = ScheduleOption.Constant;

    /// <summary>Epochs over which the learning rate rises first; 0 for none.</summary>
    public int WarmUp { get; init; }

    /// <summary>The rate of the decoupled decay.</summary>
    public double WeightDecay { get; init; }

    /// <summary>λ of the penalty λ/(2m)·Σw².</summary>
    public double L2 { get; init; }

    /// <summary>λ of the penalty λ/m·Σ|w|.</summary>
    public double L1 { get; init; }

    /// <summary>The largest norm of a unit's weights; null for any.</summary>
    public double? MaxNorm { get; init; }

    /// <summary>The largest norm of the gradient; null for any.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>The largest magnitude of a gradient's element; null for any.</summary>
    public double? ClipValue { get; init; }

    /// <summary>The first variance of the noise that is added to the gradient; 0 for none.</summary>
    public double Noise { get; init; }

    public AverageKind? Average { get; init; }

    /// <summary>Selects the noise.</summary>
    public ulong Seed { get; init; }

    /// <summary>Refuses options that do not go together.</summary>
    /// <exception cref="InvalidDataException">They do not.</exception>
    public void Check()
    {
        if (L2 > 0 && WeightDecay > 0)
        {
            throw new InvalidDataException("expected --l2 or --weight-decay, got both.");
        }

        if (ClipNorm is not null && ClipValue is not null)
        {
            throw new InvalidDataException("expected --clip-norm or --clip-value, got both.");
        }

        if (LearningRate * WeightDecay >= 1)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"--weight-decay: expected a rate below {1 / LearningRate:G3}, at which a step leaves nothing of a weight; got {WeightDecay}."));
        }
    }

    /// <summary>The optimizer of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="trainingExamples">m.</param>
    public Optimizer<float> Create(Network<float> network, long trainingExamples)
    {
        Optimizer<float> optimizer = Optimizer switch
        {
            OptimizerKind.Gd => new GradientDescent<float>(network),
            OptimizerKind.Momentum => new Momentum<float>(network),
            OptimizerKind.Nesterov => new Nesterov<float>(network),
            OptimizerKind.RmsProp => new RmsProp<float>(network),
            OptimizerKind.Adagrad => new Adagrad<float>(network),
            OptimizerKind.AmsGrad => new AmsGrad<float>(network),
            OptimizerKind.Nadam => new Nadam<float>(network),
            _ => new Adam<float>(network),
        };
        optimizer.LearningRate = LearningRate;
        optimizer.Regularizer = Regularizer(trainingExamples);
        optimizer.Clipping = ClipNorm is { } norm ? Clipping.ByGlobalNorm(norm) : ClipValue is { } value ? Clipping.ByValue(value) : null;
        optimizer.Noise = Noise > 0 ? new GradientNoise(Noise, seed: Seed) : null;
        return optimizer;
    }

    /// <summary>The learning rate's factor over the epochs of a training; null for none.</summary>
    public Schedule? CreateSchedule(int epochs)
    {
        if (Schedule == ScheduleOption.Constant && WarmUp == 0)
        {
            return null;
        }

        Schedule then = ScheduleOption.Parse(Schedule, int.Max(1, epochs - WarmUp))!;
        return WarmUp == 0 ? then : Schedules.WarmUp(WarmUp).Then(then);
    }

    /// <summary>The average with which training ends; null for none. An equal one takes in the last quarter of the epochs.</summary>
    public Averaging<float>? CreateAveraging(Network<float> network, int epochs) => Average switch
    {
        AverageKind.Exponential => new Averaging<float>(new ExponentialParameterAverage<float>(network, AverageBeta)),
        AverageKind.Equal => new Averaging<float>(new StochasticWeightAverage<float>(network), ScheduleUnit.Epoch, epochs - (epochs / 4)),
        _ => null,
    };

    /// <summary>The learning rate that suits an optimizer on normalised features.</summary>
    public static double DefaultLearningRate(OptimizerKind optimizer) => optimizer switch
    {
        OptimizerKind.Gd or OptimizerKind.Momentum or OptimizerKind.Nesterov => 0.1,
        OptimizerKind.Adagrad => 0.01,
        _ => 1e-3,
    };

    /// <summary>
    /// The decoupled decay that suits an optimizer: 1 for those whose steps are as small as their learning rate, but no more of a weight in a step
    /// than a thousandth.
    /// </summary>
    public static double DefaultWeightDecay(OptimizerKind optimizer, double learningRate) =>
        optimizer is OptimizerKind.Gd or OptimizerKind.Momentum or OptimizerKind.Nesterov or OptimizerKind.Adagrad ? 0 : double.Min(1, 1e-3 / learningRate);

    private Regularizer Regularizer(long trainingExamples)
    {
        Regularizer regularizer = WeightDecay > 0 ? FastNet.Regularizer.WeightDecay(WeightDecay)
            : L2 > 0 ? FastNet.Regularizer.L2(L2, trainingExamples)
            : FastNet.Regularizer.None;
        regularizer = L1 > 0 ? With(FastNet.Regularizer.ProximalL1(L1, trainingExamples)) : regularizer;
        return MaxNorm is { } norm ? With(FastNet.Regularizer.MaxNorm(norm)) : regularizer;

        Regularizer With(Regularizer other) => regularizer == FastNet.Regularizer.None ? other : regularizer.And(other);
    }
}

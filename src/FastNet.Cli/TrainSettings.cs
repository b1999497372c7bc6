using System.Globalization;
using System.Numerics;

namespace FastNet.Cli;

/// <summary>The optimizers that the tool knows.</summary>
internal enum OptimizerKind
{
    Adam,
    RmsProp,
    Momentum,
    Gd,
}

/// <summary>What <c>fastnet train</c> was asked for.</summary>
internal sealed record TrainSettings
{
    public required DataSettings Data { get; init; }

    public required NetworkSettings Network { get; init; }

    public OptimizerKind Optimizer { get; init; }

    /// <summary>α.</summary>
    public double LearningRate { get; init; }

    /// <summary>The rate of the decoupled decay.</summary>
    public double WeightDecay { get; init; }

    public int Epochs { get; init; }

    /// <summary>Examples of a step; null for what suits their number.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Epochs without an improvement of the dev part; 0 to run all.</summary>
    public int Patience { get; init; }

    public int Threads { get; init; }

    public string Output { get; init; } = string.Empty;

    public bool Quiet { get; init; }

    /// <summary>Refuses options that do not go together, and a file that could not be written after the work.</summary>
    /// <exception cref="InvalidDataException">They do not.</exception>
    public void Check()
    {
        if (Network.L2 > 0 && WeightDecay > 0)
        {
            throw new InvalidDataException("expected --l2 or --weight-decay, got both.");
        }

        if (LearningRate * WeightDecay >= 1)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"--weight-decay: expected a rate below {1 / LearningRate:G3}, at which a step leaves nothing of a weight; got {WeightDecay}."));
        }

        OutputFile.Check(Output, Data.File);
    }

    /// <summary>The learning rate that suits an optimizer on normalised features.</summary>
    public static double DefaultLearningRate(OptimizerKind optimizer) => optimizer is OptimizerKind.Adam or OptimizerKind.RmsProp ? 1e-3 : 0.1;

    /// <summary>
    /// The decoupled decay that suits an optimizer: 1 for those whose steps are as small as their learning rate, but no more of a weight in a step
    /// than a thousandth.
    /// </summary>
    public static double DefaultWeightDecay(OptimizerKind optimizer, double learningRate) =>
        optimizer is OptimizerKind.Adam or OptimizerKind.RmsProp ? double.Min(1, 1e-3 / learningRate) : 0;

    /// <summary>The largest of 8, 16, 32 and 64 that leaves 32 steps an epoch; 8 where there are fewer.</summary>
    public static int DefaultBatchSize(int trainingExamples) =>
        int.Clamp((int)BitOperations.RoundUpToPowerOf2((uint)(trainingExamples / 32) + 1) / 2, 8, 64);
}

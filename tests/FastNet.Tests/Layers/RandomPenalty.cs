using System.Numerics;
using FastNet.Tests.Reference;
using FsCheck;
using FsCheck.Fluent;

namespace FastNet.Tests.Layers;

/// <summary>What keeps a network's parameters small.</summary>
public enum PenaltyKind
{
    None,
    L1,
    L2,
    ElasticNet,
    WeightDecay,
    MaxNorm,
}

/// <summary>A random regularizer, in the product and in the reference. Those without a penalty must leave cost and gradient alone.</summary>
/// <param name="Kind">The regularizer.</param>
/// <param name="IsOfAll">Whether biases, scales and shifts have it too.</param>
/// <param name="Lambda">λ.</param>
internal sealed record RandomPenalty(PenaltyKind Kind, bool IsOfAll, double Lambda)
{
    // λ/m of some thousandths: a penalty of the size of the loss.
    private const int TrainingExamples = 500;

    public static RandomPenalty None { get; } = new(PenaltyKind.None, IsOfAll: false, Lambda: 0);

    // Half the networks have none, so that no penalty hides a small gradient.
    public static Gen<RandomPenalty> Generator { get; } = Gen.Frequency(
        (1, Gen.Constant(None)),
        (1,
            from kind in Gen.Elements(Enum.GetValues<PenaltyKind>())
            from isOfAll in Gen.Elements(false, true)
            from halves in Gen.Choose(1, 4)
            select new RandomPenalty(kind, isOfAll, halves / 2.0)));

    /// <summary>Whether |w| is part of it, which has a kink at 0.</summary>
    public bool HasMagnitudes => Kind is PenaltyKind.L1 or PenaltyKind.ElasticNet;

    /// <summary>An optimizer of parameters that has it.</summary>
    public Optimizer<T> Optimizer<T>(IParameters<T> parameters)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        IsOfAll && parameters.Slices.Count > 0
            ? new GradientDescent<T>(parameters) { Groups = [new("all", _ => true) { Regularizer = Regularizer }] }
            : new GradientDescent<T>(parameters) { Regularizer = Regularizer };

    /// <summary>Σ λ/m·|w| and Σ λ/(2m)·w².</summary>
    public Dual Evaluate(ReadOnlySpan<Dual> parameters, int weightCount)
    {
        Dual sum = 0;
        foreach (Dual w in IsOfAll ? parameters : parameters[..weightCount])
        {
            sum += HasMagnitudes ? Lambda / TrainingExamples * Dual.Abs(w) : 0;
            sum += Kind is PenaltyKind.L2 or PenaltyKind.ElasticNet ? Lambda / (2 * TrainingExamples) * w * w : 0;
        }

        return sum;
    }

    public override string ToString() => this == None
        ? "RandomPenalty.None"
        : FormattableString.Invariant($"new RandomPenalty(PenaltyKind.{Kind}, IsOfAll: {LayerSource.Of(IsOfAll)}, Lambda: {Lambda})");

    private Regularizer Regularizer => Kind switch
    {
        PenaltyKind.L1 => Regularizer.L1(Lambda, TrainingExamples),
        PenaltyKind.L2 => Regularizer.L2(Lambda, TrainingExamples),
        PenaltyKind.ElasticNet => Regularizer.L1(Lambda, TrainingExamples).And(Regularizer.L2(Lambda, TrainingExamples)),
        PenaltyKind.WeightDecay => Regularizer.WeightDecay(Lambda),
        PenaltyKind.MaxNorm => Regularizer.MaxNorm(Lambda),
        _ => Regularizer.None,
    };
}

using System.Numerics;
using FastNet.Kernels;

namespace FastNet.Extensions;

/// <summary>w ← w − α·sign(β₁m + (1 − β₁)g);  m ← β₂m + (1 − β₂)g (Chen et al., "Symbolic discovery of optimization algorithms", 2023).</summary>
public sealed class Lion<T>(IParameters<T> parameters) : Optimizer<T>(parameters, learningRate: 1e-3, moments: ["mean"])
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>β₁: how much of the past a step follows.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>β₂: how much of the past is kept.</summary>
    public double Beta2 { get; init; } = 0.99;

    protected override string Hyperparameters => FormattableString.Invariant($", β₁ {Beta1}, β₂ {Beta2}");

    protected override void Update(UpdateRange<T> range) =>
        range.Run(new Formula(T.CreateTruncating(range.LearningRate), T.CreateTruncating(Beta1), T.CreateTruncating(Beta2)));

    private readonly struct Formula(T rate, T beta1, T beta2) : IUpdate<T>
    {
        public static int Moments => 1;

        public void Invoke<TVector, TLanes>(ref TVector weight, TVector gradient, ref TVector moment1, ref TVector moment2, ref TVector moment3)
            where TVector : unmanaged
            where TLanes : struct, ILanes<T, TVector>
        {
            TVector zero = TLanes.Splat(T.Zero), step = TLanes.Splat(rate);
            TVector blend = TLanes.MultiplyAdd(TLanes.Splat(beta1), moment1, TLanes.Multiply(TLanes.Splat(T.One - beta1), gradient));
            TVector up = TLanes.Select(TLanes.GreaterThan(zero, blend), step, zero);
            weight = TLanes.Add(weight, TLanes.Subtract(up, TLanes.Select(TLanes.GreaterThan(blend, zero), step, zero)));
            moment1 = TLanes.MultiplyAdd(TLanes.Splat(beta2), moment1, TLanes.Multiply(TLanes.Splat(T.One - beta2), gradient));
        }
    }
}

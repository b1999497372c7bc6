using System.Globalization;
using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>
/// Adam with Nesterov's look ahead: μₜ = β₁(1 − ½·0.96^(tψ)), M = Πμ;  w ← w − α·(μₜ₊₁·m/(1 − M·μₜ₊₁) + (1 − μₜ)·g/(1 − M))/(√v̂ + ε) (Dozat,
/// "Incorporating Nesterov momentum into Adam", 2016, algorithm 2).
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="parameters">What it changes: a network.</param>
public sealed class Nadam<T>(IParameters<T> parameters) : AdaptiveMoments<T>(parameters, moments: ["mean", "square"], scalars: 3)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Base = 0.96;

    /// <summary>ψ, how fast μ comes near β₁: at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double MomentumDecay { get; set => field = Throw.IfNegative(value, nameof(MomentumDecay)); } = 0.004;

    /// <inheritdoc/>
    protected override string Hyperparameters => base.Hyperparameters + string.Create(CultureInfo.InvariantCulture, $", ψ {MomentumDecay}");

    private double StepPower => VectorMath.Exp(MomentumDecay * VectorMath.Log(Base));

    /// <summary>0.96^(tψ), a running product.</summary>
    private ref double Power => ref Scalars[2];

    /// <inheritdoc/>
    protected override void BeginStep()
    {
        Power *= StepPower;
        Product1 *= Mu(Power);
        Product2 *= Beta2;
    }

    /// <inheritdoc/>
    protected override void Update(UpdateRange<T> range)
    {
        double ahead = Mu(Power * StepPower);
        AdaptiveCoefficients<T> coefficients = Coefficients(range.LearningRate * ahead / (1 - (Product1 * ahead)));
        double gradientRate = range.LearningRate * (1 - Mu(Power)) / (1 - Product1);
        range.Run(new NadamUpdate<T>(coefficients, T.CreateTruncating(gradientRate)));
    }

    private double Mu(double power) => Beta1 * (1 - (0.5 * power));
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>
/// s ← βs + (1 − β)g²;  d = g/(√s + ε), or, centred, ḡ ← βḡ + (1 − β)g and d = g/(√(s − ḡ²) + ε);  w ← w − αd, or, with
/// momentum, v ← μv + d and w ← w − αv.
/// </summary>
internal readonly struct RmsPropUpdate<T, TForm>(T learningRate, T beta, T oneLessBeta, T epsilon, T momentum) : IUpdate<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TForm : struct, IRmsPropForm
{
    public static int Moments
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1 + (TForm.HasMomentum ? 1 : 0) + (TForm.IsCentered ? 1 : 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TVector, TLanes>(ref TVector weight, TVector gradient, ref TVector moment1, ref TVector moment2, ref TVector moment3)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector square = TLanes.Multiply(gradient, gradient);
        moment1 = TLanes.MultiplyAdd(TLanes.Splat(beta), moment1, TLanes.Multiply(TLanes.Splat(oneLessBeta), square));
        TVector variance = moment1;
        if (TForm.IsCentered)
        {
            TVector mean = TForm.HasMomentum ? moment3 : moment2;
            mean = TLanes.MultiplyAdd(TLanes.Splat(beta), mean, TLanes.Multiply(TLanes.Splat(oneLessBeta), gradient));

            // Rounding may leave less than 0 of a gradient that does not vary.
            variance = TLanes.Max(TLanes.Splat(T.Zero), TLanes.Subtract(moment1, TLanes.Multiply(mean, mean)));
            if (TForm.HasMomentum)
            {
                moment3 = mean;
            }
            else
            {
                moment2 = mean;
            }
        }

        TVector direction = TLanes.Divide(gradient, TLanes.Add(TLanes.Sqrt(variance), TLanes.Splat(epsilon)));
        if (TForm.HasMomentum)
        {
            moment2 = TLanes.MultiplyAdd(TLanes.Splat(momentum), moment2, direction);
            direction = moment2;
        }

        weight = TLanes.MultiplyAdd(TLanes.Splat(-learningRate), direction, weight);
    }
}

/// <summary>Which of its two options an RMSprop has; each form is compiled by itself.</summary>
internal interface IRmsPropForm
{
    static abstract bool IsCentered { get; }

    static abstract bool HasMomentum { get; }
}

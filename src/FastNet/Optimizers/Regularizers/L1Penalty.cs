using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using FastNet.Kernels;

namespace FastNet;

/// <summary>rate·Σ|w|: by its subgradient rate·sign(w), or proximal, by the soft threshold after the step. The rate is λ/m.</summary>
internal sealed class L1Penalty(double rate, bool isProximal) : Regularizer
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"L1 with λ/m = {rate}{(isProximal ? ", proximal" : string.Empty)}");

    public override double Penalty<T>(ReadOnlySpan<T> weights) => rate == 0 ? 0 : rate * FlatSum.OfMagnitudes(weights);

    public override void AddGradient<T>(ReadOnlySpan<T> weights, Span<T> gradients, WorkerPool? workers)
    {
        if (rate != 0 && !isProximal)
        {
            FlatWork.Map<T, AddSigned<T>>(weights, gradients, gradients, new(Finite<T>(rate)), workers);
        }
    }

    public override void Project<T>(MatrixSpan<T> weights, double learningRate)
    {
        if (rate != 0 && isProximal)
        {
            Elementwise.Map(weights, weights, new SoftThreshold<T>(T.CreateTruncating(learningRate * rate)));
        }
    }

    /// <summary>g + rate·sign(w), sign(0) = 0.</summary>
    private readonly struct AddSigned<T>(T rate) : IBinaryOperator<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TVector, TLanes>(TVector x, TVector y)
            where TVector : unmanaged
            where TLanes : struct, ILanes<T, TVector>
        {
            TVector zero = TLanes.Splat(T.Zero);
            TVector signed = TLanes.Or(TLanes.Splat(rate), TLanes.And(x, TLanes.Splat(-T.Zero)));
            return TLanes.Add(y, TLanes.Select(TLanes.AreEqual(x, zero), zero, signed));
        }
    }

    /// <summary>sign(w)·max(|w| − t, 0); NaN stays.</summary>
    private readonly struct SoftThreshold<T>(T threshold) : IUnaryOperator<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TVector, TLanes>(TVector x)
            where TVector : unmanaged
            where TLanes : struct, ILanes<T, TVector>
        {
            TVector zero = TLanes.Splat(T.Zero);
            TVector sign = TLanes.And(x, TLanes.Splat(-T.Zero));
            TVector rest = TLanes.Subtract(TLanes.Xor(x, sign), TLanes.Splat(threshold));
            return TLanes.Select(TLanes.GreaterThan(zero, rest), zero, TLanes.Or(rest, sign));
        }
    }
}

using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using FastNet.Kernels;

namespace FastNet;

/// <summary>rate/2·Σw²;  gradient + rate·w. The rate is λ/m.</summary>
internal sealed class L2Penalty(double rate) : Regularizer
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"L2 with λ/m = {rate}");

    public override double Penalty<T>(ReadOnlySpan<T> weights) => rate == 0 ? 0 : rate / 2 * FlatSum.OfSquares(weights);

    public override void AddGradient<T>(ReadOnlySpan<T> weights, Span<T> gradients, WorkerPool? workers)
    {
        if (rate != 0)
        {
            FlatWork.Map<T, AddScaled<T>>(weights, gradients, gradients, new(Finite<T>(rate)), workers);
        }
    }

    /// <summary>rate·w + g.</summary>
    private readonly struct AddScaled<T>(T rate) : IBinaryOperator<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TVector, TLanes>(TVector x, TVector y)
            where TVector : unmanaged
            where TLanes : struct, ILanes<T, TVector> =>
            TLanes.MultiplyAdd(TLanes.Splat(rate), x, y);
    }
}

using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using FastNet.Kernels;

namespace FastNet;

/// <summary>Bounds a gradient before the step, so that one steep batch does not throw the parameters far.</summary>
public sealed record Clipping
{
    private readonly bool byNorm;

    private Clipping(bool byNorm, double maximum)
    {
        this.byNorm = byNorm;
        Maximum = maximum;
    }

    /// <summary>The largest norm, or the largest magnitude of an element.</summary>
    public double Maximum { get; }

    /// <summary>
    /// g ← g·maximum/‖g‖ where ‖g‖ = √Σg² over all parameters that are not frozen is larger (Pascanu, Mikolov, Bengio, ICML 2013, algorithm 1).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is not above 0, or not finite.</exception>
    public static Clipping ByGlobalNorm(double maximum) => new(byNorm: true, Throw.IfNotPositive<double>(maximum, nameof(maximum)));

    /// <summary>g ← min(max(g, −maximum), maximum), element by element; NaN stays.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is not above 0, or not finite.</exception>
    public static Clipping ByValue(double maximum) => new(byNorm: false, Throw.IfNotPositive<double>(maximum, nameof(maximum)));

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"by {(byNorm ? "global norm" : "value")} {Maximum}");

    internal void Check<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T maximum = T.CreateTruncating(Maximum);
        if (!(maximum > T.Zero && T.IsFinite(maximum)))
        {
            Throw.InvalidState(string.Create(CultureInfo.InvariantCulture, $"Expected a clipping maximum above 0 and finite as {typeof(T).Name}, got {Maximum}."));
        }
    }

    internal void Apply<T>(Span<T> gradients, ReadOnlySpan<ParameterRange> ranges, WorkerPool? workers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double factor = 1;
        if (byNorm)
        {
            double square = 0;
            foreach (ParameterRange range in ranges)
            {
                square += FlatSum.OfSquares<T>(gradients.Slice(range.Start, range.Length));
            }

            double norm = Math.Sqrt(square);
            if (norm <= Maximum)
            {
                return;
            }

            // Without a norm there is no gradient to go by: NaN, for the loss to tell.
            factor = double.IsFinite(norm) ? Maximum / norm : double.NaN;
        }

        foreach (ParameterRange range in ranges)
        {
            Span<T> part = gradients.Slice(range.Start, range.Length);
            if (byNorm)
            {
                FlatWork.Map<T, Scale<T>>(part, part, new(T.CreateTruncating(factor)), workers);
            }
            else
            {
                FlatWork.Map<T, ClampMagnitude<T>>(part, part, new(T.CreateTruncating(Maximum)), workers);
            }
        }
    }

    private readonly struct Scale<T>(T factor) : IUnaryOperator<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TVector, TLanes>(TVector x)
            where TVector : unmanaged
            where TLanes : struct, ILanes<T, TVector> =>
            TLanes.Multiply(x, TLanes.Splat(factor));
    }

    private readonly struct ClampMagnitude<T>(T maximum) : IUnaryOperator<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TVector, TLanes>(TVector x)
            where TVector : unmanaged
            where TLanes : struct, ILanes<T, TVector>
        {
            TVector high = TLanes.Splat(maximum);
            TVector low = TLanes.Splat(-maximum);
            x = TLanes.Select(TLanes.GreaterThan(x, high), high, x);
            return TLanes.Select(TLanes.GreaterThan(low, x), low, x);
        }
    }
}

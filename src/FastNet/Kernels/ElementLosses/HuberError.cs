using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>
/// With d = z − t: ℓ = ½d² where |d| ≤ δ, else δ(|d| − ½δ);  ∂ℓ/∂z = d, held between −δ and δ (Huber, "Robust estimation of a location
/// parameter", 1964).
/// </summary>
public readonly struct HuberError : IElementLoss
{
    /// <summary>A square near 0, a line beyond.</summary>
    /// <param name="delta">δ, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">δ is not finite or not above 0.</exception>
    public HuberError(double delta)
    {
        Throw.IfNot(double.IsFinite(delta) && delta > 0, nameof(delta), "a finite value above 0", delta);
        Delta = delta;
    }

    /// <summary>δ: the distance at which the square becomes a line.</summary>
    public double Delta { get; }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Value<T, TVector, TLanes>(TVector z, TVector t)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector half = TLanes.Splat(T.CreateTruncating(0.5));
        TVector delta = TLanes.Splat(T.CreateTruncating(Delta));
        TVector distance = TLanes.Subtract(z, t);
        TVector magnitude = VectorMath.Abs<T, TVector, TLanes>(distance);
        TVector square = TLanes.Multiply(half, TLanes.Multiply(distance, distance));
        TVector line = TLanes.Multiply(delta, TLanes.Subtract(magnitude, TLanes.Multiply(half, delta)));
        return TLanes.Select(TLanes.GreaterThan(magnitude, delta), line, square);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Slope<T, TVector, TLanes>(TVector z, TVector t)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector delta = TLanes.Splat(T.CreateTruncating(Delta));
        TVector minusDelta = TLanes.Splat(-T.CreateTruncating(Delta));
        TVector distance = TLanes.Subtract(z, t);
        TVector notAbove = TLanes.Select(TLanes.GreaterThan(minusDelta, distance), minusDelta, distance);
        return TLanes.Select(TLanes.GreaterThan(distance, delta), delta, notAbove);
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>
/// An activation a = f(z): a readonly struct with a formula for the value and one for the slope, each written once for every width.
/// </summary>
public interface IActivation
{
    /// <summary>Whether <see cref="Slope"/> takes the output a = f(z); if not, it takes the input z.</summary>
    static abstract bool SlopeTakesOutput { get; }

    /// <summary>Which first values suit the dense layer before it.</summary>
    static abstract ActivationFamily Family { get; }

    /// <summary>f(z).</summary>
    TVector Value<T, TVector, TLanes>(TVector z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>;

    /// <summary>f′(z), from a = f(z) or from z, as <see cref="SlopeTakesOutput"/> says.</summary>
    TVector Slope<T, TVector, TLanes>(TVector x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>;
}

/// <summary>a = f(z).</summary>
internal readonly struct ActivationValue<T, TActivation>(TActivation activation) : IUnaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TActivation : struct, IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke<TVector, TLanes>(TVector z)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        activation.Value<T, TVector, TLanes>(z);
}

/// <summary>dz = da · f′.</summary>
internal readonly struct ActivationGradient<T, TActivation>(TActivation activation) : IBinaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TActivation : struct, IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke<TVector, TLanes>(TVector x, TVector upstream)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.Multiply(upstream, activation.Slope<T, TVector, TLanes>(x));
}

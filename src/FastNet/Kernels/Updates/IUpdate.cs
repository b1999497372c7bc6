using System.Numerics;

namespace FastNet.Kernels;

/// <summary>
/// An optimizer's formula for one parameter: a readonly struct whose fields are its hyperparameters, written once for every width. The weight
/// arrives decayed, the gradient with its penalty, clipped.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public interface IUpdate<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The numbers that it keeps of each parameter: 0 to 3.</summary>
    static abstract int Moments { get; }

    /// <summary>The weights and moments after a step.</summary>
    /// <param name="weight">w.</param>
    /// <param name="gradient">g.</param>
    /// <param name="moment1">The first moment, if there is one.</param>
    /// <param name="moment2">The second, if there are two.</param>
    /// <param name="moment3">The third, if there are three.</param>
    void Invoke<TVector, TLanes>(ref TVector weight, TVector gradient, ref TVector moment1, ref TVector moment2, ref TVector moment3)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>;
}

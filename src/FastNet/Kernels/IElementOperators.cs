using System.Numerics;

namespace FastNet.Kernels;

/// <summary>y = f(x), element by element.</summary>
internal interface IUnaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    TVector Invoke<TVector, TLanes>(TVector x)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>;
}

/// <summary>z = f(x, y), element by element.</summary>
internal interface IBinaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    TVector Invoke<TVector, TLanes>(TVector x, TVector y)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>;
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>x − μ.</summary>
internal readonly unsafe struct Deviation<T, TAxis>(T* x, nint rowStride, T* mean) : IElements<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TAxis : struct, IAxis
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector At<TVector, TLanes>(nint row, nint column, int width)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.Subtract(
            Elements.Load<T, TVector, TLanes>(x + (row * rowStride) + column, width), TAxis.Of<T, TVector, TLanes>(mean, row, column, width));
}

/// <summary>(x − μ)².</summary>
internal readonly struct SquaredDeviation<T, TAxis>(Deviation<T, TAxis> deviation) : IElements<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TAxis : struct, IAxis
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector At<TVector, TLanes>(nint row, nint column, int width)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector d = deviation.At<TVector, TLanes>(row, column, width);
        return TLanes.Multiply(d, d);
    }
}

/// <summary>x̂ = (x − μ)·ι with ι = 1/√(σ² + ε).</summary>
internal readonly unsafe struct Normalized<T, TAxis>(Deviation<T, TAxis> deviation, T* inverse) : IElements<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TAxis : struct, IAxis
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector At<TVector, TLanes>(nint row, nint column, int width)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.Multiply(deviation.At<TVector, TLanes>(row, column, width), TAxis.Of<T, TVector, TLanes>(inverse, row, column, width));
}

/// <summary>γ·x̂ + β.</summary>
internal readonly unsafe struct ScaledAndShifted<T, TAxis>(Normalized<T, TAxis> normalized, T* scale, T* shift) : IElements<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TAxis : struct, IAxis
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector At<TVector, TLanes>(nint row, nint column, int width)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.MultiplyAdd(
            Elements.Load<T, TVector, TLanes>(scale + column, width),
            normalized.At<TVector, TLanes>(row, column, width),
            Elements.Load<T, TVector, TLanes>(shift + column, width));
}

/// <summary>γ·dy.</summary>
internal readonly unsafe struct Scaled<T>(T* dy, nint rowStride, T* scale) : IElements<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector At<TVector, TLanes>(nint row, nint column, int width)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.Multiply(
            Elements.Load<T, TVector, TLanes>(scale + column, width), Elements.Load<T, TVector, TLanes>(dy + (row * rowStride) + column, width));
}

/// <summary>x·y.</summary>
internal readonly struct Times<T, TX, TY>(TX x, TY y) : IElements<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TX : struct, IElements<T>
    where TY : struct, IElements<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector At<TVector, TLanes>(nint row, nint column, int width)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.Multiply(x.At<TVector, TLanes>(row, column, width), y.At<TVector, TLanes>(row, column, width));
}

/// <summary>((γ·dy − a) − x̂·b)·ι.</summary>
internal readonly unsafe struct NormalizedGradient<T, TAxis>(Scaled<T> upstream, Normalized<T, TAxis> normalized, T* a, T* b, T* inverse) : IElements<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TAxis : struct, IAxis
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector At<TVector, TLanes>(nint row, nint column, int width)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector centered = TLanes.Subtract(upstream.At<TVector, TLanes>(row, column, width), TAxis.Of<T, TVector, TLanes>(a, row, column, width));
        TVector along = TLanes.Multiply(normalized.At<TVector, TLanes>(row, column, width), TAxis.Of<T, TVector, TLanes>(b, row, column, width));
        return TLanes.Multiply(TLanes.Subtract(centered, along), TAxis.Of<T, TVector, TLanes>(inverse, row, column, width));
    }
}

/// <summary>x/n.</summary>
internal readonly struct Share<T>(T count) : IUnaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke<TVector, TLanes>(TVector x)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.Divide(x, TLanes.Splat(count));
}

/// <summary>γ·(x/n).</summary>
internal readonly struct ScaledShare<T>(T count) : IBinaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke<TVector, TLanes>(TVector scale, TVector x)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.Multiply(scale, new Share<T>(count).Invoke<TVector, TLanes>(x));
}

/// <summary>x + y.</summary>
internal readonly struct Plus<T> : IBinaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke<TVector, TLanes>(TVector x, TVector y)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.Add(x, y);
}

/// <summary>1/√(σ² + ε).</summary>
internal readonly struct InverseDeviation<T>(T epsilon) : IUnaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke<TVector, TLanes>(TVector variance)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.Divide(TLanes.Splat(T.One), TLanes.Sqrt(TLanes.Add(variance, TLanes.Splat(epsilon))));
}

/// <summary>average·keep + (batch·correction)·take.</summary>
internal readonly struct RunningAverage<T>(T keep, T take, T correction) : IBinaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke<TVector, TLanes>(TVector average, TVector batch)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        TLanes.MultiplyAdd(
            average, TLanes.Splat(keep), TLanes.Multiply(TLanes.Multiply(batch, TLanes.Splat(correction)), TLanes.Splat(take)));
}

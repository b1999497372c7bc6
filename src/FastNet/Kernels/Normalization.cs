using System.Numerics;

namespace FastNet.Kernels;

/// <summary>
/// Normalisation of the columns of a matrix (batch norm) or of its rows (layer norm): x̂ = (x − μ)/√(σ² + ε), y = γ·x̂ + β. γ and β are of
/// columns in both.
/// </summary>
internal static unsafe class Normalization
{
    /// <summary>μ = x₀ + Σ(x − x₀)/n, then σ² = Σ(x − μ)²/n, each of n elements of which x₀ is the first.</summary>
    public static void Moments<T, TAxis>(ReadOnlyMatrixSpan<T> x, Span<T> mean, Span<T> variance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TAxis : struct, IAxis
    {
        Share<T> share = new(T.CreateTruncating(TAxis.Count(x)));
        fixed (T* px = x.Values, center = mean)
        {
            // Around x₀ the mean of equal numbers is that number, and nothing is lost to an offset that all have.
            TAxis.First(x, mean);
            Deviation<T, TAxis> deviation = new(px, x.RowStride, center);
            TAxis.Sum(deviation, x.Rows, x.Columns, variance);
            Elementwise.Map(variance, variance, share);
            Elementwise.Map(mean, variance, mean, default(Plus<T>));
            TAxis.Sum(new SquaredDeviation<T, TAxis>(deviation), x.Rows, x.Columns, variance);
            Elementwise.Map(variance, variance, share);
        }
    }

    /// <summary>1/√(σ² + ε).</summary>
    public static void InverseDeviations<T>(ReadOnlySpan<T> variance, T epsilon, Span<T> inverse)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Elementwise.Map(variance, inverse, new InverseDeviation<T>(epsilon));

    /// <summary>y = γ·x̂ + β.</summary>
    public static void Apply<T, TAxis>(
        ReadOnlyMatrixSpan<T> x, ReadOnlySpan<T> mean, ReadOnlySpan<T> inverse, ReadOnlySpan<T> scale, ReadOnlySpan<T> shift, MatrixSpan<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TAxis : struct, IAxis
    {
        fixed (T* px = x.Values, pm = mean, pi = inverse, ps = scale, pt = shift)
        {
            Normalized<T, TAxis> normalized = new(new(px, x.RowStride, pm), pi);
            Elements.Map(new ScaledAndShifted<T, TAxis>(normalized, ps, pt), y);
        }
    }

    /// <summary>dγ = dγ + Σ dy·x̂ and dβ = dβ + Σ dy, over the batch.</summary>
    public static void AddParameterGradients<T, TAxis>(
        ReadOnlyMatrixSpan<T> x, ReadOnlySpan<T> mean, ReadOnlySpan<T> inverse, ReadOnlyMatrixSpan<T> dy, Span<T> scaleGradient, Span<T> shiftGradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TAxis : struct, IAxis
    {
        fixed (T* px = x.Values, pm = mean, pi = inverse, pd = dy.Values)
        {
            Normalized<T, TAxis> normalized = new(new(px, x.RowStride, pm), pi);
            Columns.AddRows(new Times<T, Elements<T>, Normalized<T, TAxis>>(new(pd, dy.RowStride), normalized), dy.Rows, scaleGradient);
            Columns.AddRows(dy, shiftGradient);
        }
    }

    /// <summary>a = Σ γ·dy/n and b = Σ γ·dy·x̂/n along each row: what <see cref="InputGradient"/> takes away.</summary>
    public static void RowGradientMeans<T>(
        ReadOnlyMatrixSpan<T> x, ReadOnlySpan<T> mean, ReadOnlySpan<T> inverse, ReadOnlySpan<T> scale, ReadOnlyMatrixSpan<T> dy, Span<T> a, Span<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* px = x.Values, pm = mean, pi = inverse, ps = scale, pd = dy.Values)
        {
            Scaled<T> upstream = new(pd, dy.RowStride, ps);
            Normalized<T, OfRows> normalized = new(new(px, x.RowStride, pm), pi);
            Rows.Sum(upstream, dy.Columns, a);
            Rows.Sum(new Times<T, Scaled<T>, Normalized<T, OfRows>>(upstream, normalized), dy.Columns, b);
        }

        Share<T> share = new(T.CreateTruncating(x.Columns));
        Elementwise.Map(a, a, share);
        Elementwise.Map(b, b, share);
    }

    /// <summary>dx = ((γ·dy − a) − x̂·b)/√(σ² + ε). dx may be dy.</summary>
    public static void InputGradient<T, TAxis>(
        ReadOnlyMatrixSpan<T> x, ReadOnlySpan<T> mean, ReadOnlySpan<T> inverse, ReadOnlySpan<T> scale, ReadOnlyMatrixSpan<T> dy, ReadOnlySpan<T> a,
        ReadOnlySpan<T> b, MatrixSpan<T> dx)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TAxis : struct, IAxis
    {
        fixed (T* px = x.Values, pm = mean, pi = inverse, ps = scale, pd = dy.Values, pa = a, pb = b)
        {
            Normalized<T, TAxis> normalized = new(new(px, x.RowStride, pm), pi);
            Elements.Map(new NormalizedGradient<T, TAxis>(new(pd, dy.RowStride, ps), normalized, pa, pb, pi), dx);
        }
    }
}

using System.Numerics;

namespace FastNet.Tests.Reference.Kernels;

/// <summary>Normalisation of one column, or of one row, number by number: these lines define the bits.</summary>
internal static class ReferenceNormalization
{
    /// <summary>A sum in the order of its axis.</summary>
    public delegate T Sum<T>(ReadOnlySpan<T> x);

    /// <summary>The order of a column: an ascending chain that begins at 0.</summary>
    public static T Chain<T>(ReadOnlySpan<T> x)
        where T : IBinaryFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        foreach (T value in x)
        {
            sum += value;
        }

        return sum;
    }

    /// <summary>μ = x₀ + Σ(x − x₀)/n, σ² = Σ(x − μ)²/n.</summary>
    public static (T Mean, T Variance) Moments<T>(T[] x, Sum<T> sum)
        where T : IBinaryFloatingPointIeee754<T>
    {
        T count = T.CreateChecked(x.Length);
        T mean = x[0] + (sum([.. x.Select(value => value - x[0])]) / count);
        return (mean, sum([.. x.Select(value => (value - mean) * (value - mean))]) / count);
    }

    /// <summary>1/√(σ² + ε).</summary>
    public static T Inverse<T>(T variance, T epsilon)
        where T : IBinaryFloatingPointIeee754<T> =>
        T.One / T.Sqrt(variance + epsilon);

    /// <summary>x̂ = (x − μ)·ι.</summary>
    public static T Normalized<T>(T x, T mean, T inverse)
        where T : IBinaryFloatingPointIeee754<T> =>
        (x - mean) * inverse;

    /// <summary>y = fma(γ, x̂, β).</summary>
    public static T Value<T>(T normalized, T scale, T shift)
        where T : IBinaryFloatingPointIeee754<T> =>
        ReferenceMath.MultiplyAdd(scale, normalized, shift);

    /// <summary>dx = ((γ·dy − a) − x̂·b)·ι.</summary>
    public static T InputGradient<T>(T normalized, T inverse, T scale, T dy, T a, T b)
        where T : IBinaryFloatingPointIeee754<T> =>
        (((scale * dy) - a) - (normalized * b)) * inverse;
}

using System.Numerics;
using FastNet.Kernels;
using FastNet.Tests.Reference.Kernels;

namespace FastNet.Tests.Kernels;

/// <summary>One function of one number as the product computes it over spans, and what it must be.</summary>
/// <param name="Name">For the report.</param>
/// <param name="Run">The product: y[i] = f(x[i]).</param>
/// <param name="Bits">The scalar definition of the bits.</param>
/// <param name="Exact">The true value.</param>
/// <param name="Ulps">The documented error where the result is normal, in units in the last place.</param>
/// <param name="Low">The smallest argument.</param>
/// <param name="High">The largest.</param>
/// <param name="IsOdd">Whether f(−x) = −f(x), signed zeros included.</param>
internal sealed record ElementKernel<T>(
    string Name, ElementKernel<T>.Kernel Run, Func<T, T> Bits, Func<double, BigFloat> Exact, double Ulps, double Low, double High, bool IsOdd = false)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public delegate void Kernel(ReadOnlySpan<T> x, Span<T> y);
}

/// <summary>The table of functions of one number.</summary>
internal static class ElementKernels<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly double Largest = typeof(T) == typeof(float) ? float.MaxValue : double.MaxValue;
    private static readonly double ExpUlps = typeof(T) == typeof(float) ? 1.1 : 1.2;
    private static readonly T Leak = T.CreateChecked(0.01);

    // From ln of half the smallest subnormal to ln of the largest number.
    private static readonly (double Low, double High) ExpRange = typeof(T) == typeof(float) ? (-103.97, 88.72) : (-745.13, 709.78);

    // The smallest results of 1/(1 + e⁻ˣ) before e⁻ˣ overflows.
    private static readonly double LowSigmoid = -ExpRange.High;

    public static IReadOnlyList<ElementKernel<T>> All { get; } =
    [
        new("Exp", (x, y) => Elementwise.Map(x, y, default(ExpOf)), ReferenceMath.Exp, x => BigFloat.Exp(x), ExpUlps, ExpRange.Low, ExpRange.High),
        new("Log", (x, y) => Elementwise.Map(x, y, default(LogOf)), ReferenceMath.Log, BigFloat.Log, 1.1, 0, Largest),
        new("Log1Plus", (x, y) => Elementwise.Map(x, y, default(Log1PlusOf)), ReferenceMath.Log1Plus, BigFloat.Log1Plus, 2, 0, Largest),
        Activation("Tanh", default(Tanh), ReferenceMath.Tanh, BigFloat.Tanh, 2.5, -45, 45, isOdd: true),
        Activation("Sigmoid", default(Sigmoid), ReferenceMath.Sigmoid, BigFloat.Sigmoid, 2.5, LowSigmoid, 45),
        Activation("Relu", default(Relu), z => z < T.Zero ? T.Zero : z, z => Math.Max(z, 0), 0, -Largest, Largest),
        Activation(
            "LeakyRelu", new LeakyRelu(0.01), z => z > T.Zero ? z : z * Leak, z => z > 0 ? z : (BigFloat)z * double.CreateChecked(Leak), 0.5, -Largest, Largest),
        Activation("Identity", default(Identity), z => z, z => z, 0, -Largest, Largest, isOdd: true),

        // Slopes from outputs: the range is that of the outputs. 1 − a² is rounded twice, so its error is one of the larger operand.
        Slope("TanhSlope", default(Tanh), a => T.One - (a * a), a => (BigFloat)1 - ((BigFloat)a * a), 1.5, -0.7, 0.7),
        Slope("SigmoidSlope", default(Sigmoid), a => a * (T.One - a), a => (BigFloat)a * ((BigFloat)1 - a), 1.5, 0, 1),
        Slope("ReluSlope", default(Relu), a => a > T.Zero ? T.One : T.Zero, a => a > 0 ? 1 : 0, 0, -Largest, Largest),
        Slope(
            "LeakyReluSlope", new LeakyRelu(0.01), a => a > T.Zero ? T.One : Leak, a => a > 0 ? 1 : double.CreateChecked(Leak), 0, -Largest, Largest),
        Slope("IdentitySlope", default(Identity), _ => T.One, _ => 1, 0, -Largest, Largest),
    ];

    private static ElementKernel<T> Activation<TActivation>(
        string name, TActivation activation, Func<T, T> bits, Func<double, BigFloat> exact, double ulps, double low, double high, bool isOdd = false)
        where TActivation : struct, IActivation =>
        new(name, (z, a) => Elementwise.Map(z, a, new ActivationValue<T, TActivation>(activation)), bits, exact, ulps, low, high, isOdd);

    // The gradient for an upstream of 1 is the slope itself.
    private static ElementKernel<T> Slope<TActivation>(
        string name, TActivation activation, Func<T, T> bits, Func<double, BigFloat> exact, double ulps, double low, double high)
        where TActivation : struct, IActivation =>
        new(
            name,
            (a, slope) =>
            {
                var ones = new T[a.Length];
                ones.AsSpan().Fill(T.One);
                Elementwise.Map(a, ones, slope, new ActivationGradient<T, TActivation>(activation));
            },
            bits, exact, ulps, low, high);

    private readonly struct ExpOf : IUnaryOperator<T>
    {
        public TVector Invoke<TVector, TLanes>(TVector x)
            where TVector : unmanaged
            where TLanes : struct, ILanes<T, TVector> =>
            VectorMath.Exp<T, TVector, TLanes>(x);
    }

    private readonly struct LogOf : IUnaryOperator<T>
    {
        public TVector Invoke<TVector, TLanes>(TVector x)
            where TVector : unmanaged
            where TLanes : struct, ILanes<T, TVector> =>
            VectorMath.Log<T, TVector, TLanes>(x);
    }

    private readonly struct Log1PlusOf : IUnaryOperator<T>
    {
        public TVector Invoke<TVector, TLanes>(TVector x)
            where TVector : unmanaged
            where TLanes : struct, ILanes<T, TVector> =>
            VectorMath.Log1PlusOfNonNegative<T, TVector, TLanes>(x);
    }
}

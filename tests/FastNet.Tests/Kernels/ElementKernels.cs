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
/// <param name="KeepsSign">Whether f(x) has the sign of x, signed zeros included.</param>
/// <param name="LeastExponent">Where terms cancel, the error is in units of 2 to this power at least.</param>
/// <param name="IsStep">Whether f has the values of some constants, so that it need not keep NaN.</param>
internal sealed record ElementKernel<T>(
    string Name, ElementKernel<T>.Kernel Run, Func<T, T> Bits, Func<double, BigFloat> Exact, double Ulps, double Low, double High,
    bool KeepsSign = false, int LeastExponent = int.MinValue, bool IsStep = false)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public delegate void Kernel(ReadOnlySpan<T> x, Span<T> y);
}

/// <summary>The table of functions of one number.</summary>
internal static class ElementKernels<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Alpha = 0.75;
    private const double SeluLambda = 1.0507009873554805;
    private const double SeluAlpha = 1.6732632423543772;

    private static readonly double Largest = typeof(T) == typeof(float) ? float.MaxValue : double.MaxValue;
    private static readonly double ExpUlps = typeof(T) == typeof(float) ? 1.1 : 1.2;
    private static readonly T Leak = T.CreateChecked(0.01);

    // From ln of half the smallest subnormal to ln of the largest number.
    private static readonly (double Low, double High) ExpRange = typeof(T) == typeof(float) ? (-103.97, 88.72) : (-745.13, 709.78);

    // The smallest results of 1/(1 + e⁻ˣ) before e⁻ˣ overflows.
    private static readonly double LowSigmoid = -ExpRange.High;

    // The range of z where z·e^z, z·Φ(z) and GELU by tanh are above half the smallest subnormal.
    private static readonly (double Gate, double Normal, double GeluTanh) LowProduct =
        typeof(T) == typeof(float) ? (-108, -14.2, -10.9) : (-751, -38.4, -20.8);

    public static IReadOnlyList<ElementKernel<T>> All { get; } =
    [
        new(
            "Exp", (x, y) => Elementwise.Map(x, y, default(ExpOf)), ReferenceMath.Exp, x => BigFloat.Exp(x),
            ExpUlps, ExpRange.Low, ExpRange.High),
        new(
            "ExpM1", (x, y) => Elementwise.Map(x, y, default(ExpM1Of)), ReferenceMath.ExpM1, BigFloat.ExpM1,
            2, -45, ExpRange.High, KeepsSign: true),
        new("Log", (x, y) => Elementwise.Map(x, y, default(LogOf)), ReferenceMath.Log, BigFloat.Log, 1.1, 0, Largest),
        new("Log1Plus", (x, y) => Elementwise.Map(x, y, default(Log1PlusOf)), ReferenceMath.Log1Plus, BigFloat.Log1Plus, 2, 0, Largest),
        Value("Tanh", default(Tanh), ReferenceMath.Tanh, BigFloat.Tanh, 2.5, -45, 45) with { KeepsSign = true },
        Value("Sigmoid", default(Sigmoid), ReferenceMath.Sigmoid, BigFloat.Sigmoid, 2.5, LowSigmoid, 45),
        Value("Relu", default(Relu), z => z < T.Zero ? T.Zero : z, z => Math.Max(z, 0), 0, -Largest, Largest),
        Value("LeakyRelu", new LeakyRelu(0.01), z => z > T.Zero ? z : z * Leak, z => z > 0 ? z : (BigFloat)z * 0.01, 1, -Largest, Largest),
        Value("Identity", default(Identity), z => z, z => z, 0, -Largest, Largest) with { KeepsSign = true },
        Value(
            "Elu", new Elu(Alpha), z => ReferenceActivations.Elu(z, Alpha), z => z > 0 ? z : BigFloat.ExpM1(z) * Alpha,
            2.5, -45, Largest) with { KeepsSign = true },
        Value(
            "Selu", default(Selu), ReferenceActivations.Selu, z => (z > 0 ? z : BigFloat.ExpM1(z) * SeluAlpha) * SeluLambda,
            2.5, -45, Largest / 2) with { KeepsSign = true },
        Value("Softplus", default(Softplus), ReferenceActivations.Softplus, Exact.Softplus, 3, ExpRange.Low, 800),
        Value("Silu", default(Silu), ReferenceActivations.Silu, Exact.Silu, 3.5, LowProduct.Gate, 800) with { KeepsSign = true },
        Value(
            "Gelu", default(Gelu), ReferenceActivations.Gelu, z => BigFloat.NormalCdf(z) * z,
            5, LowProduct.Normal, 45) with { KeepsSign = true },
        Value(
            "GeluTanh", default(GeluTanh), ReferenceActivations.GeluTanh, Exact.GeluTanh,
            3.5, LowProduct.GeluTanh, 45) with { KeepsSign = true, LeastExponent = -3 },
        Value("Mish", default(Mish), ReferenceActivations.Mish, Exact.Mish, 4.5, LowProduct.Gate, 800) with { KeepsSign = true },
        Value("HardSigmoid", default(HardSigmoid), ReferenceActivations.HardSigmoid, Exact.HardSigmoid, 1.5, -Largest, Largest),
        Value(
            "HardSwish", default(HardSwish), ReferenceActivations.HardSwish, z => Exact.HardSigmoid(z) * z,
            2, -Largest, Largest) with { KeepsSign = true },
        Value(
            "Softsign", default(Softsign), ReferenceActivations.Softsign, z => z / ((BigFloat)Math.Abs(z) + 1),
            1.5, -Largest, Largest) with { KeepsSign = true },

        // Slopes from outputs: the range is that of the outputs. 1 − a² is rounded twice, so its error is one of the larger operand.
        Slope("TanhSlope", default(Tanh), a => T.One - (a * a), a => (BigFloat)1 - ((BigFloat)a * a), 1.5, -0.7, 0.7),
        Slope("SigmoidSlope", default(Sigmoid), a => a * (T.One - a), a => (BigFloat)a * ((BigFloat)1 - a), 1.5, 0, 1),
        Slope(
            "ReluSlope", default(Relu), a => a > T.Zero ? T.One : T.Zero, a => a > 0 ? 1 : 0, 0, -Largest, Largest) with { IsStep = true },
        Slope(
            "LeakyReluSlope", new LeakyRelu(0.01), a => a > T.Zero ? T.One : Leak, a => a > 0 ? 1 : double.CreateChecked(Leak),
            0, -Largest, Largest) with { IsStep = true },
        Slope("IdentitySlope", default(Identity), _ => T.One, _ => 1, 0, -Largest, Largest) with { IsStep = true },
        Slope(
            "EluSlope", new Elu(Alpha), a => ReferenceActivations.EluSlope(a, Alpha), a => a > 0 ? 1 : (BigFloat)a + Alpha,
            0.5, -Alpha, Largest),
        Slope(
            "SeluSlope", default(Selu), ReferenceActivations.SeluSlope, a => ((BigFloat)SeluLambda * (a > 0 ? 1 : SeluAlpha)) + Math.Min(a, 0),
            1.5, -1.7, Largest) with { LeastExponent = 0 },
        Slope(
            "SoftplusSlope", default(Softplus), a => -ReferenceMath.ExpM1(-a), a => -BigFloat.ExpM1(-a),
            2, 0, 800) with { KeepsSign = true },

        // Slopes from inputs. Where one crosses 0 its terms cancel: the error is one of the terms, a few units of ¼.
        Slope("SiluSlope", default(Silu), ReferenceActivations.SiluSlope, Exact.SiluSlope, 4, -60, 60) with { LeastExponent = -2 },
        Slope("GeluSlope", default(Gelu), ReferenceActivations.GeluSlope, Exact.GeluSlope, 4, -60, 60) with { LeastExponent = -2 },
        Slope(
            "GeluTanhSlope", default(GeluTanh), ReferenceActivations.GeluTanhSlope, Exact.GeluTanhSlope,
            4, -60, 60) with { LeastExponent = -2 },
        Slope("MishSlope", default(Mish), ReferenceActivations.MishSlope, Exact.MishSlope, 4, -60, 60) with { LeastExponent = -2 },
        Slope(
            "HardSigmoidSlope", default(HardSigmoid), ReferenceActivations.HardSigmoidSlope, z => Math.Abs(z) > 3 ? 0 : (BigFloat)1 / 6,
            0.5, -Largest, Largest) with { IsStep = true },
        Slope("HardSwishSlope", default(HardSwish), ReferenceActivations.HardSwishSlope, Exact.HardSwishSlope, 1.5, -Largest, Largest),
        Slope("SoftsignSlope", default(Softsign), ReferenceActivations.SoftsignSlope, Exact.SoftsignSlope, 3, -Largest, Largest),
    ];

    private static ElementKernel<T> Value<TActivation>(
        string name, TActivation activation, Func<T, T> bits, Func<double, BigFloat> exact, double ulps, double low, double high)
        where TActivation : struct, IActivation =>
        new(name, (z, a) => Elementwise.Map(z, a, new ActivationValue<T, TActivation>(activation)), bits, exact, ulps, low, high);

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

    private readonly struct ExpM1Of : IUnaryOperator<T>
    {
        public TVector Invoke<TVector, TLanes>(TVector x)
            where TVector : unmanaged
            where TLanes : struct, ILanes<T, TVector> =>
            VectorMath.ExpM1<T, TVector, TLanes>(x);
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

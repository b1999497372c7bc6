using FastNet.Kernels;

namespace FastNet.Bench;

/// <summary>
/// Activations a = f(z) and gradients dz = da·f′, one pass over a span: 128 numbers are whole vectors, 3,079 have an awkward tail, 65,536 lie in the
/// L2 cache.
/// </summary>
public class ActivationBenchmarks : KernelBenchmarks
{
    private const int Whole = 128;
    private const int Awkward = (6 * 512) + 7;
    private const int InCache = 65_536;

    public override IEnumerable<Kernel> Cases =>
    [
        .. Both<Relu>(null, null, Whole, Awkward, InCache),
        .. Both<Tanh>(null, null, Whole, Awkward, InCache),
        .. Both<LeakyRelu>(null, null, InCache),
        .. Both<Elu>(null, null, InCache),
        .. Both<Selu>(null, null, InCache),
        .. Both<Sigmoid>(null, null, InCache),
        .. Both<Silu>(null, null, InCache),
        .. Both<Gelu>(null, null, InCache),
        .. Both<GeluTanh>(null, null, InCache),
        .. Both<Mish>(null, null, InCache),
        .. Both<Softplus>(null, null, InCache),
        .. Both<Softsign>(null, null, InCache),
        .. Both<HardSigmoid>(null, null, InCache),
        .. Both<HardSwish>(null, null, InCache),
    ];

    private static IEnumerable<Kernel> Both<TActivation>(string? reason, string? reasonOfGradient, params int[] lengths)
        where TActivation : struct, IActivation =>
        lengths.SelectMany(length => (Kernel[])
        [
            new(typeof(TActivation).Name, $"{length}", Volume.Apart(Volume.Floats(length), Volume.Floats(length)), () => Value<TActivation>(length), reason),
            new(
                $"{typeof(TActivation).Name} gradient", $"{length}", Volume.Apart(Volume.Floats(length, 2), Volume.Floats(length)),
                () => Gradient<TActivation>(length), reasonOfGradient),
        ]);

    private static Action Value<TActivation>(int length)
        where TActivation : struct, IActivation
    {
        AlignedBuffer<float> z = Numbers.Aligned(length), a = new(length);
        return () => Elementwise.Map<float, ActivationValue<float, TActivation>>(z.Span, a.Span, new(new TActivation()));
    }

    private static Action Gradient<TActivation>(int length)
        where TActivation : struct, IActivation
    {
        AlignedBuffer<float> x = Numbers.Aligned(length), upstream = Numbers.Aligned(length), dz = new(length);
        return () => Elementwise.Map<float, ActivationGradient<float, TActivation>>(x.Span, upstream.Span, dz.Span, new(new TActivation()));
    }
}

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
        .. Both<Relu>(Simple(13), Simple(23), Whole, Awkward, InCache),
        .. Both<Tanh>(Arithmetic(73, divisions: 2), Simple(20), Whole, Awkward, InCache),
        .. Both<LeakyRelu>(Simple(21), Simple(25), InCache),
        .. Both<Elu>(Arithmetic(90), Simple(27), InCache),
        .. Both<Selu>(Arithmetic(92), Simple(26), InCache),
        .. Both<Sigmoid>(Arithmetic(60, divisions: 2), Simple(20), InCache),
        .. Both<Silu>(Arithmetic(72, divisions: 2), Arithmetic(85, divisions: 2), InCache),
        .. Both<Gelu>(Arithmetic(131, divisions: 4), Arithmetic(136, divisions: 4), InCache),
        .. Both<GeluTanh>(Arithmetic(80, divisions: 2), Arithmetic(101, divisions: 2), InCache),
        .. Both<Mish>(Arithmetic(88, divisions: 2), Arithmetic(108, divisions: 4), InCache),
        .. Both<Softplus>(Arithmetic(197, divisions: 4), Arithmetic(87), InCache),
        .. Both<Softsign>(Arithmetic(26, divisions: 2), Arithmetic(27, divisions: 2), InCache),
        .. Both<HardSigmoid>(Arithmetic(22, divisions: 2), Simple(29), InCache),
        .. Both<HardSwish>(Arithmetic(27, divisions: 2), Arithmetic(38, divisions: 2), InCache),
    ];

    // What the loop has where vectors are of 512 bits.
    private static string Arithmetic(int instructions, int divisions = 0) =>
        $"{instructions} instructions{(divisions > 0 ? $", {divisions} of them divisions," : "")} for a pair of vectors: arithmetic, not memory";

    private static string Simple(int instructions) => $"{instructions} instructions for a pair of vectors: hardly fewer cycles than memory takes";

    private static IEnumerable<Kernel> Both<TActivation>(string reason, string reasonOfGradient, params int[] lengths)
        where TActivation : struct, IActivation =>
        lengths.SelectMany(length => (Kernel[])
        [
            new(
                typeof(TActivation).Name, $"{length}", Volume.Apart(Volume.Floats(length), Volume.Floats(length)), () => Value<TActivation>(length),
                ReasonOf(length, reason)),
            new(
                $"{typeof(TActivation).Name} gradient", $"{length}", Volume.Apart(Volume.Floats(length, 2), Volume.Floats(length)),
                () => Gradient<TActivation>(length), ReasonOf(length, reasonOfGradient)),
        ]);

    private static string ReasonOf(int length, string inCache) => length switch
    {
        Whole => $"entering and leaving the loop are a part of so short a call; {inCache}",
        Awkward => $"a tail; at the edge of the L1 cache loads may wait for stores whose addresses end alike; {inCache}",
        _ => inCache,
    };

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

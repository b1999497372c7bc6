using FastNet.Kernels;

namespace FastNet.Bench;

/// <summary>Dropout with its mask, and its second half alone, which the backward pass does again.</summary>
public class DropoutBenchmarks : KernelBenchmarks
{
    private const double Keep = 0.8;

    private static readonly int[] Lengths = [64 * 256, 65_536];

    public override IEnumerable<Kernel> Cases => Lengths.SelectMany(length => (Kernel[])
    [
        new("dropout", $"{length}", VolumeOf(length), () => Build(length, draws: true),
            "32 random bits an element: ten rounds of multiplications for four of them (Philox 4x32-10)"),
        new("dropout by a given mask", $"{length}", VolumeOf(length), () => Build(length, draws: false),
            "33 instructions a vector, most of them to shift its bits out of the mask"),
    ]);

    private static Volume VolumeOf(int length) => Volume.Apart(Volume.Floats(length), Volume.Floats(length));

    private static Action Build(int length, bool draws)
    {
        AlignedBuffer<float> x = Numbers.Aligned(length), y = new(length);
        ulong[] mask = new ulong[DropoutMask.Length(length)];
        Draw();
        return () =>
        {
            if (draws)
            {
                Draw();
            }

            DropoutMask.Apply<float>(new(x.Span, 1, length), new(y.Span, 1, length), (float)(1 / Keep), mask, 0);
        };

        void Draw() => DropoutMask.Draw(new Philox(1, RandomPurpose.Dropout), Keep, 0, length, mask);
    }
}

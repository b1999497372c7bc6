using BenchmarkDotNet.Attributes;
using FastNet.Kernels;

namespace FastNet.Bench;

/// <summary>One pass over a span; 128 numbers are whole vectors, 3,079 have an awkward tail, 65,536 lie in the L2 cache.</summary>
[MemoryDiagnoser]
public class ElementwiseBenchmarks
{
    private float[] x = [];
    private float[] y = [];
    private ulong[] mask = [];

    [Params(128, (6 * 512) + 7, 65_536)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        x = Numbers.Fill(Length);
        y = new float[Length];
        mask = new ulong[DropoutMask.Length(Length)];
    }

    [Benchmark]
    public void Relu() => Elementwise.Map<float, ActivationValue<float, Relu>>(x, y, new(default));

    [Benchmark]
    public void Tanh() => Elementwise.Map<float, ActivationValue<float, Tanh>>(x, y, new(default));

    [Benchmark]
    public void Sigmoid() => Elementwise.Map<float, ActivationValue<float, Sigmoid>>(x, y, new(default));

    [Benchmark]
    public void TanhGradient() => Elementwise.Map<float, ActivationGradient<float, Tanh>>(x, x, y, new(default));

    [Benchmark]
    public void Softmax() => Rows.Softmax<float>(new ReadOnlyMatrixSpan<float>(x, 1, Length), new(y, 1, Length));

    [Benchmark]
    public void Dropout()
    {
        DropoutMask.Draw(new Philox(1, RandomPurpose.Dropout), 0.8, 0, Length, mask);
        DropoutMask.Apply<float>(new ReadOnlyMatrixSpan<float>(x, 1, Length), new(y, 1, Length), 1.25f, mask, 0);
    }
}

using FastNet.Kernels;
using static TorchSharp.torch;

namespace FastNet.Versus;

/// <summary>C = A·B in float: squares, and the products of layers.</summary>
internal static class GemmWorks
{
    public const string Group = "gemm";

    /// <summary>m, n, k: what the bars are about.</summary>
    public static readonly (int M, int N, int K)[] Shapes =
    [
        (64, 64, 64), (128, 128, 128), (256, 256, 256), (512, 512, 512), (1024, 1024, 1024), (2048, 2048, 2048),
        (64, 256, 784), (128, 128, 784), (64, 128, 256), (64, 10, 128), (64, 512, 512), (784, 256, 64),
    ];

    private static readonly (int M, int N, int K)[] OtherShapes = [(8, 512, 784), (1, 512, 784), (32, 32, 32)];

    public static string Name((int M, int N, int K) shape) => $"gemm {shape.M}x{shape.N}x{shape.K}";

    public static IEnumerable<WorkPlan> Plans(Setting setting) =>
        Shapes.Concat(OtherShapes).Select(shape => new WorkPlan(Group, Name(shape), () => Build(setting, shape.M, shape.N, shape.K)));

    private static Work Build(Setting setting, int m, int n, int k)
    {
        float[] aValues = Numbers.Uniform(m * k, seed: 1), bValues = Numbers.Uniform(k * n, seed: 2);
        AlignedBuffer<float> a = Numbers.Aligned(aValues), b = Numbers.Aligned(bValues), ours = new(m * n), theirs = new(m * n);
        AlignedBuffer<float> scratch = new(Gemm.ScratchLength<float>(m, n, k, transposed: false, setting.Workers));
        Action fastNet = () => Gemm.Multiply(
            new ReadOnlyMatrixSpan<float>(a.Span, m, k), new ReadOnlyMatrixSpan<float>(b.Span, k, n), new(ours.Span, m, n), default, scratch.Span,
            setting.Workers);
        List<Contender> contenders = [Contender.FastNet(setting, fastNet, Contender.ResultIn(ours, fastNet))];
        List<IDisposable> owned = [];
        if (setting.OpenBlas is { } openBlas)
        {
            Action multiply = () => openBlas.Multiply(m, n, k, a, b, theirs);
            contenders.Add(new(Systems.OpenBlas, multiply, Contender.ResultIn(theirs, multiply)));
        }

        if (setting.HasTorch)
        {
            Tensor left = tensor(aValues, [m, k]), right = tensor(bValues, [k, n]);
            owned.AddRange([left, right]);
            contenders.Add(TorchWork.Contender(Systems.Libtorch, () => mm(left, right)));
        }

        return new Work(contenders, Bound(aValues, bValues, m, n, k), new Volume(2.0 * m * n * k, "GFLOP/s"), owned);
    }

    // A sum of k products, rounded k times in any order, is with near certainty within 8·√k·u·Σ|a||b| of the exact one (N. J. Higham, T. Mary, "A new
    // approach to probabilistic rounding error analysis", 2019, theorem 2.4, λ = 8 for both sums together), and Σ|a||b| ≤ ‖a‖·‖b‖.
    private static Func<int, double, double> Bound(float[] a, float[] b, int m, int n, int k)
    {
        const double UnitRoundoff = 1.0 / (1 << 24);
        double[] rows = new double[m], columns = new double[n];
        for (int i = 0; i < a.Length; i++)
        {
            rows[i / k] += (double)a[i] * a[i];
        }

        for (int i = 0; i < b.Length; i++)
        {
            columns[i % n] += (double)b[i] * b[i];
        }

        return (i, _) => 8 * Math.Sqrt(k) * UnitRoundoff * Math.Sqrt(rows[i / n] * columns[i % n]);
    }
}

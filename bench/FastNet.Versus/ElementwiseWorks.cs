using FastNet.Kernels;
using static TorchSharp.torch;

namespace FastNet.Versus;

/// <summary>One pass over 65,536 numbers, which lie in the L2 cache.</summary>
internal static class ElementwiseWorks
{
    public const string Group = "elementwise";

    private const int Length = 65_536;
    private const int Rows = 64;
    private const int Columns = 1000;
    private const double Keep = 0.8;

    // Of 1 and of the result: both functions are within some units in the last place of the true one, or of 1 where they cancel.
    private const double Tolerance = 1e-6;

    // libtorch's erf is formula 7.1.26 of Abramowitz and Stegun, 1.5e-7 off before it is rounded, and gelu takes it times x/2, here up to 2.
    private const double GeluTolerance = 4e-6;

    private delegate void Map(ReadOnlySpan<float> x, Span<float> y);

    public static IEnumerable<WorkPlan> Plans(Setting setting) =>
    [
        Unary<ActivationValue<float, Relu>>("relu", setting, x => x.relu()),
        Unary<Exp>("exp", setting, x => x.exp()),
        Unary<ActivationValue<float, Tanh>>("tanh", setting, x => x.tanh()),
        Unary<ActivationValue<float, Sigmoid>>("sigmoid", setting, x => x.sigmoid()),
        Unary<ActivationValue<float, Silu>>("silu", setting, x => nn.functional.silu(x)),
        Unary<ActivationValue<float, Gelu>>("gelu", setting, x => nn.functional.gelu(x), GeluTolerance),
        new(Group, $"dropout {Length}", () => Dropout(setting)),
        new(Group, $"adam {Length}", () => FlatAdam.Build(setting, Length)),
        new(Group, $"softmax {Rows}x{Columns}", () => Build(
            setting, [Rows, Columns], (x, y) => Kernels.Rows.Softmax<float>(new(x, Rows, Columns), new(y, Rows, Columns)), x => nn.functional.softmax(x, 1))),
    ];

    private static WorkPlan Unary<TOperator>(string name, Setting setting, Func<Tensor, Tensor> theirs, double tolerance = Tolerance)
        where TOperator : struct, IUnaryOperator<float> =>
        new(Group, $"{name} {Length}", () => Build(setting, [Length], (x, y) => Elementwise.Map<float, TOperator>(x, y, default), theirs, tolerance));

    private static Work Build(Setting setting, long[] shape, Map ours, Func<Tensor, Tensor> theirs, double tolerance = Tolerance)
    {
        float[] values = Numbers.Uniform((int)shape.Aggregate((product, length) => product * length), seed: 5, scale: 8);
        AlignedBuffer<float> x = Numbers.Aligned(values), result = new(values.Length);
        Action map = () => ours(x.Span, result.Span);
        List<Contender> contenders = [Contender.FastNet(setting, map, Contender.ResultIn(result, map))];
        List<IDisposable> owned = [];
        if (setting.HasTorch)
        {
            Tensor input = tensor(values, shape);
            owned.Add(input);
            contenders.Add(TorchWork.Contender(Systems.Libtorch, () => theirs(input)));
        }

        return new Work(contenders, (_, y) => tolerance * (1 + Math.Abs(y)), Bytes(values.Length, arrays: 2), owned);
    }

    // Which elements are kept is each system's own; what agrees is how many, and what becomes of them.
    private static Work Dropout(Setting setting)
    {
        const double StandardDeviations = 6;
        float[] values = Numbers.Uniform(Length, seed: 5);
        AlignedBuffer<float> x = Numbers.Aligned(values), y = new(Length);
        ulong[] mask = new ulong[DropoutMask.Length(Length)];
        List<Contender> contenders =
        [
            Contender.FastNet(setting, Draw, () =>
            {
                Draw();
                return Kept(values, y.Span);
            }),
        ];
        List<IDisposable> owned = [];
        if (setting.HasTorch)
        {
            Tensor input = tensor(values);
            Func<Tensor> drop = () => nn.functional.dropout(input, 1 - Keep, training: true);
            owned.Add(input);
            contenders.Add(new(Systems.Libtorch, () => drop().Dispose(), () =>
            {
                using Tensor result = drop();
                return Kept(values, [.. result.data<float>()]);
            }));
        }

        return new Work(
            contenders, (i, _) => i == 0 ? StandardDeviations * Math.Sqrt(2 * Keep * (1 - Keep) / Length) : 1e-6, Bytes(Length, arrays: 2), owned);

        void Draw()
        {
            DropoutMask.Draw(new Philox(1, RandomPurpose.Dropout), Keep, 0, Length, mask);
            DropoutMask.Apply<float>(new(x.Span, 1, Length), new(y.Span, 1, Length), (float)(1 / Keep), mask, 0);
        }
    }

    // The share kept, and how far a kept element is from x/0.8 at most.
    private static float[] Kept(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        int kept = 0;
        double furthest = 0;
        for (int i = 0; i < y.Length; i++)
        {
            if (y[i] != 0)
            {
                kept++;
                furthest = Math.Max(furthest, Math.Abs(y[i] - (x[i] / Keep)));
            }
        }

        return [(float)kept / y.Length, (float)furthest];
    }

    private static Volume Bytes(int length, int arrays) => new((double)length * arrays * sizeof(float), "GB/s");

    private readonly struct Exp : IUnaryOperator<float>
    {
        public TVector Invoke<TVector, TLanes>(TVector x)
            where TVector : unmanaged
            where TLanes : struct, ILanes<float, TVector> =>
            VectorMath.Exp<float, TVector, TLanes>(x);
    }
}

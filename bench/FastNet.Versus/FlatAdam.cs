using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FastNet.Versus;

/// <summary>A step of Adam over one flat parameter, along a gradient that stays.</summary>
internal static class FlatAdam
{
    // w, m and v are read and written, g is read.
    private const int ArraysMoved = 7;

    public static Work Build(Setting setting, int length)
    {
        float[] first = Numbers.Uniform(length, seed: 6), gradient = Numbers.Uniform(length, seed: 7);
        AlignedBuffer<float> gradients = Numbers.Aligned(gradient);
        Adam<float> ours = Ours(AdamSettings.StandingStill);
        List<Contender> contenders =
        [
            Contender.FastNet(setting, () => ours.Step(gradients.Span, setting.Workers), () =>
            {
                Adam<float> adam = Ours(AdamSettings.LearningRate);
                ThreeTimes(() => adam.Step(gradients.Span, setting.Workers));
                return adam.Target.Parameters.ToArray();
            }),
        ];
        List<IDisposable> owned = [];
        if (setting.HasTorch)
        {
            (Parameter weight, Adam theirs) = Theirs(AdamSettings.StandingStill);
            owned.AddRange([weight, theirs]);
            contenders.Add(new(Systems.TorchSharp, () => theirs.step(), () =>
            {
                (Parameter parameter, Adam adam) = Theirs(AdamSettings.LearningRate);
                using (parameter)
                using (adam)
                {
                    ThreeTimes(() => adam.step());
                    return [.. parameter.data<float>()];
                }
            }));
        }

        // Three steps of 1e-3, each rounded as a weight of up to ½ is.
        return new Work(contenders, (_, _) => 1e-6, new Volume((double)length * ArraysMoved * sizeof(float), "GB/s"), owned);

        Adam<float> Ours(double learningRate) => new(new FlatParameter(first))
        {
            LearningRate = learningRate,
            Beta1 = AdamSettings.Beta1,
            Beta2 = AdamSettings.Beta2,
            Epsilon = AdamSettings.Epsilon,
        };

        // The gradient of Σ wg is g.
        (Parameter Weight, Adam Adam) Theirs(double learningRate)
        {
            Parameter weight = new(tensor(first));
            using Tensor factors = tensor(gradient), products = weight * factors, sum = products.sum();
            sum.backward();
            return (weight, optim.Adam([weight], learningRate, AdamSettings.Beta1, AdamSettings.Beta2, AdamSettings.Epsilon));
        }
    }

    private static void ThreeTimes(Action action)
    {
        for (int i = 0; i < 3; i++)
        {
            action();
        }
    }

    private sealed class FlatParameter(ReadOnlySpan<float> first) : IParameters<float>
    {
        private readonly AlignedBuffer<float> values = Numbers.Aligned(first);

        public Span<float> Parameters => values.Span;

        public int WeightCount => values.Span.Length;

        public IReadOnlyList<ParameterSlice> Slices { get; } = [new("weight", ParameterKind.Weight, 1, first.Length, 0)];
    }
}

using System.Numerics;
using FastNet.Kernels;
using FastNet.Tests.Reference.Kernels;

namespace FastNet.Tests.Kernels;

public sealed class SingleUpdateTests : UpdateTests<float>;

public sealed class DoubleUpdateTests : UpdateTests<double>;

/// <summary>Each optimizer's kernel has the bits of its formula, at every length and width, on any threads.</summary>
public abstract class UpdateTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T Rate = Of(0.003), Beta1 = Of(0.9), OneLessBeta1 = Of(0.1), Beta2 = Of(0.999), OneLessBeta2 = Of(0.001);
    private static readonly T Correction = Of(1.7), Epsilon = Of(1e-8), GradientRate = Of(0.002);
    private static readonly AdaptiveCoefficients<T> Adaptive = new(Rate, Beta1, OneLessBeta1, Beta2, OneLessBeta2, Correction, Epsilon);

    // name, moments, product, definition
    private static readonly UpdateRow[] Table =
    [
        Row("GradientDescent", 0, new GradientDescentUpdate<T>(Rate), (p, g) => ReferenceUpdates.GradientDescent(p, g, Rate)),
        Row("Momentum", 1, new MomentumUpdate<T>(Rate, Beta1, OneLessBeta1), (p, g) => ReferenceUpdates.Momentum(p, g, Rate, Beta1, OneLessBeta1)),
        Row("Nesterov", 1, new NesterovUpdate<T>(Rate, Beta1, OneLessBeta1), (p, g) => ReferenceUpdates.Nesterov(p, g, Rate, Beta1, OneLessBeta1)),
        RmsPropRow<RmsPropForms.Plain>("RmsProp", 1, (p, g) => ReferenceUpdates.RmsProp(p, g, Rate, Beta1, OneLessBeta1, Epsilon)),
        RmsPropRow<RmsPropForms.WithMomentum>(
            "RmsPropWithMomentum", 2, (p, g) => ReferenceUpdates.RmsPropWithMomentum(p, g, Rate, Beta1, OneLessBeta1, Epsilon, Beta2)),
        RmsPropRow<RmsPropForms.Centered>("CenteredRmsProp", 2, (p, g) => ReferenceUpdates.CenteredRmsProp(p, g, Rate, Beta1, OneLessBeta1, Epsilon)),
        RmsPropRow<RmsPropForms.CenteredWithMomentum>(
            "CenteredRmsPropWithMomentum", 3,
            (p, g) => ReferenceUpdates.CenteredRmsPropWithMomentum(p, g, Rate, Beta1, OneLessBeta1, Epsilon, Beta2)),
        Row("Adagrad", 1, new AdagradUpdate<T>(Rate, Epsilon), (p, g) => ReferenceUpdates.Adagrad(p, g, Rate, Epsilon)),
        Row(
            "Adam", 2, new AdamUpdate<T>(Adaptive),
            (p, g) => ReferenceUpdates.Adam(p, g, Rate, Beta1, OneLessBeta1, Beta2, OneLessBeta2, Correction, Epsilon)),
        Row(
            "AmsGrad", 3, new AmsGradUpdate<T>(Adaptive),
            (p, g) => ReferenceUpdates.AmsGrad(p, g, Rate, Beta1, OneLessBeta1, Beta2, OneLessBeta2, Correction, Epsilon)),
        Row(
            "Nadam", 2, new NadamUpdate<T>(Adaptive, GradientRate),
            (p, g) => ReferenceUpdates.Nadam(p, g, Rate, GradientRate, Beta1, OneLessBeta1, Beta2, OneLessBeta2, Correction, Epsilon)),
    ];

    private delegate void Run(Span<T> weights, ReadOnlySpan<T> gradients, Span<T> moment1, Span<T> moment2, Span<T> moment3, T keep, WorkerPool? workers);

    public static TheoryData<string> Names => [.. Table.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryLengthAtEveryWidthHasTheDefinedBits(string name)
    {
        UpdateRow update = Table.Single(row => row.Name == name);
        foreach (int width in VectorWidth.Bits)
        {
            using VectorWidth _ = VectorWidth.Force(width);
            int step = VectorWidth.IsAccelerated(width) ? 1 : 31;
            for (int length = 0; length <= 257; length += length < 20 ? 1 : step)
            {
                Verify(update, length, keep: length % 2 == 0 ? 1 : 0.999, workers: null);
            }
        }
    }

    // 20,000 parameters are divided; odd numbers leave a part shorter, and parts end on cache lines.
    [Theory]
    [MemberData(nameof(Names))]
    public void AnyNumberOfThreadsHasTheDefinedBits(string name)
    {
        UpdateRow update = Table.Single(row => row.Name == name);
        foreach (int threads in (int[])[1, 2, 3])
        {
            using WorkerPool workers = new(threads);
            Verify(update, 20_000, 0.999, workers);
            Verify(update, 20_011, 0.999, workers);
        }
    }

    private static void Verify(UpdateRow update, int length, double keep, WorkerPool? workers)
    {
        Philox random = new(1, RandomPurpose.Trial, (ulong)length);
        using GuardedBuffer<T> weightMemory = new(length), gradientMemory = new(length), memory1 = new(length), memory2 = new(length), memory3 = new(length);
        Span<T> w = weightMemory.Place(length, gap: length % 5);
        Span<T> g = gradientMemory.Place(length, gap: length % 3);
        Span<T> m1 = memory1.Place(update.Moments > 0 ? length : 0, gap: length % 7);
        Span<T> m2 = memory2.Place(update.Moments > 1 ? length : 0);
        Span<T> m3 = memory3.Place(update.Moments > 2 ? length : 0, gap: length % 2);
        T[] weights = new T[length], first = new T[m1.Length], second = new T[m2.Length], third = new T[m3.Length];
        for (int i = 0; i < length; i++)
        {
            w[i] = Of(random.Normal(5 * i));
            g[i] = Of(random.Normal((5 * i) + 1));
            Parameter<T> before = new(w[i] * Of(keep), Draw(m1, i, 2), Draw(m2, i, 3), Draw(m3, i, 4));
            Parameter<T> after = update.Definition(before, g[i]);
            weights[i] = after.Weight;
            Keep(first, i, after.Moment1);
            Keep(second, i, after.Moment2);
            Keep(third, i, after.Moment3);
        }

        T[] gradients = g.ToArray();
        update.Product(w, g, m1, m2, m3, Of(keep), workers);
        string what = $"{update.Name}, {length} parameters, {Numerics.VectorBits} bits";
        Bits.AssertSame<T>(weights, w, what);
        Bits.AssertSame<T>(gradients, g, what);
        Bits.AssertSame<T>(first, m1, what);
        Bits.AssertSame<T>(second, m2, what);
        Bits.AssertSame<T>(third, m3, what);
        weightMemory.AssertCanaries();
        memory1.AssertCanaries();
        memory2.AssertCanaries();
        memory3.AssertCanaries();

        T Draw(Span<T> moments, int i, int number) => moments.Length == 0 ? T.Zero : moments[i] = Of(random.Uniform((5 * i) + number));

        static void Keep(T[] moments, int i, T value)
        {
            if (moments.Length > 0)
            {
                moments[i] = value;
            }
        }
    }

    private static UpdateRow RmsPropRow<TForm>(string name, int moments, Func<Parameter<T>, T, Parameter<T>> definition)
        where TForm : struct, IRmsPropForm =>
        Row(name, moments, new RmsPropUpdate<T, TForm>(Rate, Beta1, OneLessBeta1, Epsilon, Beta2), definition);

    private static UpdateRow Row<TUpdate>(string name, int moments, TUpdate update, Func<Parameter<T>, T, Parameter<T>> definition)
        where TUpdate : struct, IUpdate<T> =>
        new(name, moments, (w, g, m1, m2, m3, keep, workers) => Update.Run(w, g, m1, m2, m3, keep, update, workers), definition);

    private static T Of(double value) => T.CreateChecked(value);

    private sealed record UpdateRow(string Name, int Moments, Run Product, Func<Parameter<T>, T, Parameter<T>> Definition);
}

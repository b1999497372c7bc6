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
    private static readonly T Correction = Of(1.7), Epsilon = Of(1e-8);

    // name, moments, product, definition
    private static readonly UpdateRow[] Table =
    [
        Row("GradientDescent", 0, new GradientDescentUpdate<T>(Rate), (p, g) => ReferenceUpdates.GradientDescent(p, g, Rate)),
        Row("Momentum", 1, new MomentumUpdate<T>(Rate, Beta1, OneLessBeta1), (p, g) => ReferenceUpdates.Momentum(p, g, Rate, Beta1, OneLessBeta1)),
        Row(
            "RmsProp", 1, new RmsPropUpdate<T>(Rate, Beta1, OneLessBeta1, Epsilon),
            (p, g) => ReferenceUpdates.RmsProp(p, g, Rate, Beta1, OneLessBeta1, Epsilon)),
        Row(
            "Adam", 2, new AdamUpdate<T>(Rate, Beta1, OneLessBeta1, Beta2, OneLessBeta2, Correction, Epsilon),
            (p, g) => ReferenceUpdates.Adam(p, g, Rate, Beta1, OneLessBeta1, Beta2, OneLessBeta2, Correction, Epsilon)),
    ];

    private delegate void Run(Span<T> weights, ReadOnlySpan<T> gradients, Span<T> moment1, Span<T> moment2, T penalty, T keep, WorkerPool? workers);

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
                Verify(update, length, penalty: length % 3 == 0 ? 0 : 0.01, keep: length % 2 == 0 ? 1 : 0.999, workers: null);
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
            Verify(update, 20_000, 0.01, 0.999, workers);
            Verify(update, 20_011, 0.01, 0.999, workers);
        }
    }

    private static void Verify(UpdateRow update, int length, double penalty, double keep, WorkerPool? workers)
    {
        Philox random = new(1, RandomPurpose.Trial, (ulong)length);
        using GuardedBuffer<T> weightMemory = new(length), gradientMemory = new(length), memory1 = new(length), memory2 = new(length);
        Span<T> w = weightMemory.Place(length, gap: length % 5);
        Span<T> g = gradientMemory.Place(length, gap: length % 3);
        Span<T> m = memory1.Place(update.Moments > 0 ? length : 0, gap: length % 7);
        Span<T> v = memory2.Place(update.Moments > 1 ? length : 0);
        T[] weights = new T[length], first = new T[m.Length], second = new T[v.Length];
        for (int i = 0; i < length; i++)
        {
            w[i] = Of(random.Normal(4 * i));
            g[i] = Of(random.Normal((4 * i) + 1));
            Parameter<T> before = new(w[i], T.Zero, T.Zero);
            if (m.Length > 0)
            {
                before.Moment1 = m[i] = Of(random.Uniform((4 * i) + 2));
            }

            if (v.Length > 0)
            {
                before.Moment2 = v[i] = Of(random.Uniform((4 * i) + 3));
            }

            (T gradient, Parameter<T> decayed) = i < Decaying(length)
                ? ReferenceUpdates.Decay(before, g[i], Of(penalty), Of(keep))
                : ReferenceUpdates.Decay(before, g[i], T.Zero, T.One);
            Parameter<T> after = update.Definition(decayed, gradient);
            weights[i] = after.Weight;
            if (m.Length > 0)
            {
                first[i] = after.Moment1;
            }

            if (v.Length > 0)
            {
                second[i] = after.Moment2;
            }
        }

        T[] gradients = g.ToArray();
        update.Product(w, g, m, v, Of(penalty), Of(keep), workers);
        string what = $"{update.Name}, {length} parameters, {Numerics.VectorBits} bits";
        Bits.AssertSame<T>(weights, w, what);
        Bits.AssertSame<T>(gradients, g, what);
        Bits.AssertSame<T>(first, m, what);
        Bits.AssertSame<T>(second, v, what);
        weightMemory.AssertCanaries();
        memory1.AssertCanaries();
        memory2.AssertCanaries();
    }

    // Weights come first, and only they decay: the border lies within a vector at most lengths.
    private static int Decaying(int length) => length * 2 / 3;

    private static UpdateRow Row<TUpdate>(string name, int moments, TUpdate update, Func<Parameter<T>, T, Parameter<T>> definition)
        where TUpdate : struct, IUpdate<T> =>
        new(name, moments, (w, g, m, v, penalty, keep, workers) => Update.Run(w, g, m, v, Decaying(w.Length), penalty, keep, update, workers), definition);

    private static T Of(double value) => T.CreateChecked(value);

    private sealed record UpdateRow(string Name, int Moments, Run Product, Func<Parameter<T>, T, Parameter<T>> Definition);
}

using System.Numerics;
using FastNet.Tests.Kernels;
using FastNet.Tests.Reference.Kernels;

namespace FastNet.Tests.Optimizers;

public sealed class SingleParameterAverageTests : ParameterAverageTests<float>;

public sealed class DoubleParameterAverageTests : ParameterAverageTests<double>;

/// <summary>Averages of parameters have the bits of their definition at every length and width, and go on from where they were saved.</summary>
public abstract class ParameterAverageTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Beta = 0.9;

    [Fact]
    public void EveryLengthAtEveryWidthHasTheDefinedBits()
    {
        foreach (int width in VectorWidth.Bits)
        {
            using VectorWidth _ = VectorWidth.Force(width);
            foreach (int length in (int[])[.. Enumerable.Range(0, 36), 63, 64, 65, 257])
            {
                Parameters parameters = new(length);
                ParameterAverage<T>[] averages = Both(parameters);
                T[][] expected = [new T[length], new T[length]];
                for (int t = 1; t <= 5; t++)
                {
                    parameters.Draw(t);
                    T[] gammas = [Of((1 - Beta) / (1 - ReferenceAverages.Power(Beta, t))), Of(1.0 / t)];
                    for (int a = 0; a < averages.Length; a++)
                    {
                        expected[a] = [.. expected[a].Select((average, i) => ReferenceAverages.Update(average, parameters.Values[i], gammas[a]))];
                        averages[a].Update();
                        Bits.AssertSame<T>(expected[a], averages[a].Values, $"average {a}, update {t}, {length} parameters, {width} bits");
                    }
                }
            }
        }
    }

    // Ten units of the last place for each of the 200 updates' roundings, which the weights damp; normals stay below 5.
    [Fact]
    public void TheyAreTheWeightedMeans()
    {
        const int Updates = 200;
        double tolerance = 10 * 5 * double.CreateChecked(T.BitIncrement(T.One) - T.One);
        Parameters parameters = new(7);
        ExponentialParameterAverage<T> exponential = new(parameters, Beta);
        StochasticWeightAverage<T> equal = new(parameters);
        double[] weighted = new double[7], sum = new double[7];
        double weights = 0;
        for (int t = 1; t <= Updates; t++)
        {
            parameters.Draw(t);
            exponential.Update();
            equal.Update();
            weights = (Beta * weights) + (1 - Beta);
            for (int i = 0; i < 7; i++)
            {
                double value = double.CreateChecked(parameters.Values[i]);
                weighted[i] = (Beta * weighted[i]) + ((1 - Beta) * value);
                sum[i] += value;
                Assert.Equal(weighted[i] / weights, double.CreateChecked(exponential.Values[i]), tolerance);
                Assert.Equal(sum[i] / t, double.CreateChecked(equal.Values[i]), tolerance);
            }
        }

        Assert.Equal((Updates, Updates), (exponential.Count, equal.Count));
    }

    [Fact]
    public void TheFirstUpdateIsTheParametersAndEqualOnesStayExact()
    {
        Parameters parameters = new(9);
        parameters.Draw(1);
        foreach (ParameterAverage<T> average in Both(parameters))
        {
            for (int t = 0; t < 20; t++)
            {
                average.Update();
                Bits.AssertSame<T>(parameters.Values, average.Values);
            }
        }
    }

    [Fact]
    public void ARestoredAverageGoesOnWithTheSameBits()
    {
        Parameters parameters = new(33);
        foreach ((ParameterAverage<T> whole, ParameterAverage<T> first, ParameterAverage<T> second) in Both(parameters).Zip(Both(parameters), Both(parameters)))
        {
            Run(whole, 1, 40);
            Run(first, 1, 17);
            second.Restore(first.Values, first.Count);
            Run(second, 18, 40);

            Bits.AssertSame(whole.Values, second.Values);
            Assert.Equal(40, second.Count);
        }

        void Run(ParameterAverage<T> average, int from, int to)
        {
            for (int t = from; t <= to; t++)
            {
                parameters.Draw(t);
                average.Update();
            }
        }
    }

    [Fact]
    public void ANetworkOfTheAverageIsAnother()
    {
        Network<T> network = new(2, [Layer.Dense(3), Layer.Relu(), Layer.Dense(1)], seed: 1);
        StochasticWeightAverage<T> average = new(network);
        T[] before = network.Parameters.ToArray();
        average.Update();
        network.Parameters.Clear();
        average.Update();

        Network<T> averaged = network.Clone();
        average.CopyTo(averaged.Parameters);

        Assert.Equal(before.Select(value => value / Of(2)), averaged.Parameters.ToArray());
        Assert.All(network.Parameters.ToArray(), value => Assert.Equal(T.Zero, value));
    }

    [Fact]
    public void AnUpdateAllocatesNothing()
    {
        ExponentialParameterAverage<T> average = new(new Parameters(100));
        average.Update();
        long before = GC.GetAllocatedBytesForCurrentThread();
        average.Update();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Parameters parameters = new(4);
        ExponentialParameterAverage<T> average = new(parameters);
        Assert.Throws<InvalidOperationException>(() => average.Values.Length);
        Assert.Throws<InvalidOperationException>(() => average.CopyTo(new T[4]));
        Assert.Throws<ArgumentException>("destination", () => average.CopyTo(new T[3]));
        Assert.Throws<ArgumentException>("values", () => average.Restore(new T[5], 1));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => average.Restore(new T[4], 0));
        Assert.Throws<ArgumentNullException>("parameters", () => new StochasticWeightAverage<T>(null!));
        Assert.Throws<ArgumentOutOfRangeException>("beta", () => new ExponentialParameterAverage<T>(parameters, 1));
    }

    private static ParameterAverage<T>[] Both(Parameters parameters) =>
        [new ExponentialParameterAverage<T>(parameters, Beta), new StochasticWeightAverage<T>(parameters)];

    private static T Of(double value) => T.CreateChecked(value);

    private sealed class Parameters(int length) : IParameters<T>
    {
        public T[] Values { get; } = new T[length];

        public int WeightCount => Values.Length;

        public IReadOnlyList<ParameterSlice> Slices => [];

        Span<T> IParameters<T>.Parameters => Values;

        public void Draw(int t)
        {
            Philox random = new(5, RandomPurpose.Trial, (ulong)t);
            for (int i = 0; i < Values.Length; i++)
            {
                Values[i] = Of(random.Normal(i));
            }
        }
    }
}

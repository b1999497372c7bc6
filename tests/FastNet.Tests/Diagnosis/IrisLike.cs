using System.Numerics;
using FastNet.Training;

namespace FastNet.Tests.Diagnosis;

/// <summary>Data without a flaw: drawn like Fisher's irises, or a curve with noise.</summary>
internal static class IrisLike
{
    // Means and deviations of the three species' four measurements, from Fisher (1936).
    private static readonly double[][] Means = [[5.006, 3.428, 1.462, 0.246], [5.936, 2.770, 4.260, 1.326], [6.588, 2.974, 5.552, 2.026]];
    private static readonly double[][] Deviations = [[0.352, 0.379, 0.174, 0.105], [0.516, 0.314, 0.470, 0.198], [0.636, 0.322, 0.552, 0.275]];

    /// <summary>Three classes in turn, normalised; one species' petal width errs on one example in twenty.</summary>
    public static Dataset<T> Classes<T>(ulong seed, int count = 150)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Philox random = new(seed, RandomPurpose.Trial);
        T[] features = [.. Enumerable.Range(0, 4 * count).Select(i => T.CreateTruncating(Means[i / 4 % 3][i % 4] + (Deviations[i / 4 % 3][i % 4] * random.Normal(i))))];
        return Normalized(new Dataset<T>(features, 4, [.. Enumerable.Range(0, count).Select(i => i % 3)], ["setosa", "versicolor", "virginica"]));
    }

    /// <summary>t = sin 2x₀ + x₁ + x₂·x₃/2 + 0.3·noise, all normalised.</summary>
    public static Dataset<T> Values<T>(ulong seed, int count = 150)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Philox random = new(seed, RandomPurpose.Trial);
        double[] x = [.. Enumerable.Range(0, 4 * count).Select(i => random.Normal(i))];
        T[] values =
        [
            .. Enumerable.Range(0, count).Select(i => T.CreateTruncating(
                Math.Sin(2 * x[4 * i]) + x[(4 * i) + 1] + (x[(4 * i) + 2] * x[(4 * i) + 3] / 2) + (0.3 * random.Normal((4 * count) + i)))),
        ];
        Dataset<T> data = Normalized(new Dataset<T>([.. x.Select(T.CreateTruncating)], 4, values, 1));
        return Normalizer.Fit(data.Values).ApplyToValues(data);
    }

    /// <summary>The same examples with one more feature.</summary>
    public static Dataset<T> With<T>(Dataset<T> data, Func<int, double> feature)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] features = [.. Enumerable.Range(0, data.Count).SelectMany(row => (T[])[.. data.Features.Row(row), T.CreateTruncating(feature(row))])];
        return data.HasClasses
            ? new(features, data.FeatureCount + 1, data.Classes.ToArray(), data.ClassNames)
            : new(features, data.FeatureCount + 1, data.Values.Values.ToArray(), data.ValueCount);
    }

    /// <summary>The same features and the same classes, in an order that has nothing to do with them.</summary>
    public static Dataset<T> Shuffled<T>(Dataset<T> data, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[] classes = data.Classes.ToArray();
        new Philox(seed, RandomPurpose.Shuffle, step: 1).Shuffle(classes);
        return new(data.Features.Values.ToArray(), data.FeatureCount, classes, data.ClassNames);
    }

    private static Dataset<T> Normalized<T>(Dataset<T> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Normalizer.Fit(data.Features).Apply(data);
}

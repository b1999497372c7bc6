using System.Numerics;
using FastNet.Training;

namespace FastNet.Tests.Diagnosis;

/// <summary>Tables like those of docs/samples/planted.sh: clean, or with one ailment.</summary>
internal static class Planted
{
    /// <summary>Two classes 0.6 deviations to either side of 0 in the first three features, so that the best answer errs on Φ(−0.6·√3), 15 %; the other features are noise.</summary>
    public static Dataset<T> Overlapping<T>(ulong seed, int count, int features = 4)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Classes<T>(seed, count, features, (row, x) =>
        {
            bool isFirst = row(0) < 0.5;
            for (int i = 0; i < 3; i++)
            {
                x[i] += isFirst ? 0.6 : -0.6;
            }

            return isFirst;
        });

    /// <summary>t = 0.8·x₀ + 0.4·x₁ + 0.4·n, n normal, four features of which two are noise: t has nearly deviation 1, and the best answer errs by 0.4.</summary>
    public static Dataset<T> Linear<T>(ulong seed, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Philox random = new(seed, RandomPurpose.Trial, step: 3);
        double[] normals = [.. Enumerable.Range(0, 5 * count).Select(i => random.Normal(2 * i))];
        return new(
            [.. normals.Take(4 * count).Select(T.CreateTruncating)], 4,
            [.. Enumerable.Range(0, count).Select(row => T.CreateTruncating((0.8 * normals[4 * row]) + (0.4 * normals[(4 * row) + 1]) + (0.4 * normals[(4 * count) + row])))], 1);
    }

    /// <summary>Unit normal features and what a rule makes of them, which may change them.</summary>
    /// <param name="seed">Selects the numbers.</param>
    /// <param name="count">Rows.</param>
    /// <param name="features">Features.</param>
    /// <param name="isFirst">Of a row's uniform numbers and its features.</param>
    public static Dataset<T> Classes<T>(ulong seed, int count, int features, Func<Func<int, double>, double[], bool> isFirst)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] all = new T[count * features];
        int[] classes = new int[count];
        for (int row = 0; row < count; row++)
        {
            Philox normals = new(seed, RandomPurpose.Trial, step: (ulong)row, layer: 1), uniforms = new(seed, RandomPurpose.Trial, step: (ulong)row, layer: 2);
            double[] x = [.. Enumerable.Range(0, features).Select(i => normals.Normal(2 * i))];
            classes[row] = isFirst(i => uniforms.Uniform(i), x) ? 0 : 1;
            for (int i = 0; i < features; i++)
            {
                all[(row * features) + i] = T.CreateTruncating(x[i]);
            }
        }

        return new(all, features, classes, ["a", "b"]);
    }
}

using FastNet.Training;

namespace FastNet.Tests.Training;

/// <summary>Data sets made for the tests.</summary>
internal static class Examples
{
    /// <summary>Rows [i, −i, class of i]: an example can be told, and its label checked, by its features.</summary>
    public static Dataset<double> Numbered(int count, int classes) => new(
        [.. Enumerable.Range(0, count).SelectMany(i => new double[] { i, -i, i % classes })], 3, [.. Enumerable.Range(0, count).Select(i => i % classes)],
        [.. Enumerable.Range(0, classes).Select(c => $"class {c}")]);

    /// <summary>Two classes that a curve parts, with noise: learnable, and slow enough to overfit.</summary>
    public static Dataset<double> Moons(int count, ulong seed)
    {
        Philox random = new(seed, RandomPurpose.Noise);
        double[] features = new double[2 * count];
        int[] classes = new int[count];
        for (int i = 0; i < count; i++)
        {
            double angle = Math.PI * random.Uniform(i);
            classes[i] = i % 2;
            double side = classes[i] == 0 ? 1 : -1;
            features[2 * i] = (side * Math.Cos(angle)) + (classes[i] * 1.0) + (0.3 * random.Normal((2 * i) + (10 * count)));
            features[(2 * i) + 1] = (side * Math.Sin(angle)) + (classes[i] * 0.5) + (0.3 * random.Normal((2 * i) + 1 + (10 * count)));
        }

        return new(features, 2, classes, ["upper", "lower"]);
    }
}

using System.Numerics;
using FastNet.Extensions;
using FastNet.Tests.Contracts;
using FastNet.Tests.Training;
using FastNet.Training;

namespace FastNet.Tests.Extensions;

/// <summary>Iris, learned with nothing but a user's own activation, layer, loss, optimizer, regularizer and schedule.</summary>
internal static class ExtendedTraining
{
    public const int BatchSize = 32;

    static ExtendedTraining() => Extension.Register();

    public static Network<T> Network<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(4, [Layer.Dense(10), Layer.Activation(new SquarePlus(0.5)), Layer.Dense(8), new ParametricRelu(), Layer.Dense(3)], seed: 12);

    public static Loss<T> Loss<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new ElementLoss<T, LogCosh>(default);

    public static TrainingParts<T> Create<T>(Autosave? autosave = null, Action<long>? stepEnded = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Network<T> network = Network<T>();
        Lion<T> lion = new(network) { LearningRate = 0.01, Regularizer = new HuberPenalty(1e-3, delta: 0.1) };
        Trainer<T> trainer = new(network, lion, Loss<T>())
        {
            Schedule = new TriangularCycle(half: 7, lowest: 0.1),
            Autosave = autosave,
            StepEnded = stepEnded,
        };
        return new TrainingParts<T>(network, lion, trainer);
    }

    /// <summary>Normalised features; a target is 1 in its class's column, else 0.</summary>
    public static Dataset<T> Iris<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Dataset<T> iris = Dataset<T>.FromFile(Path.Combine(AppContext.BaseDirectory, "Data", "iris.csv"));
        iris = Normalizer.Fit(iris.Features).Apply(iris);
        T[] targets = new T[iris.Count * 3];
        for (int i = 0; i < iris.Count; i++)
        {
            targets[(3 * i) + iris.Classes[i]] = T.One;
        }

        return new Dataset<T>(iris.Features.Values.ToArray(), 4, targets, 3);
    }

    public static IEnumerable<string> Sources() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "FastNet.Extensions"), "*.cs");
}

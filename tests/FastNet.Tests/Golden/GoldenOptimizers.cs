using System.Numerics;
using System.Text.Json;
using FastNet.Tests.Reference;

namespace FastNet.Tests.Golden;

/// <summary>optimizers.json: the weights after each step along given gradients.</summary>
internal static class GoldenOptimizers
{
    // Some roundings of 6·10⁻⁸ of the weight and of its step at each of some dozen steps; what is under a root may have lost a digit or two
    // by a difference, but only the step has it, which is a hundredth of a weight. A formula that is wrong errs by more than 10⁻³.
    private const double SingleTolerance = 1e-5;

    public static IEnumerable<GoldenCase> Read(JsonElement root) =>
        root.GetProperty("cases").EnumerateArray().Select(known => new GoldenCase(known.Name(), () => Check(root, known)));

    /// <summary>The product's optimizer of that name.</summary>
    public static Optimizer<T> Create<T>(string name, JsonElement hyperparameters, Network<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Hyperparameters h = new(hyperparameters);
        Optimizer<T> optimizer = name switch
        {
            "gradient descent" => new GradientDescent<T>(network),
            "gradient descent, L2" => new GradientDescent<T>(network) { Regularizer = L2(h) },
            "momentum, moving-average form" => new Momentum<T>(network, MomentumConvention.MovingAverage) { Beta = h.Beta },
            "momentum, accumulating form" => new Momentum<T>(network, MomentumConvention.Accumulating) { Beta = h.Beta },
            "nesterov, moving-average form" => new Nesterov<T>(network, MomentumConvention.MovingAverage) { Beta = h.Beta },
            "nesterov, accumulating form" => new Nesterov<T>(network, MomentumConvention.Accumulating) { Beta = h.Beta },
            "rmsprop" => new RmsProp<T>(network) { Beta = h.Beta, Epsilon = h.Epsilon },
            "rmsprop, centred" => new RmsProp<T>(network, centered: true) { Beta = h.Beta, Epsilon = h.Epsilon },
            "rmsprop with momentum" => new RmsProp<T>(network, momentum: h.Momentum) { Beta = h.Beta, Epsilon = h.Epsilon },
            "adagrad" => new Adagrad<T>(network) { Epsilon = h.Epsilon },
            "adam" => Adaptive(h, new Adam<T>(network)),
            "adam, L2 in the gradient" => Adaptive(h, new Adam<T>(network) { Regularizer = L2(h) }),
            "adamw" => Adaptive(h, new AdamW<T>(network, h.WeightDecay)),
            "amsgrad" => Adaptive(h, new AmsGrad<T>(network)),
            "nadam" => Adaptive(h, new Nadam<T>(network) { MomentumDecay = h.MomentumDecay }),
            _ => throw GoldenCase.UnknownName("optimizer", name),
        };
        optimizer.LearningRate = h.LearningRate;
        h.AssertAllRead();
        return optimizer;
    }

    private static void Check(JsonElement root, JsonElement known)
    {
        double[] weights = root.Vector("initialWeights");
        double[][] gradients = Steps(root.GetProperty("gradients"));
        double[][] expected = Steps(known.GetProperty("weightsAfterStep"));
        Assert.Equal(gradients.Length, expected.Length);

        var network = new Network<double>(inputs: 1, [Layer.Dense(weights.Length, bias: false)]);
        weights.CopyTo(network.Parameters);
        JsonElement hyperparameters = known.GetProperty("hyperparameters");
        Network<float> inSingle = network.To<float>();
        Optimizer<double> optimizer = Create(known.Name(), hyperparameters, network);
        Optimizer<float> optimizerInSingle = Create(known.Name(), hyperparameters, inSingle);
        Func<double, double, double>[] references = [.. weights.Select(_ => Reference(known.Name(), new(hyperparameters)))];
        for (int step = 0; step < gradients.Length; step++)
        {
            optimizer.Step([.. gradients[step]]);
            Agree.With(expected[step], network.Parameters, $"weights after step {step}");
            optimizerInSingle.Step([.. gradients[step].Select(gradient => (float)gradient)]);
            Agree.With(expected[step], [.. inSingle.Parameters.ToArray().Select(weight => (double)weight)], $"weights in float after step {step}", SingleTolerance);
            for (int i = 0; i < weights.Length; i++)
            {
                weights[i] = references[i](weights[i], gradients[step][i]);
            }

            Agree.With(expected[step], weights, $"the reference's weights after step {step}");
        }
    }

    private static Func<double, double, double> Reference(string name, Hyperparameters h) =>
        name switch
        {
            "gradient descent" => ReferenceOptimizers.GradientDescent(h.LearningRate),
            "gradient descent, L2" => ReferenceOptimizers.WithL2(ReferenceOptimizers.GradientDescent(h.LearningRate), h.WeightDecay),
            "momentum, moving-average form" => ReferenceOptimizers.Momentum(h.LearningRate, h.Beta, accumulating: false),
            "momentum, accumulating form" => ReferenceOptimizers.Momentum(h.LearningRate, h.Beta, accumulating: true),
            "nesterov, moving-average form" => ReferenceOptimizers.Nesterov(h.LearningRate, h.Beta, accumulating: false),
            "nesterov, accumulating form" => ReferenceOptimizers.Nesterov(h.LearningRate, h.Beta, accumulating: true),
            "rmsprop" => ReferenceOptimizers.RmsProp(h.LearningRate, h.Beta, h.Epsilon),
            "rmsprop, centred" => ReferenceOptimizers.RmsProp(h.LearningRate, h.Beta, h.Epsilon, centered: true),
            "rmsprop with momentum" => ReferenceOptimizers.RmsProp(h.LearningRate, h.Beta, h.Epsilon, momentum: h.Momentum),
            "adagrad" => ReferenceOptimizers.Adagrad(h.LearningRate, h.Epsilon),
            "amsgrad" => ReferenceOptimizers.Adam(h.LearningRate, h.Beta1, h.Beta2, h.Epsilon, usesMaximum: true),
            "nadam" => ReferenceOptimizers.Nadam(h.LearningRate, h.Beta1, h.Beta2, h.Epsilon, h.MomentumDecay),
            "adam" => ReferenceAdam(h),
            "adam, L2 in the gradient" => ReferenceOptimizers.WithL2(ReferenceAdam(h), h.WeightDecay),
            "adamw" => ReferenceOptimizers.WithWeightDecay(ReferenceAdam(h), h.WeightDecay, h.LearningRate),
            _ => throw GoldenCase.UnknownName("optimizer", name),
        };

    private static AdaptiveMoments<T> Adaptive<T>(Hyperparameters h, AdaptiveMoments<T> optimizer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (optimizer.Beta1, optimizer.Beta2, optimizer.Epsilon) = (h.Beta1, h.Beta2, h.Epsilon);
        return optimizer;
    }

    private static Func<double, double, double> ReferenceAdam(Hyperparameters h) =>
        ReferenceOptimizers.Adam(h.LearningRate, h.Beta1, h.Beta2, h.Epsilon);

    // The files' weight decay is λ/m.
    private static Regularizer L2(Hyperparameters h) => Regularizer.L2(h.WeightDecay, trainingExamples: 1);

    private static double[][] Steps(JsonElement element) =>
        [.. element.EnumerateArray().Select(step => step.EnumerateArray().Select(number => number.GetDouble()).ToArray())];
}

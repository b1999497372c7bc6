using System.Numerics;

namespace FastNet.Training;

/// <summary>
/// The loss of a fresh network is about that of guessing, which outputs of 0 cost: log K for softmax cross-entropy of K classes, log 2 for binary
/// cross-entropy, the targets' mean square for squared error, which is 1 where they are normalised.
/// </summary>
internal static class InitialLossCheck
{
    // Weights that keep the variance give outputs of variance v = 1 to 2, from few inputs up to thrice that, which add up to about v/2 nats to
    // cross-entropy (the second-order term) and v to squared error. An output layer that is ten times too large adds tens.
    private const double MostAboveOfClasses = 3;
    private const double MostAboveOfValues = 10;

    // A confident network may be right by chance: so logits are looked at too. Root mean squares of up to 4 are seen where nothing is wrong.
    private const double MostOutput = 5;

    private const double LeastTargetSquare = 0.5;
    private const double MostTargetSquare = 2;

    private const int MostExamples = 256;

    public static PreflightCheck Run<T>(Preflight<T> preflight, Dataset<T> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        MiniBatch<T> batch = preflight.Batches(data, MostExamples)[0];
        if (batch.Count < 2 || !(preflight.Loss.Divisor(batch.Targets) > 0))
        {
            return PreflightCheck.Of(PreflightSubject.InitialLoss, CheckOutcome.NotApplicable, $"there are fewer than 2 examples that weigh anything");
        }

        Network<T> network = NetworkCopy.WithoutDropout(preflight.Network);
        ReadOnlyMatrixSpan<T> outputs = network.Forward(batch.Features, network.CreateWorkspace(batch.Count), Pass.Training(0));
        double cost = preflight.Loss.Evaluate(outputs, batch.Targets);
        MatrixSpan<T> zeros = new(new T[batch.Count * network.Outputs], batch.Count, network.Outputs);
        double guess = preflight.Loss.Evaluate(zeros, batch.Targets);
        if (preflight.Loss is MeanSquaredError<T>)
        {
            double square = MeanSquare(data);
            if (square == 0)
            {
                return PreflightCheck.Of(PreflightSubject.InitialLoss, CheckOutcome.NotApplicable, $"all targets are 0, as those of a constant are: there is nothing to learn");
            }

            if (square is not (>= LeastTargetSquare and <= MostTargetSquare))
            {
                return PreflightCheck.Of(
                    PreflightSubject.InitialLoss, CheckOutcome.Failed, $"the targets' mean square is {square:G3}, where 1 is expected of normalised targets: normalise them");
            }
        }

        bool isSquared = preflight.Loss.ErrorOf(batch.Targets) == ErrorKind.RootMeanSquare;
        double most = guess + (isSquared ? MostAboveOfValues : MostAboveOfClasses);
        double scale = RootMeanSquare.Of(outputs);
        return cost <= most && (isSquared || scale <= MostOutput)
            ? PreflightCheck.Of(
                PreflightSubject.InitialLoss, CheckOutcome.Passed,
                $"the loss starts at {cost:G3}, where outputs of 0 cost {guess:G3} and up to {most:G3} is expected; outputs have the root mean square {scale:G3}")
            : PreflightCheck.Of(
                PreflightSubject.InitialLoss, CheckOutcome.Failed,
                $"the loss starts at {cost:G3}, where outputs of 0 cost {guess:G3} and up to {most:G3} is expected; outputs have the root mean square {scale:G3}, "
                + $"where up to {(isSquared ? Math.Sqrt(MostAboveOfValues) : MostOutput):G2} is: start the last layer from smaller weights and biases of 0, "
                + $"and normalise the inputs");
    }

    private static double MeanSquare<T>(Dataset<T> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double root = RootMeanSquare.Of(data.Values);
        return root * root;
    }
}

using System.Numerics;

namespace FastNet.Training;

/// <summary>
/// One number T that a trained classifier's outputs are divided by, so that its probabilities are right as often as they say; what it takes an
/// example for stays (Guo et al., "On calibration of modern neural networks", 2017, section 4.2).
/// </summary>
public static class TemperatureScaling
{
    private const double Greatest = 100;

    // The last steps of Newton's method square the distance: one below this leaves rounding alone.
    private const double RelativeStep = 1e-9;

    // Halving alone would bring the bracket from 10⁴ down to rounding in some 70.
    private const int MostSteps = 200;

    /// <summary>
    /// The T from 1/100 to 100 with the least cross-entropy of softmax(z/T), which is convex in 1/T. 1 where there is none within: where every example
    /// is right, larger outputs would be better without end; where outputs say nothing of the class, smaller ones.
    /// </summary>
    /// <param name="outputs">z: [examples, classes], of examples that were not trained on; finite.</param>
    /// <param name="classes">[examples], each from 0 on and below the number of columns.</param>
    /// <exception cref="ArgumentException">There is no example, a shape does not fit, a class lies outside, or an output is not finite.</exception>
    public static double Fit<T>(ReadOnlyMatrixSpan<T> outputs, ReadOnlySpan<int> classes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TemperedLoss<T> loss = new(outputs, classes);
        double least = 1 / Greatest, greatest = Greatest;
        if (!(loss.Derivatives(least).First < 0 && loss.Derivatives(greatest).First > 0))
        {
            return 1;
        }

        double beta = 1;
        double step = double.PositiveInfinity;
        for (int i = 0; i < MostSteps && Math.Abs(step) > RelativeStep * beta; i++)
        {
            (double first, double second) = loss.Derivatives(beta);
            (least, greatest) = first < 0 ? (beta, greatest) : (least, beta);

            // Newton's step while it stays inside and gets shorter by half; else the middle, in ratio.
            double next = beta - (first / second);
            if (!(next >= least && next <= greatest && Math.Abs(next - beta) <= Math.Abs(step) / 2))
            {
                next = Math.Sqrt(least * greatest);
            }

            (step, beta) = (next - beta, next);
        }

        return loss.Mean(beta) < loss.Mean(1) ? 1 / beta : 1;
    }
}

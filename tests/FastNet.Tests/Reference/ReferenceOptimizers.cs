namespace FastNet.Tests.Reference;

/// <summary>Optimizers of one weight as their formulas read: called with w and its gradient at steps 1, 2, …, each returns the next w.</summary>
internal static class ReferenceOptimizers
{
    /// <summary>w ← w − αg.</summary>
    public static Func<double, double, double> GradientDescent(double learningRate) => (w, g) => w - (learningRate * g);

    /// <summary>v ← βv + (1 − β)g, or βv + g where it accumulates;  w ← w − αv.</summary>
    public static Func<double, double, double> Momentum(double learningRate, double beta, bool accumulating)
    {
        double v = 0;
        return (w, g) =>
        {
            v = (beta * v) + ((accumulating ? 1 : 1 - beta) * g);
            return w - (learningRate * v);
        };
    }

    /// <summary>s ← βs + (1 − β)g²;  w ← w − αg/(√s + ε).</summary>
    public static Func<double, double, double> RmsProp(double learningRate, double beta, double epsilon)
    {
        double s = 0;
        return (w, g) =>
        {
            s = (beta * s) + ((1 - beta) * g * g);
            return w - (learningRate * g / (Math.Sqrt(s) + epsilon));
        };
    }

    /// <summary>Algorithm 1 of Kingma and Ba (ICLR 2015), with its bias corrections as they stand there.</summary>
    public static Func<double, double, double> Adam(double learningRate, double beta1, double beta2, double epsilon)
    {
        double m = 0;
        double v = 0;
        int t = 0;
        return (w, g) =>
        {
            t++;
            m = (beta1 * m) + ((1 - beta1) * g);
            v = (beta2 * v) + ((1 - beta2) * g * g);
            double unbiasedMean = m / (1 - Math.Pow(beta1, t));
            double unbiasedSquare = v / (1 - Math.Pow(beta2, t));
            return w - (learningRate * unbiasedMean / (Math.Sqrt(unbiasedSquare) + epsilon));
        };
    }

    /// <summary>λ/m·w is added to the gradient.</summary>
    public static Func<double, double, double> WithL2(Func<double, double, double> step, double rate) => (w, g) => step(w, g + (rate * w));

    /// <summary>The weight shrinks by α·rate·w, beside the step (Loshchilov and Hutter 2019).</summary>
    public static Func<double, double, double> WithWeightDecay(Func<double, double, double> step, double rate, double learningRate) =>
        (w, g) => step(w - (learningRate * rate * w), g);
}

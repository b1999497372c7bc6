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

    /// <summary>v ← βv + (1 − β)g, or βv + g where it accumulates;  w ← w − α(βv + (1 − β)g), or α(βv + g).</summary>
    public static Func<double, double, double> Nesterov(double learningRate, double beta, bool accumulating)
    {
        double v = 0;
        double gamma = accumulating ? 1 : 1 - beta;
        return (w, g) =>
        {
            v = (beta * v) + (gamma * g);
            return w - (learningRate * ((beta * v) + (gamma * g)));
        };
    }

    /// <summary>s ← βs + (1 − β)g²;  d = g/(√s + ε), centred g/(√(s − ḡ²) + ε);  w ← w − αd, with momentum v ← μv + d, w ← w − αv.</summary>
    public static Func<double, double, double> RmsProp(double learningRate, double beta, double epsilon, double momentum = 0, bool centered = false)
    {
        double s = 0;
        double mean = 0;
        double v = 0;
        return (w, g) =>
        {
            s = (beta * s) + ((1 - beta) * g * g);
            mean = (beta * mean) + ((1 - beta) * g);
            v = (momentum * v) + (g / (Math.Sqrt(centered ? s - (mean * mean) : s) + epsilon));
            return w - (learningRate * v);
        };
    }

    /// <summary>s ← s + g²;  w ← w − αg/(√s + ε).</summary>
    public static Func<double, double, double> Adagrad(double learningRate, double epsilon)
    {
        double s = 0;
        return (w, g) =>
        {
            s += g * g;
            return w - (learningRate * g / (Math.Sqrt(s) + epsilon));
        };
    }

    /// <summary>
    /// Algorithm 1 of Kingma and Ba (ICLR 2015), with its bias corrections as they stand there; AMSGrad's maximum is of the uncorrected v.
    /// </summary>
    public static Func<double, double, double> Adam(double learningRate, double beta1, double beta2, double epsilon, bool usesMaximum = false)
    {
        double m = 0;
        double v = 0;
        double largest = 0;
        int t = 0;
        return (w, g) =>
        {
            t++;
            m = (beta1 * m) + ((1 - beta1) * g);
            v = (beta2 * v) + ((1 - beta2) * g * g);
            largest = Math.Max(largest, v);
            double unbiasedMean = m / (1 - Math.Pow(beta1, t));
            double unbiasedSquare = (usesMaximum ? largest : v) / (1 - Math.Pow(beta2, t));
            return w - (learningRate * unbiasedMean / (Math.Sqrt(unbiasedSquare) + epsilon));
        };
    }

    /// <summary>Algorithm 2 of Dozat (2016), with μₜ = β₁(1 − ½·0.96^(tψ)).</summary>
    public static Func<double, double, double> Nadam(double learningRate, double beta1, double beta2, double epsilon, double momentumDecay)
    {
        double m = 0;
        double v = 0;
        double product = 1;
        int t = 0;
        return (w, g) =>
        {
            t++;
            double mu = beta1 * (1 - (0.5 * Math.Pow(0.96, t * momentumDecay)));
            double next = beta1 * (1 - (0.5 * Math.Pow(0.96, (t + 1) * momentumDecay)));
            product *= mu;
            m = (beta1 * m) + ((1 - beta1) * g);
            v = (beta2 * v) + ((1 - beta2) * g * g);
            double direction = (next * m / (1 - (product * next))) + ((1 - mu) * g / (1 - product));
            return w - (learningRate * direction / (Math.Sqrt(v / (1 - Math.Pow(beta2, t))) + epsilon));
        };
    }

    /// <summary>λ/m·w is added to the gradient.</summary>
    public static Func<double, double, double> WithL2(Func<double, double, double> step, double rate) => (w, g) => step(w, g + (rate * w));

    /// <summary>The weight shrinks by α·rate·w, beside the step (Loshchilov and Hutter 2019).</summary>
    public static Func<double, double, double> WithWeightDecay(Func<double, double, double> step, double rate, double learningRate) =>
        (w, g) => step(w - (learningRate * rate * w), g);
}

using FastNet.Kernels;

namespace FastNet.Training;

/// <summary>Beta(α, α) is A/(A + B), A and B ~ Gamma(α).</summary>
internal static class BetaDistribution
{
    /// <summary>1/(1 + B/A) from logarithms, as small α make A and B too small for a double.</summary>
    /// <param name="random">Its uniforms from number 4 on.</param>
    /// <param name="alpha">α, neither so small nor so large that the logarithms lose it: 1e-6 to 1e6.</param>
    public static double DrawSymmetric(Philox random, double alpha)
    {
        long next = 4;
        double a = LogOfGamma(random, ref next, alpha);
        double b = LogOfGamma(random, ref next, alpha);
        return 1 / (1 + VectorMath.Exp(b - a));
    }

    // Marsaglia and Tsang, "A simple method for generating gamma variables", 2000: Gamma(α + 1) by rejection, in which an attempt takes a normal of
    // two uniforms and another uniform u; then times w^(1/α), w being the fourth uniform (their section 6).
    private static double LogOfGamma(Philox random, ref long next, double alpha)
    {
        double d = alpha + (2.0 / 3);
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = random.Normal(next);
            double u = 1 - random.Uniform(next + 2);
            double w = 1 - random.Uniform(next + 3);
            double root = 1 + (c * x);
            next += 4;
            if (root > 0)
            {
                double v = root * root * root;
                double logarithm = VectorMath.Log(v);
                if (VectorMath.Log(u) < (0.5 * x * x) + d - (d * v) + (d * logarithm))
                {
                    return VectorMath.Log(d) + logarithm + (VectorMath.Log(w) / alpha);
                }
            }
        }
    }
}

namespace FastNet.Tests.Reference;

/// <summary>Losses as their formulas read, of outputs z and targets t, both [batch, outputs], and weights v: [batch], or null for 1.</summary>
internal static class ReferenceLosses
{
    /// <summary>
    /// Σᵢ vᵢ[−(1 − s) Σⱼ uⱼtᵢⱼ ln pᵢⱼ − (s/K) Σⱼ uⱼ ln pᵢⱼ]/divisor, p = softmax(z). The divisor is the batch, or for classes with weights u the
    /// sum of the weights of the examples' classes: as torch.nn.functional.cross_entropy has it.
    /// </summary>
    public static Dual SoftmaxCrossEntropy(
        Dual[,] z, Matrix t, double[]? v = null, double smoothing = 0, double[]? classWeights = null, bool areClasses = false)
    {
        Dual[,] logs = ReferenceLayers.LogSoftmax(z);
        double Weight(int j) => classWeights?[j] ?? 1;
        Dual ofTargets = Sum(z, v, (i, j) => -t[i, j] * Weight(j) * logs[i, j]);
        Dual ofAllClasses = Sum(z, v, (i, j) => -Weight(j) * logs[i, j]) / t.Columns;
        double divisor = areClasses ? Sum(z, null, (i, j) => t[i, j] * Weight(j)).Value : t.Rows;
        return (((1 - smoothing) * ofTargets) + (smoothing * ofAllClasses)) / divisor;
    }

    /// <summary>
    /// The mean of −p·t ln σ(z) − (1 − t) ln(1 − σ(z)), with ln σ(z) = min(z, 0) − ln(1 + e^−|z|) and 1 − σ(z) = σ(−z); p is that of the column.
    /// </summary>
    public static Dual BinaryCrossEntropy(Dual[,] z, Matrix t, double[]? v = null, double[]? positiveWeights = null) =>
        Sum(z, v, (i, j) => (-(positiveWeights?[j] ?? 1) * t[i, j] * LogSigmoid(z[i, j])) - ((1 - t[i, j]) * LogSigmoid(-z[i, j]))) / z.Length;

    /// <summary>The mean of (z − t)².</summary>
    public static Dual MeanSquaredError(Dual[,] z, Matrix t, double[]? v = null) =>
        Sum(z, v, (i, j) => (z[i, j] - t[i, j]) * (z[i, j] - t[i, j])) / z.Length;

    /// <summary>The mean of |z − t|.</summary>
    public static Dual MeanAbsoluteError(Dual[,] z, Matrix t, double[]? v = null) => Sum(z, v, (i, j) => Magnitude(z[i, j] - t[i, j])) / z.Length;

    /// <summary>The mean of ½d² where |d| ≤ δ, else δ(|d| − ½δ); d = z − t.</summary>
    public static Dual Huber(Dual[,] z, Matrix t, double[]? v = null, double delta = 1) =>
        Sum(z, v, (i, j) => OfDistance(z[i, j] - t[i, j], delta)) / z.Length;

    /// <summary>The mean of max(0, 1 − t·z).</summary>
    public static Dual Hinge(Dual[,] z, Matrix t, double[]? v = null) =>
        Sum(z, v, (i, j) => 1 - (t[i, j] * z[i, j]) > 0 ? 1 - (t[i, j] * z[i, j]) : 0) / z.Length;

    /// <summary>Rows with a one at the class.</summary>
    public static Matrix OneHot(int[] classes, int outputs)
    {
        Matrix t = new(classes.Length, outputs);
        for (int i = 0; i < classes.Length; i++)
        {
            t[i, classes[i]] = 1;
        }

        return t;
    }

    private static Dual LogSigmoid(Dual z) => z > 0 ? -Dual.Log(1 + Dual.Exp(-z)) : z - Dual.Log(1 + Dual.Exp(z));

    private static Dual Magnitude(Dual d) => d > 0 ? d : d < 0 ? -d : 0;

    private static Dual OfDistance(Dual d, double delta) =>
        Magnitude(d) > delta ? delta * (Magnitude(d) - (delta / 2)) : 0.5 * d * d;

    private static Dual Sum(Dual[,] z, double[]? v, Func<int, int, Dual> term)
    {
        Dual sum = 0;
        for (int i = 0; i < z.GetLength(0); i++)
        {
            for (int j = 0; j < z.GetLength(1); j++)
            {
                sum += (v?[i] ?? 1) * term(i, j);
            }
        }

        return sum;
    }
}

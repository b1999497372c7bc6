namespace FastNet.Tests.Reference;

/// <summary>Losses as their formulas read, of outputs z and targets t, both [batch, outputs].</summary>
internal static class ReferenceLosses
{
    /// <summary>−(1/batch) Σᵢ Σⱼ tᵢⱼ ln softmax(z)ᵢⱼ.</summary>
    public static Dual SoftmaxCrossEntropy(Dual[,] z, Matrix t)
    {
        Dual[,] logs = ReferenceLayers.LogSoftmax(z);
        return Sum(z, (i, j) => -t[i, j] * logs[i, j]) / z.GetLength(0);
    }

    /// <summary>The mean of −t ln σ(z) − (1 − t) ln(1 − σ(z)), with ln σ(z) = min(z, 0) − ln(1 + e^−|z|) and 1 − σ(z) = σ(−z).</summary>
    public static Dual BinaryCrossEntropy(Dual[,] z, Matrix t) =>
        Sum(z, (i, j) => (-t[i, j] * LogSigmoid(z[i, j])) - ((1 - t[i, j]) * LogSigmoid(-z[i, j]))) / z.Length;

    /// <summary>The mean of (z − t)².</summary>
    public static Dual MeanSquaredError(Dual[,] z, Matrix t) => Sum(z, (i, j) => (z[i, j] - t[i, j]) * (z[i, j] - t[i, j])) / z.Length;

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

    private static Dual Sum(Dual[,] z, Func<int, int, Dual> term)
    {
        Dual sum = 0;
        for (int i = 0; i < z.GetLength(0); i++)
        {
            for (int j = 0; j < z.GetLength(1); j++)
            {
                sum += term(i, j);
            }
        }

        return sum;
    }
}

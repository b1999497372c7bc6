namespace FastNet.Tests.Reference;

/// <summary>Layers and activations as their formulas read, forward only: dual numbers bring the derivatives.</summary>
internal static class ReferenceLayers
{
    public static Dual Relu(Dual z) => z > 0 ? z : 0;

    public static Dual LeakyRelu(Dual z, double negativeSlope) => z > 0 ? z : z * negativeSlope;

    // The exponent is never positive, so that nothing overflows.
    public static Dual Sigmoid(Dual z) => z > 0 ? 1 / (1 + Dual.Exp(-z)) : Dual.Exp(z) / (1 + Dual.Exp(z));

    public static Dual Elu(Dual z, double alpha) => z > 0 ? z : alpha * (Dual.Exp(z) - 1);

    public static Dual Selu(Dual z) => 1.0507009873554805 * Elu(z, 1.6732632423543772);

    // As in the sigmoid, the exponent is never positive.
    public static Dual Softplus(Dual z) => z > 0 ? z + Dual.Log(1 + Dual.Exp(-z)) : Dual.Log(1 + Dual.Exp(z));

    public static Dual Silu(Dual z) => z * Sigmoid(z);

    public static Dual Gelu(Dual z) => z * (1 + Dual.Erf(z / Math.Sqrt(2))) / 2;

    public static Dual GeluTanh(Dual z) => z * (1 + Dual.Tanh(Math.Sqrt(2 / Math.PI) * (z + (0.044715 * z * z * z)))) / 2;

    public static Dual Mish(Dual z) => z * Dual.Tanh(Softplus(z));

    // At the borders, ±3, it is the inner formula that is differentiated, as libtorch does.
    public static Dual HardSigmoid(Dual z) => z > 3 ? 1 : z < -3 ? 0 : (z + 3) / 6;

    public static Dual HardSwish(Dual z) => z > 3 ? z : z < -3 ? 0 : z * (z + 3) / 6;

    public static Dual Softsign(Dual z) => z / (1 + Dual.Abs(z));

    /// <summary>yᵢⱼ = bⱼ + Σₖ xᵢₖ·wₖⱼ.</summary>
    public static Dual[,] Dense(Dual[,] x, Dual[,] weight, Dual[]? bias)
    {
        var y = new Dual[x.GetLength(0), weight.GetLength(1)];
        for (int i = 0; i < y.GetLength(0); i++)
        {
            for (int j = 0; j < y.GetLength(1); j++)
            {
                Dual sum = bias is null ? 0 : bias[j];
                for (int k = 0; k < weight.GetLength(0); k++)
                {
                    sum += x[i, k] * weight[k, j];
                }

                y[i, j] = sum;
            }
        }

        return y;
    }

    /// <summary>yᵢⱼ = f(xᵢⱼ).</summary>
    public static Dual[,] Map(Dual[,] x, Func<Dual, Dual> f) => Map(x, (i, j) => f(x[i, j]));

    /// <summary>yᵢⱼ = xᵢⱼ/p where kept, else 0.</summary>
    public static Dual[,] Dropout(Dual[,] x, Func<int, int, bool> kept, double keepProbability) =>
        Map(x, (i, j) => kept(i, j) ? x[i, j] / keepProbability : 0);

    /// <summary>yᵢⱼ = xᵢⱼ where kept, else 0; at inference, where nothing says what is kept, p·xᵢⱼ.</summary>
    public static Dual[,] ClassicDropout(Dual[,] x, Func<int, int, bool>? kept, double keepProbability) =>
        Map(x, (i, j) => kept is null ? keepProbability * x[i, j] : kept(i, j) ? x[i, j] : 0);

    /// <summary>γⱼ·(xᵢⱼ − μⱼ)/√(σⱼ² + ε) + βⱼ, by the moments of column j over the batch.</summary>
    public static Dual[,] BatchNorm(Dual[,] x, Dual[] scale, Dual[] shift, double epsilon)
    {
        (Dual Mean, Dual Variance)[] moments =
            [.. Enumerable.Range(0, x.GetLength(1)).Select(j => Moments([.. Enumerable.Range(0, x.GetLength(0)).Select(i => x[i, j])]))];
        return Map(x, (i, j) => (scale[j] * ((x[i, j] - moments[j].Mean) / Dual.Sqrt(moments[j].Variance + epsilon))) + shift[j]);
    }

    /// <summary>The same by given moments.</summary>
    public static Dual[,] BatchNorm(Dual[,] x, Dual[] scale, Dual[] shift, double epsilon, double[] mean, double[] variance) =>
        Map(x, (i, j) => (scale[j] * ((x[i, j] - mean[j]) / Math.Sqrt(variance[j] + epsilon))) + shift[j]);

    /// <summary>γⱼ·(xᵢⱼ − μᵢ)/√(σᵢ² + ε) + βⱼ, by the moments of row i over its features.</summary>
    public static Dual[,] LayerNorm(Dual[,] x, Dual[] scale, Dual[] shift, double epsilon)
    {
        (Dual Mean, Dual Variance)[] moments =
            [.. Enumerable.Range(0, x.GetLength(0)).Select(i => Moments([.. Enumerable.Range(0, x.GetLength(1)).Select(j => x[i, j])]))];
        return Map(x, (i, j) => (scale[j] * ((x[i, j] - moments[i].Mean) / Dual.Sqrt(moments[i].Variance + epsilon))) + shift[j]);
    }

    /// <summary>Σx/n and Σ(x − μ)²/n.</summary>
    private static (Dual Mean, Dual Variance) Moments(Dual[] x)
    {
        Dual mean = x.Aggregate((Dual)0, (sum, value) => sum + value) / x.Length;
        return (mean, x.Aggregate((Dual)0, (sum, value) => sum + ((value - mean) * (value - mean))) / x.Length);
    }

    /// <summary>e^xᵢⱼ/Σₖ e^xᵢₖ.</summary>
    public static Dual[,] Softmax(Dual[,] x) => Map(LogSoftmax(x), Dual.Exp);

    /// <summary>xᵢⱼ − ln Σₖ e^xᵢₖ, around the row's maximum so that nothing overflows.</summary>
    public static Dual[,] LogSoftmax(Dual[,] x)
    {
        var logSum = new Dual[x.GetLength(0)];
        for (int i = 0; i < logSum.Length; i++)
        {
            double max = double.NegativeInfinity;
            for (int j = 0; j < x.GetLength(1); j++)
            {
                max = Math.Max(max, x[i, j].Value);
            }

            Dual sum = 0;
            for (int j = 0; j < x.GetLength(1); j++)
            {
                sum += Dual.Exp(x[i, j] - max);
            }

            logSum[i] = max + Dual.Log(sum);
        }

        return Map(x, (i, j) => x[i, j] - logSum[i]);
    }

    private static Dual[,] Map(Dual[,] x, Func<int, int, Dual> f)
    {
        var y = new Dual[x.GetLength(0), x.GetLength(1)];
        for (int i = 0; i < y.GetLength(0); i++)
        {
            for (int j = 0; j < y.GetLength(1); j++)
            {
                y[i, j] = f(i, j);
            }
        }

        return y;
    }
}

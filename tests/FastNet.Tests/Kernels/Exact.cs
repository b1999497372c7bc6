using FastNet.Tests.Reference.Kernels;

namespace FastNet.Tests.Kernels;

/// <summary>The true values of activations and slopes whose formula is longer than a line.</summary>
internal static class Exact
{
    public static BigFloat Softplus(double z) =>
        Math.Max(z, 0) + BigFloat.Log1Plus(BigFloat.Exp(-Math.Abs(z)), Math.Exp(-Math.Abs(z)));

    public static BigFloat Silu(double z) => BigFloat.Sigmoid(z) * z;

    public static BigFloat SiluSlope(double z) => Gate(z, BigFloat.Sigmoid(z));

    public static BigFloat GeluSlope(double z) => BigFloat.NormalCdf(z) + (BigFloat.NormalDensity(z) * z);

    public static BigFloat GeluTanh(double z) => z / (1 + BigFloat.Exp(-Cubic(z, 1)));

    public static BigFloat GeluTanhSlope(double z) => Gate(Cubic(z, 3), 1 / (1 + BigFloat.Exp(-Cubic(z, 1))));

    public static BigFloat Mish(double z)
    {
        BigFloat n = BigFloat.Exp(z) * (BigFloat.Exp(z) + 2);
        return z * n / (n + 2);
    }

    public static BigFloat MishSlope(double z)
    {
        // The product rule on z·t, t = tanh s, s = softplus z: t + z·(1 − t²)·σ(z).
        BigFloat e = BigFloat.Exp(z);
        BigFloat n = e * (e + 2);
        BigFloat t = n / (n + 2);
        return t + (z * (n + 1) * 4 / (n + 2) / (n + 2) * (e / (e + 1)));
    }

    public static BigFloat HardSigmoid(double z) => z < -3 ? 0 : z > 3 ? 1 : ((BigFloat)z + 3) / 6;

    public static BigFloat HardSwishSlope(double z) => z < -3 ? 0 : z > 3 ? 1 : (((BigFloat)z * 2) + 3) / 6;

    public static BigFloat SoftsignSlope(double z)
    {
        BigFloat d = (BigFloat)Math.Abs(z) + 1;
        return 1 / d / d;
    }

    // σ·(1 + y·(1 − σ)).
    private static BigFloat Gate(BigFloat y, BigFloat sigmoid) => sigmoid * (1 + (y * (1 - sigmoid)));

    // √(8/π)·(z + factor·0.044715·z³).
    private static BigFloat Cubic(double z, int factor) =>
        BigFloat.Sqrt(8 / BigFloat.Pi) * z * ((((BigFloat)z * z) * 44715 * factor / 1_000_000) + 1);
}

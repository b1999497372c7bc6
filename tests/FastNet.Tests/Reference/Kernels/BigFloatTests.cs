using System.Numerics;

namespace FastNet.Tests.Reference.Kernels;

/// <summary>The yardstick itself, against published digits.</summary>
public sealed class BigFloatTests
{
    [Fact]
    public void MatchesPublishedDigits()
    {
        // e, √e⁻¹, ln 2, ln 10, tanh 1, 1/(1 + 1/e) and √½: 36 decimals each.
        AssertDigits("2718281828459045235360287471352662497", BigFloat.Exp(1));
        AssertDigits("606530659712633423603799534991180453", BigFloat.Exp(-0.5));
        AssertDigits("693147180559945309417232121458176568", BigFloat.Log(2));
        AssertDigits("2302585092994045684017991454684364207", BigFloat.Log(10));
        AssertDigits("693147180559945309417232121458176568", BigFloat.Log1Plus(1));
        AssertDigits("761594155955764888119458282604793590", BigFloat.Tanh(1));
        AssertDigits("731058578630004879251159241821836274", BigFloat.Sigmoid(1));
        AssertDigits("707106781186547524400844362104849039", BigFloat.SinCosOfTurn(0.125).Sin);
        AssertDigits("707106781186547524400844362104849039", BigFloat.SinCosOfTurn(0.875).Cos);
    }

    [Fact]
    public void BranchesMeet()
    {
        // Both sides of 1e-6, where the series take over: values a double apart differ by its distance, give or take 1e-6 of it.
        double below = Math.BitDecrement(1e-6);
        double step = 1e-6 - below;
        foreach (Func<double, BigFloat> f in (Func<double, BigFloat>[])[BigFloat.Log1Plus, BigFloat.Tanh])
        {
            Assert.InRange((f(1e-6) - f(below)).UlpError(step, 52, -1022) * Math.ScaleB(1, -52), 0, 2e-6);
        }
    }

    [Fact]
    public void MeasuresErrorsInUnitsInTheLastPlace()
    {
        BigFloat third = (BigFloat)1 / 3;
        Assert.InRange(third.UlpError(1.0 / 3, 52, -1022), 0.3333, 0.3334);
        Assert.InRange(third.UlpError(Math.BitIncrement(1.0 / 3), 52, -1022), 0.6666, 0.6667);
        Assert.InRange(third.UlpError(1f / 3, 23, -126), 0.3333, 0.3334);
        Assert.Equal(1, ((BigFloat)double.Epsilon).UlpError(0, 52, -1022));
    }

    private static void AssertDigits(string expected, BigFloat actual) => Assert.Equal(BigInteger.Parse(expected, null), actual.Digits(36));
}

using System.Numerics;

namespace FastNet.Tests.Reference.Kernels;

/// <summary>The yardstick itself, against published digits.</summary>
public sealed class BigFloatTests
{
    [Fact]
    public void MatchesPublishedDigits()
    {
        // e, √e⁻¹, ln 2, ln 10, tanh 1, 1/(1 + 1/e), √½, e − 1, √2 and Φ: 36 decimals each.
        AssertDigits("2718281828459045235360287471352662497", BigFloat.Exp(1));
        AssertDigits("606530659712633423603799534991180453", BigFloat.Exp(-0.5));
        AssertDigits("693147180559945309417232121458176568", BigFloat.Log(2));
        AssertDigits("2302585092994045684017991454684364207", BigFloat.Log(10));
        AssertDigits("693147180559945309417232121458176568", BigFloat.Log1Plus(1));
        AssertDigits("761594155955764888119458282604793590", BigFloat.Tanh(1));
        AssertDigits("731058578630004879251159241821836274", BigFloat.Sigmoid(1));
        AssertDigits("707106781186547524400844362104849039", BigFloat.SinCosOfTurn(0.125).Sin);
        AssertDigits("707106781186547524400844362104849039", BigFloat.SinCosOfTurn(0.875).Cos);
        AssertDigits("1718281828459045235360287471352662497", BigFloat.ExpM1(1));
        AssertDigits("1414213562373095048801688724209698078", BigFloat.Sqrt(2));
        AssertDigits("691462461274013103637704610608337739", BigFloat.NormalCdf(0.5));
        AssertDigits("1349898031630094526651814767594977", BigFloat.NormalCdf(-3));
        BigFloat scale = (BigFloat)1e22 * 1e22 * 1e22 * 1e22 * 10;
        AssertDigits("2753624118606233695075622780857465332", BigFloat.NormalCdf(-20) * scale);
    }

    [Fact]
    public void BranchesMeet()
    {
        // Both sides of 1e-6, where the series take over: values a double apart differ by its distance, give or take 1e-6 of it.
        double below = Math.BitDecrement(1e-6);
        double step = 1e-6 - below;
        foreach (Func<double, BigFloat> f in (Func<double, BigFloat>[])[BigFloat.Log1Plus, BigFloat.Tanh, BigFloat.ExpM1])
        {
            Assert.InRange((f(1e-6) - f(below)).UlpError(step, 52, -1022) * Math.ScaleB(1, -52), 0, 2e-6);
        }
    }

    [Fact]
    public void BothHalvesOfTheNormalTailMeet()
    {
        // A step of 2⁻⁵³ at −1, from the series to the trapezoidal rule; and at −14.2, where the residue falls away: φ times the step, give
        // or take the rounding of t² in it.
        foreach (double t in (double[])[-1, -Math.PI / 0.3125 * Math.Sqrt(2)])
        {
            double above = Math.BitIncrement(t);
            double expected = Math.Exp(-t * t / 2) / Math.Sqrt(2 * Math.PI) * (above - t);
            BigFloat actual = BigFloat.NormalCdf(above) - BigFloat.NormalCdf(t);
            Assert.InRange(actual.UlpError(expected, 52, -1022), 0, 1000);
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

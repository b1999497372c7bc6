using System.Globalization;
using FastNet.Kernels;

namespace FastNet.Tuning;

/// <summary>On which scale a number is spread evenly.</summary>
internal enum RealScale
{
    Uniform,
    Log,
    OneMinusLog,
}

/// <summary>Numbers between two bounds.</summary>
internal sealed class RealSpace : Space
{
    private readonly RealScale scale;
    private readonly double low;
    private readonly double high;

    // On the scale.
    private readonly double first;
    private readonly double length;

    public RealSpace(RealScale scale, double low, double high)
    {
        (this.scale, this.low, this.high) = (scale, low, high);
        Require(scale != RealScale.Log || low > 0, nameof(low), low, "a bound above 0");
        Require(double.IsFinite(low), nameof(low), low, "a finite bound");
        Require(scale != RealScale.OneMinusLog || high < 1, nameof(high), high, "a bound below 1");
        Require(high > low && double.IsFinite(high - low), nameof(high), high, string.Create(CultureInfo.InvariantCulture, $"a finite bound above {low}"));
        first = OnScale(low);
        length = OnScale(high) - first;
    }

    public override int? Count => null;

    public override double PlaceOf(Setting setting)
    {
        double number = setting.Number;
        return number >= low && number <= high ? double.Clamp((OnScale(number) - first) / length, 0, double.BitDecrement(1)) : throw NotHere(setting);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{scale}({low:R}, {high:R})");

    private protected override Setting SettingAt(double place)
    {
        double x = first + (place * length);
        double number = scale switch
        {
            RealScale.Uniform => x,
            RealScale.Log => VectorMath.Exp(x),
            _ => 1 - VectorMath.Exp(-x),
        };

        // The last bits of exp and log may step over a bound.
        return new(double.Clamp(number, low, high));
    }

    private double OnScale(double number) => scale switch
    {
        RealScale.Uniform => number,
        RealScale.Log => VectorMath.Log(number),
        _ => -VectorMath.Log(1 - number),
    };

    private static void Require(bool isMet, string parameter, double value, string expected)
    {
        if (!isMet)
        {
            throw new ArgumentOutOfRangeException(parameter, value, string.Create(CultureInfo.InvariantCulture, $"expected {expected}, got {value}."));
        }
    }
}

using System.Globalization;

namespace FastNet.Tuning;

/// <summary>Whole numbers between two bounds, both of them included.</summary>
internal sealed class IntegerSpace : Space
{
    private const int Most = 1 << 30;

    private readonly int low;
    private readonly int high;
    private readonly bool isLog;

    // Number n takes the part of the real numbers from n − ½ to n + ½.
    private readonly RealSpace halves;

    public IntegerSpace(int low, int high, bool isLog)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(low, isLog ? 1 : -Most);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(high, low);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(high, Most);
        (this.low, this.high, this.isLog) = (low, high, isLog);
        halves = new RealSpace(isLog ? RealScale.Log : RealScale.Uniform, low - 0.5, high + 0.5);
    }

    public override int? Count => high - low + 1;

    public override double PlaceOf(Setting setting)
    {
        double number = setting.Number;
        return number >= low && number <= high && double.IsInteger(number)
            ? (halves.PlaceOf(new(number - 0.5)) + halves.PlaceOf(new(number + 0.5))) / 2
            : throw NotHere(setting);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(isLog ? "LogInteger" : "Integer")}({low}, {high})");

    private protected override Setting SettingAt(double place) => new(double.Clamp(Math.Floor(halves.At(place).Number + 0.5), low, high));
}

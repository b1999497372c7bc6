namespace FastNet.Bench;

/// <summary>What a call goes through at least, whatever its code: every operand fetched once, every result stored once.</summary>
/// <param name="Operations">Of its products in floating point, two a multiply-add; 0 for a pass over memory.</param>
/// <param name="Read">Bytes.</param>
/// <param name="Written">Bytes.</param>
/// <param name="Footprint">Bytes in which all of them lie.</param>
public sealed record Volume(double Operations, double Read, double Written, double Footprint)
{
    /// <summary>Results apart from the operands.</summary>
    public static Volume Apart(double read, double written, double operations = 0) => new(operations, read, written, read + written);

    /// <summary>Results in the operands' place.</summary>
    public static Volume InPlace(double read, double written, double operations = 0) => new(operations, read, written, read);

    /// <summary>The bytes of so many arrays of float.</summary>
    public static double Floats(double length, double arrays = 1) => length * arrays * sizeof(float);

    public double Bytes => Read + Written;
}

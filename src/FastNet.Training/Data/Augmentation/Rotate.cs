using FastNet.Kernels;

namespace FastNet.Training;

/// <summary>Turns the image about its centre, uniformly from least to most degrees, against the clock.</summary>
/// <param name="Least">Degrees from −360 to 360.</param>
/// <param name="Most">Degrees from the least to 360.</param>
/// <exception cref="ArgumentOutOfRangeException">A number lies outside.</exception>
public sealed record Rotate(double Least, double Most) : GeometricStep
{
    /// <summary>Turns either way.</summary>
    /// <param name="most">The most degrees, from 0 to 360.</param>
    /// <exception cref="ArgumentOutOfRangeException">It lies outside.</exception>
    public Rotate(double most)
        : this(-Require(most is >= 0 and <= 360, most, "degrees from 0 to 360", nameof(most)), most)
    {
    }

    /// <summary>Degrees.</summary>
    public double Least { get; } = Require(Least is >= -360 and <= 360, Least, "degrees from -360 to 360", nameof(Least));

    /// <summary>Degrees.</summary>
    public double Most { get; } = Require(Most >= Least && Most <= 360, Most, "degrees from the least to 360", nameof(Most));

    internal override PixelMap Draw(Philox random, ImageShape shape)
    {
        double turns = Between(random, Least, Most) / 360;
        (double sin, double cos) = VectorMath.SinCosOfTurn(turns - Math.Floor(turns));
        return new(cos, -sin, 0, sin, cos, 0);
    }
}

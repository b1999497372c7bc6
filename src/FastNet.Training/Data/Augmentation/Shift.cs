namespace FastNet.Training;

/// <summary>
/// Moves the image by whole pixels, each from −most to most with the same probability, right and down apart: what padding by as many and
/// cropping back at random does (He, Zhang, Ren, Sun, "Deep residual learning", 2016, section 4.2).
/// </summary>
/// <param name="Most">Whole pixels from 1 on, or a share of the width and of the height from 0 to below 1.</param>
/// <exception cref="ArgumentOutOfRangeException">It lies outside.</exception>
public sealed record Shift(double Most) : GeometricStep
{
    /// <summary>Whole pixels from 1 on, or a share of the width and of the height from 0 to below 1.</summary>
    public double Most { get; } = Require(SideLength.IsOne(Most), Most, SideLength.Expected, nameof(Most));

    internal override PixelMap Draw(Philox random, ImageShape shape) => PixelMap.Identity with
    {
        X0 = -Offset(random.Uniform(0), shape.Width),
        Y0 = -Offset(random.Uniform(1), shape.Height),
    };

    private double Offset(double uniform, int side)
    {
        int most = SideLength.Pixels(Most, side);
        return Math.Floor(uniform * ((2.0 * most) + 1)) - most;
    }
}

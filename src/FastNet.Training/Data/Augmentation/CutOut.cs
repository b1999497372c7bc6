namespace FastNet.Training;

/// <summary>
/// Fills a rectangle whose centre is any pixel with the same probability; what reaches over the border is not missed inside (DeVries, Taylor,
/// "Improved regularization of convolutional neural networks with cutout", 2017, section 3.2).
/// </summary>
/// <param name="Height">Whole pixels from 1 on, or a share of the image's height from 0 to below 1.</param>
/// <param name="Width">Whole pixels from 1 on, or a share of the image's width from 0 to below 1.</param>
/// <exception cref="ArgumentOutOfRangeException">A number lies outside.</exception>
public sealed record CutOut(double Height, double Width) : ValueStep
{
    /// <summary>Whole pixels from 1 on, or a share of the image's height from 0 to below 1.</summary>
    public double Height { get; } = Require(SideLength.IsOne(Height), Height, SideLength.Expected, nameof(Height));

    /// <summary>Whole pixels from 1 on, or a share of the image's width from 0 to below 1.</summary>
    public double Width { get; } = Require(SideLength.IsOne(Width), Width, SideLength.Expected, nameof(Width));

    internal override void Apply<T>(Span<T> example, Philox random, AugmentationContext context)
    {
        ImageShape shape = context.Shape!;
        (int top, int bottom) = Covered(random.Uniform(0), Height, shape.Height);
        (int left, int right) = Covered(random.Uniform(1), Width, shape.Width);
        T fill = T.CreateTruncating(context.Fill);
        for (int row = top; row < bottom; row++)
        {
            example.Slice(((row * shape.Width) + left) * shape.Channels, (right - left) * shape.Channels).Fill(fill);
        }
    }

    private static (int Start, int End) Covered(double uniform, double length, int side)
    {
        int pixels = SideLength.Pixels(length, side);
        int start = (int)(uniform * side) - (pixels / 2);
        return (int.Max(start, 0), int.Min(start + pixels, side));
    }
}

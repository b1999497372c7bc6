using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Training;

/// <summary>
/// The place in an image from which a pixel of the altered image comes: (xx·x + xy·y + x0, yx·x + yy·y + y0), in pixels from the image's centre,
/// x to the right and y down.
/// </summary>
internal readonly record struct PixelMap(double XX, double XY, double X0, double YX, double YY, double Y0)
{
    public static PixelMap Identity { get; } = new(1, 0, 0, 0, 1, 0);

    /// <summary>The place that this map gives for the place that the inner one gives.</summary>
    public PixelMap After(PixelMap inner) => new(
        (XX * inner.XX) + (XY * inner.YX), (XX * inner.XY) + (XY * inner.YY), (XX * inner.X0) + (XY * inner.Y0) + X0,
        (YX * inner.XX) + (YY * inner.YX), (YX * inner.XY) + (YY * inner.YY), (YX * inner.X0) + (YY * inner.Y0) + Y0);

    /// <summary>
    /// The altered image, by bilinear interpolation in double: with (i, j) = ⌊(x, y)⌋ and (f, g) what is left,
    /// (1 − g)·((1 − f)·p(i, j) + f·p(i + 1, j)) + g·((1 − f)·p(i, j + 1) + f·p(i + 1, j + 1)), p being the fill outside. A place that is a pixel's
    /// own gives its bits.
    /// </summary>
    /// <param name="image">[height·width·channels].</param>
    /// <param name="destination">As long; apart from the image.</param>
    /// <param name="shape">Of both.</param>
    /// <param name="fill">The value where there is no image.</param>
    public void Apply<T>(ReadOnlySpan<T> image, Span<T> destination, ImageShape shape, double fill)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (this == Identity)
        {
            image.CopyTo(destination);
            return;
        }

        T outside = T.CreateTruncating(fill);
        double centerX = (shape.Width - 1) * 0.5;
        double centerY = (shape.Height - 1) * 0.5;
        for (int row = 0; row < shape.Height; row++)
        {
            double startX = (XY * (row - centerY)) + X0 + centerX;
            double startY = (YY * (row - centerY)) + Y0 + centerY;
            for (int column = 0; column < shape.Width; column++)
            {
                double x = (XX * (column - centerX)) + startX;
                double y = (YX * (column - centerX)) + startY;
                Span<T> pixel = destination.Slice(((row * shape.Width) + column) * shape.Channels, shape.Channels);
                if (x > -1 && x < shape.Width && y > -1 && y < shape.Height)
                {
                    Interpolate(image, shape, x, y, fill, pixel);
                }
                else
                {
                    pixel.Fill(outside);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interpolate<T>(ReadOnlySpan<T> image, ImageShape shape, double x, double y, double fill, Span<T> pixel)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int left = (int)Math.Floor(x);
        int top = (int)Math.Floor(y);
        double f = x - left;
        double g = y - top;
        int channels = shape.Channels;
        int first = ((top * shape.Width) + left) * channels;
        if (f == 0 && g == 0)
        {
            image.Slice(first, channels).CopyTo(pixel);
            return;
        }

        int below = first + (shape.Width * channels);
        bool hasLeft = left >= 0;
        bool hasTop = top >= 0;
        bool hasRight = left + 1 < shape.Width;
        bool hasBottom = top + 1 < shape.Height;
        bool isInside = hasLeft && hasTop && hasRight && hasBottom;
        for (int channel = 0; channel < channels; channel++, first++, below++)
        {
            double a = isInside || (hasTop && hasLeft) ? double.CreateTruncating(image[first]) : fill;
            double b = isInside || (hasTop && hasRight) ? double.CreateTruncating(image[first + channels]) : fill;
            double c = isInside || (hasBottom && hasLeft) ? double.CreateTruncating(image[below]) : fill;
            double d = isInside || (hasBottom && hasRight) ? double.CreateTruncating(image[below + channels]) : fill;
            pixel[channel] = T.CreateTruncating(Between(Between(a, b, f), Between(c, d, f), g));
        }
    }

    // Of two equal values the value itself.
    private static double Between(double a, double b, double share) => a + (share * (b - a));
}

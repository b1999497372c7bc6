using System.Globalization;
using System.Numerics;

namespace FastNet.Training;

/// <summary>Images side by side, to be looked at: in each row an example as it is, then altered as in epochs 1, 2 and so on.</summary>
/// <param name="Pixels">[height·width·channels], 8 bits each, row by row.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Channels">1 for gray, 3 for red, green and blue.</param>
public sealed record ContactSheet(byte[] Pixels, int Width, int Height, int Channels)
{
    /// <summary>White pixels between images.</summary>
    private const int Gap = 2;

    /// <summary>The sheet of some examples.</summary>
    /// <param name="augmenter">Of images with 1 or 3 channels.</param>
    /// <param name="examples">Numbers in the train part, at least one.</param>
    /// <param name="versions">Altered images of each example, at least 1.</param>
    /// <param name="range">The values that are black and white, finite and not the same; null for the least and the largest of the examples.</param>
    /// <exception cref="ArgumentException">A number lies outside, there is no example, or the examples are no such images.</exception>
    public static ContactSheet Of<T>(
        Augmenter<T> augmenter, ReadOnlySpan<int> examples, int versions, (double Black, double White)? range = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(augmenter);
        ArgumentOutOfRangeException.ThrowIfLessThan(versions, 1);
        if (augmenter.Augmentation.Shape is not { Channels: 1 or 3 } shape)
        {
            throw new ArgumentException(
                $"expected images of 1 or 3 channels, got {augmenter.Augmentation.Shape?.ToString() ?? "a table"}.", nameof(augmenter));
        }

        if (examples.IsEmpty)
        {
            throw new ArgumentException("expected at least one example, got none.", nameof(examples));
        }

        if (range is (var first, var second) && !(double.IsFinite(first - second) && first != second))
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"expected a black and a white that differ, got {first} and {second}."), nameof(range));
        }

        Dataset<T> originals = augmenter.Train.Select(examples);
        (double black, double white) = range ?? RangeOf(originals.Features.Values);
        int width = checked(((versions + 1) * (shape.Width + Gap)) - Gap);
        int height = checked((examples.Length * (shape.Height + Gap)) - Gap);
        byte[] pixels = new byte[checked(width * height * shape.Channels)];
        Array.Fill(pixels, byte.MaxValue);
        ContactSheet sheet = new(pixels, width, height, shape.Channels);
        sheet.Draw(originals.Features, shape, 0, black, white);
        T[] altered = new T[examples.Length * shape.FeatureCount];
        MatrixSpan<T> images = new(altered, examples.Length, shape.FeatureCount);
        for (int epoch = 1; epoch <= versions; epoch++)
        {
            augmenter.Apply(examples, epoch, images);
            sheet.Draw<T>(images, shape, epoch, black, white);
        }

        return sheet;
    }

    private static (double Black, double White) RangeOf<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (T least, T most) = (values[0], values[0]);
        foreach (T value in values)
        {
            (least, most) = (T.Min(least, value), T.Max(most, value));
        }

        return (double.CreateTruncating(least), double.CreateTruncating(most));
    }

    // One image below the other.
    private void Draw<T>(ReadOnlyMatrixSpan<T> images, ImageShape shape, int column, double black, double white)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int length = shape.Width * Channels;
        for (int image = 0; image < images.Rows; image++)
        {
            for (int row = 0; row < shape.Height; row++)
            {
                ReadOnlySpan<T> from = images.Row(image).Slice(row * length, length);
                int top = (image * (shape.Height + Gap)) + row;
                Span<byte> to = Pixels.AsSpan(((top * Width) + (column * (shape.Width + Gap))) * Channels, length);
                for (int i = 0; i < length; i++)
                {
                    // Where all values are the same, all are black.
                    double share = black == white ? 0 : (double.CreateTruncating(from[i]) - black) / (white - black);
                    to[i] = (byte)Math.Round(double.Clamp(share, 0, 1) * byte.MaxValue);
                }
            }
        }
    }
}

using System.Globalization;

namespace FastNet.Training;

/// <summary>How the features of an example are an image: row by row, the channels of a pixel next to each other.</summary>
/// <param name="Height">Rows of pixels, at least 1.</param>
/// <param name="Width">Pixels of a row, at least 1.</param>
/// <param name="Channels">Numbers of a pixel, at least 1: 1 for gray, 3 for colour.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is below 1, or the image has more numbers than an array.</exception>
public sealed record ImageShape(int Height, int Width, int Channels = 1)
{
    /// <summary>Rows of pixels.</summary>
    public int Height { get; } = AtLeastOne(Height, nameof(Height));

    /// <summary>Pixels of a row.</summary>
    public int Width { get; } = AtLeastOne(Width, nameof(Width));

    /// <summary>Numbers of a pixel.</summary>
    public int Channels { get; } = AtLeastOne(Channels, nameof(Channels));

    /// <summary>Height·width·channels, the features of an example.</summary>
    public int FeatureCount { get; } = (Int128)Height * Width * Channels <= Array.MaxLength
        ? Height * Width * Channels
        : throw new ArgumentOutOfRangeException(
            nameof(Height), Height, $"expected an image of at most {Array.MaxLength} numbers, got {Height}x{Width}x{Channels}.");

    /// <summary>Reads HEIGHTxWIDTH or HEIGHTxWIDTHxCHANNELS, as 28x28 or 32x32x3.</summary>
    /// <exception cref="ArgumentException">The text is not of this form, or a number lies outside.</exception>
    public static ImageShape Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int[] numbers = [.. text.Split('x').Select(
            part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1)];
        return numbers.Length is 2 or 3 && !numbers.Contains(-1)
            ? new ImageShape(numbers[0], numbers[1], numbers.Length == 3 ? numbers[2] : 1)
            : throw new ArgumentException($"expected HEIGHTxWIDTH or HEIGHTxWIDTHxCHANNELS, as 28x28; got '{text}'.", nameof(text));
    }

    /// <summary>What <see cref="Parse"/> reads.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Height}x{Width}{(Channels == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"x{Channels}"))}");

    private static int AtLeastOne(int number, string parameter) =>
        number >= 1 ? number : throw new ArgumentOutOfRangeException(parameter, number, $"expected at least 1, got {number}.");
}

using System.Globalization;

namespace FastNet.Training;

/// <summary>An augmentation as text: name=numbers for each step, with commas between them.</summary>
internal static class AugmentationText
{
    private const string FillName = "fill";

    // Each name with the form of its numbers, and the step that they are.
    private static readonly (string Name, string Form, Func<string, AugmentationStep?> Read)[] Steps =
    [
        ("flip", "PROBABILITY", text => Number(text) is { } probability ? new HorizontalFlip(probability) : null),
        ("vertical-flip", "PROBABILITY", text => Number(text) is { } probability ? new VerticalFlip(probability) : null),
        ("shift", "PIXELS", text => Number(text) is { } most ? new Shift(most) : null),
        ("rotate", "DEGREES or LEAST..MOST", text =>
            Number(text) is { } most ? new Rotate(most) : Pair(text, "..") is (var least, var greatest) ? new Rotate(least, greatest) : null),
        ("scale", "LEAST..MOST", text => Pair(text, "..") is (var least, var most) ? new Scale(least, most) : null),
        ("noise", "DEVIATION", text => Number(text) is { } deviation ? new Noise(deviation) : null),
        ("jitter", "DEVIATION", text => Number(text) is { } deviation ? new Jitter(deviation) : null),
        ("cutout", "PIXELS or HEIGHTxWIDTH", text =>
            Number(text) is { } side ? new CutOut(side, side) : Pair(text, "x") is (var height, var width) ? new CutOut(height, width) : null),
        ("brightness", "MOST", text => Number(text) is { } most ? new Brightness(most) : null),
        ("contrast", "LEAST..MOST", text => Pair(text, "..") is (var least, var most) ? new Contrast(least, most) : null),
        ("mixup", "ALPHA", text => Number(text) is { } alpha ? new MixUp(alpha) : null),
    ];

    public static string Of(AugmentationStep step) => FormattableString.Invariant(step switch
    {
        HorizontalFlip flip => $"flip={flip.Probability}",
        VerticalFlip flip => $"vertical-flip={flip.Probability}",
        Shift shift => $"shift={shift.Most}",
        Rotate rotate when rotate.Least == -rotate.Most => $"rotate={rotate.Most}",
        Rotate rotate => $"rotate={rotate.Least}..{rotate.Most}",
        Scale scale => $"scale={scale.Least}..{scale.Most}",
        Noise noise => $"noise={noise.Deviation}",
        Jitter jitter => $"jitter={jitter.Deviation}",
        CutOut cutOut when cutOut.Height == cutOut.Width => $"cutout={cutOut.Height}",
        CutOut cutOut => $"cutout={cutOut.Height}x{cutOut.Width}",
        Brightness brightness => $"brightness={brightness.Most}",
        Contrast contrast => $"contrast={contrast.Least}..{contrast.Most}",
        MixUp mixUp => $"mixup={mixUp.Alpha}",
        _ => throw new NotSupportedException($"expected a step of FastNet, got {step.GetType()}."),
    });

    public static string Of(Augmentation augmentation) => string.Join(
        ',',
        augmentation.Steps.Select(Of).Concat(
            augmentation.Fill == 0 ? [] : [string.Create(CultureInfo.InvariantCulture, $"{FillName}={augmentation.Fill}")]));

    public static Augmentation Parse(string text, ImageShape? shape)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<AugmentationStep> steps = [];
        double? fill = null;
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] sides = part.Split('=');
            if (sides.Length == 2 && sides[0] == FillName)
            {
                fill = fill is null && Number(sides[1]) is { } value ? value : throw Unexpected($"{FillName}=VALUE at most once", part);
                continue;
            }

            (string Name, string Form, Func<string, AugmentationStep?> Read) kind = Array.Find(Steps, step => sides.Length == 2 && step.Name == sides[0]);
            if (kind.Read is null)
            {
                throw Unexpected($"steps of {string.Join(", ", Steps.Select(step => step.Name))} or {FillName}, each with its numbers like flip=0.5", part);
            }

            steps.Add(kind.Read(sides[1]) ?? throw Unexpected($"{kind.Name}={kind.Form}", part));
        }

        return new Augmentation(steps, shape, fill ?? 0);
    }

    private static ArgumentException Unexpected(string expected, string text) => new($"expected {expected}; got '{text}'.", nameof(text));

    private static (double First, double Second)? Pair(string text, string separator) =>
        text.Split(separator) is [var first, var second] && Number(first) is { } a && Number(second) is { } b ? (a, b) : null;

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;
}

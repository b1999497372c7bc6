using System.CommandLine;
using FastNet.Training;
using SkiaSharp;

namespace FastNet.Cli;

/// <summary><c>fastnet augment</c>: what an augmentation makes of images, to be looked at.</summary>
internal sealed class AugmentCommand
{
    private const string Augment = "--augment";
    private const string Image = "--image";
    private const string Preview = "--preview";

    private readonly Command command = new(
        "augment",
        "Draws what an augmentation makes of images of the train part. In each row of the sheet stands an image as it is, then as in the epochs from 1 on. Numbers are those "
        + "of the data, before they are normalised.");

    private readonly DataOptions data;

    private readonly Option<string?> steps = new(Augment)
    {
        Description = "The steps: flip, vertical-flip, shift, rotate, scale, noise, jitter, cutout, brightness, contrast, mixup, each with its numbers, and fill=VALUE.",
        HelpName = "flip=0.5,shift=2",
    };

    private readonly Option<string?> shape = new(Image) { Description = "The images' height and width, and channels where there is not one.", HelpName = "28x28" };

    private readonly Option<string> preview = OutputFile.CreateNamed(Preview, "The sheet's file, a PNG.");

    private readonly Option<int?> examples = ParsedOption.Whole("--examples", "Images, each a row of the sheet.", 1, 1000, 8);

    private readonly Option<int?> versions = ParsedOption.Whole("--versions", "Altered images of each.", 1, 1000, 8);

    private readonly Option<ulong?> seed = NetworkOptions.CreateSeed("Selects split and alterations.");

    private AugmentCommand()
    {
        data = new DataOptions(command, isFitted: false);
        foreach (Option option in new Option[] { steps, shape, preview, examples, versions, seed })
        {
            command.Options.Add(option);
        }
    }

    public static Command Create(Terminal terminal)
    {
        AugmentCommand augment = new();
        augment.command.SetAction(parsed => augment.Execute(parsed, terminal));
        return augment.command;
    }

    private void Execute(ParseResult parsed, Terminal terminal)
    {
        string form = parsed.GetValue(steps) ?? throw new InvalidDataException($"{Augment}: expected steps like flip=0.5,shift=2, got none.");
        string sides = parsed.GetValue(shape) ?? throw new InvalidDataException($"{Image}: expected the images' height and width like 28x28, got none.");
        string path = parsed.GetValue(preview) ?? throw new InvalidDataException($"{Preview}: expected the sheet's file, got none.");
        if (!string.Equals(Path.GetExtension(path), ".png", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidDataException($"{Preview}: expected a name that ends in .png, got {path}.");
        }

        DataSettings source = data.Read(parsed);
        ImageShape image = From(Image, () => ImageShape.Parse(sides));
        Augmentation augmentation = From(Augment, () => Augmentation.Parse(form, image));
        OutputFile.CheckNamed(Preview, path, source.File, source.Options.TargetFile);
        ulong chosen = parsed.GetValue(seed)!.Value;
        Dataset<float> train = new TrainingData<float>(source, chosen).Raw.Train;
        Augmenter<float> augmenter = From(Image, () => new Augmenter<float>(augmentation, train, chosen));
        int count = int.Min(parsed.GetValue(examples)!.Value, train.Count);
        ContactSheet sheet = From(Image, () => ContactSheet.Of(augmenter, [.. Enumerable.Range(0, count)], parsed.GetValue(versions)!.Value));
        OutputFile.WriteNamed(Preview, path, file => AtomicFile.Write(file, stream => stream.Write(Encode(sheet))));
        terminal.Out.WriteLine($"{augmentation}: {count} images in {sheet.Width}x{sheet.Height} pixels, {Terminal.Printable(path)}");
    }

    private static T From<T>(string option, Func<T> create)
    {
        try
        {
            return create();
        }
        catch (ArgumentException exception)
        {
            throw InvalidInput.Of(option, exception);
        }
    }

    private static byte[] Encode(ContactSheet sheet)
    {
        SKImageInfo info = new(sheet.Width, sheet.Height, sheet.Channels == 1 ? SKColorType.Gray8 : SKColorType.Rgba8888, SKAlphaType.Opaque);

        // Of three channels Skia has four, the last of which is opacity.
        byte[] pixels = sheet.Channels == 1 ? sheet.Pixels : [.. sheet.Pixels.Chunk(3).SelectMany(pixel => pixel.Append(byte.MaxValue))];
        using SKImage image = SKImage.FromPixelCopy(info, pixels);
        using SKData png = image.Encode(SKEncodedImageFormat.Png, quality: 100);
        return png.ToArray();
    }
}

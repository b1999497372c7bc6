using System.CommandLine;
using System.Numerics;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>The options that say what training sees in the place of its examples.</summary>
internal sealed class AugmentationOptions
{
    private readonly Option<string?> augment = new("--augment")
    {
        Description = "Alter the train part, anew in each epoch, as in flip=0.5,shift=2,rotate=10,scale=0.9..1.1,noise=0.1,cutout=8,mixup=0.2; for tables jitter=0.1, mixup=0.2.",
        HelpName = "steps",
    };

    private readonly Option<string?> image = new("--image") { Description = "The shape of an image, as in 28x28 or 32x32x3; steps on images need it.", HelpName = "shape" };

    /// <summary>Gives a command the options.</summary>
    public AugmentationOptions(Command command)
    {
        command.Options.Add(augment);
        command.Options.Add(image);
    }

    /// <summary>What they were given; null for nothing.</summary>
    /// <exception cref="InvalidDataException">They say nothing that can be done.</exception>
    public Augmentation? Read(ParseResult parsed)
    {
        string? shape = parsed.GetValue(image), steps = parsed.GetValue(augment);
        if (steps is null)
        {
            return shape is null ? null : throw new InvalidDataException("--image: expected --augment beside it, got none.");
        }

        ImageShape? parsedShape = shape is null ? null : Guard("--image", () => ImageShape.Parse(shape));
        return Guard("--augment", () => Augmentation.Parse(steps, parsedShape));
    }

    /// <summary>The augmentation of a train part; null for none.</summary>
    /// <exception cref="InvalidDataException">Images have another shape than the examples.</exception>
    public static BatchAugmentation<T>? Create<T>(Augmentation? augmentation, TrainingData<T> data, Dataset<T> train, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        augmentation is null ? null : new BatchAugmentation<T>(Guard("--augment", () => new Augmenter<T>(augmentation, data.PrepareTargets(train), seed)), data.Normalizer);

    private static TResult Guard<TResult>(string option, Func<TResult> create)
    {
        try
        {
            return create();
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw new InvalidDataException($"{option}: {exception.Message.Split(" (Parameter")[0]}", exception);
        }
    }
}

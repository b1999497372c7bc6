using System.Globalization;
using System.Numerics;

namespace FastNet.Training;

/// <summary>One way in which an example is altered, by chance.</summary>
public abstract record AugmentationStep
{
    private protected AugmentationStep()
    {
    }

    /// <summary>Whether it takes the features for an image.</summary>
    internal virtual bool IsOfImages => true;

    /// <summary>Name and numbers, as <see cref="Augmentation.Parse"/> reads them.</summary>
    public sealed override string ToString() => AugmentationText.Of(this);

    /// <summary>Uniform from the least to the most.</summary>
    private protected static double Between(Philox random, double least, double most) => least + ((most - least) * random.Uniform(0));

    private protected static double Require(bool holds, double value, string expected, string parameter) => holds
        ? value
        : throw new ArgumentOutOfRangeException(
            parameter, value, string.Create(CultureInfo.InvariantCulture, $"expected {expected}, got {value}."));

    private protected static double RequireDeviation(double value, string parameter) =>
        Require(double.IsFinite(value) && value >= 0, value, "a finite deviation of at least 0", parameter);
}

/// <summary>A step that moves pixels.</summary>
public abstract record GeometricStep : AugmentationStep
{
    private protected GeometricStep()
    {
    }

    /// <summary>Where the pixels of the altered image come from.</summary>
    internal abstract PixelMap Draw(Philox random, ImageShape shape);

    private protected static double RequireProbability(double value, string parameter) =>
        Require(value is >= 0 and <= 1, value, "a probability from 0 to 1", parameter);
}

/// <summary>A step that changes values where they are.</summary>
public abstract record ValueStep : AugmentationStep
{
    private protected ValueStep()
    {
    }

    /// <summary>Alters an example in place.</summary>
    internal abstract void Apply<T>(Span<T> example, Philox random, AugmentationContext context)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>What a step knows of the data.</summary>
/// <param name="Shape">The shape of an image; null for none.</param>
/// <param name="Fill">The value where there is no image.</param>
/// <param name="Deviations">σ of each feature in the train part, where a step asks for it; else empty.</param>
internal sealed record AugmentationContext(ImageShape? Shape, double Fill, double[] Deviations);

namespace FastNet.Training;

/// <summary>
/// How the examples of the train part are altered anew in each epoch; dev and test part never are. The steps follow each other: those that move
/// pixels, which make one map and one interpolation, then those that change values, then <see cref="MixUp"/>.
/// </summary>
public sealed record Augmentation
{
    private readonly AugmentationStep[] steps;

    /// <summary>An augmentation by some steps.</summary>
    /// <param name="steps">At least one, in this order: geometric steps, value steps, at most one <see cref="MixUp"/>.</param>
    /// <param name="shape">The shape of an image; null for a table, which can have noise, jitter and mixup only.</param>
    /// <param name="fill">Finite: the value where there is no image, as behind a turned one and in what is cut out. It is the background's.</param>
    /// <exception cref="ArgumentException">There is no step, they stand in another order, one needs a shape, or the fill is not finite.</exception>
    public Augmentation(IEnumerable<AugmentationStep> steps, ImageShape? shape = null, double fill = 0)
    {
        ArgumentNullException.ThrowIfNull(steps);
        this.steps = [.. steps];
        if (this.steps.Length == 0)
        {
            throw new ArgumentException("expected at least one step, got none.", nameof(steps));
        }

        for (int i = 0; i < this.steps.Length; i++)
        {
            AugmentationStep step = this.steps[i] ?? throw new ArgumentException($"expected steps, got null at {i}.", nameof(steps));
            if (step.IsOfImages && shape is null)
            {
                throw new ArgumentException($"expected the shape of an image for {step}, got none.", nameof(shape));
            }

            if (i > 0 && (Place(step) < Place(this.steps[i - 1]) || this.steps[i - 1] is MixUp))
            {
                throw new ArgumentException(
                    $"expected steps that move pixels, then steps that change values, then at most one mixup; got {step} after {this.steps[i - 1]}.",
                    nameof(steps));
            }
        }

        Shape = shape;
        Fill = double.IsFinite(fill)
            ? fill
            : throw new ArgumentOutOfRangeException(nameof(fill), fill, FormattableString.Invariant($"expected a finite fill, got {fill}."));
    }

    /// <summary>In the order in which they are applied.</summary>
    public IReadOnlyList<AugmentationStep> Steps => steps;

    /// <summary>The shape of an image; null for a table.</summary>
    public ImageShape? Shape { get; }

    /// <summary>The value where there is no image.</summary>
    public double Fill { get; }

    /// <summary>Whether targets are mixed too, so that classes become probabilities.</summary>
    public bool MixesTargets => steps[^1] is MixUp;

    /// <summary>Reads steps like <c>flip=0.5,shift=2,rotate=10,noise=0.1</c>, and <c>fill=VALUE</c> among them.</summary>
    /// <param name="text">
    /// flip=PROBABILITY, vertical-flip=PROBABILITY, shift=PIXELS, rotate=DEGREES or LEAST..MOST, scale=LEAST..MOST, noise=DEVIATION,
    /// jitter=DEVIATION, cutout=PIXELS or HEIGHTxWIDTH, brightness=MOST, contrast=LEAST..MOST, mixup=ALPHA. Pixels below 1 are a share of the side.
    /// </param>
    /// <param name="shape">The shape of an image; null for a table.</param>
    /// <exception cref="ArgumentException">The text is not of this form, or says what no augmentation is; the message says what was expected.</exception>
    public static Augmentation Parse(string text, ImageShape? shape = null) => AugmentationText.Parse(text, shape);

    /// <summary>What <see cref="Parse"/> reads, the shape excepted.</summary>
    public override string ToString() => AugmentationText.Of(this);

    /// <summary>Whether shape, fill and steps are the same.</summary>
    public bool Equals(Augmentation? other) =>
        other is not null && Shape == other.Shape && Fill.Equals(other.Fill) && steps.AsSpan().SequenceEqual(other.steps);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Shape, Fill, steps.Length, steps[0], steps[^1]);

    private static int Place(AugmentationStep step) => step switch { GeometricStep => 0, ValueStep => 1, _ => 2 };
}

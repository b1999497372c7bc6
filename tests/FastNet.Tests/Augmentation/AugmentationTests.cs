using FastNet.Training;
using FsCheck.Xunit;

namespace FastNet.Tests.Augmenting;

public sealed class AugmentationTests
{
    private static readonly ImageShape Shape = new(28, 28);

    [Theory]
    [InlineData("flip=0.5,shift=2,rotate=10,noise=0.1")]
    [InlineData("vertical-flip=1,scale=0.9..1.1,rotate=-5..10,cutout=8x0.25,fill=-0.4242")]
    [InlineData("shift=0.125,brightness=0.1,contrast=0.8..1.25,jitter=1E-05,cutout=4,mixup=0.2")]
    public void TextComesBack(string text)
    {
        Augmentation augmentation = Augmentation.Parse(text, Shape);
        Assert.Equal(text, augmentation.ToString());
        Assert.Equal(augmentation, Augmentation.Parse(augmentation.ToString(), Shape));
    }

    [Fact]
    public void TextSaysWhatTheStepsAre()
    {
        Augmentation expected = new([new Shift(2), new Rotate(-10, 10), new Scale(0.5, 2), new CutOut(3, 3), new MixUp(0.2)], Shape, fill: 1);
        Augmentation parsed = Augmentation.Parse(" fill=1, shift=2 ,rotate=10,scale=0.5..2,cutout=3,mixup=0.2", new(28, 28));
        Assert.Equal(expected, parsed);
        Assert.Equal(expected.GetHashCode(), parsed.GetHashCode());
        Assert.NotEqual(expected, Augmentation.Parse("fill=1,shift=2,rotate=10,scale=0.5..2,cutout=3,mixup=0.2", new(28, 14, 2)));
        Assert.NotEqual(expected, Augmentation.Parse("fill=2,shift=2,rotate=10,scale=0.5..2,cutout=3,mixup=0.2", new(28, 28)));
        Assert.NotEqual(expected, Augmentation.Parse("fill=1,shift=2,rotate=11,scale=0.5..2,cutout=3,mixup=0.2", new(28, 28)));
    }

    [Property(MaxTest = 100)]
    public void EveryDoubleComesBack(double deviation, double fill)
    {
        deviation = double.IsFinite(deviation) ? Math.Abs(deviation) : 0.1;
        fill = double.IsFinite(fill) ? fill : 0;
        Augmentation augmentation = new([new Noise(deviation)], fill: fill);
        Assert.Equal(augmentation, Augmentation.Parse(augmentation.ToString()));
    }

    [Theory]
    [InlineData("", "expected steps of flip, vertical-flip, shift, rotate, scale, noise, jitter, cutout, brightness, contrast, mixup or fill, each with its numbers like flip=0.5; got ''")]
    [InlineData("blur=1", "expected steps of flip,")]
    [InlineData("flip", "got 'flip'")]
    [InlineData("flip=0.5,", "got ''")]
    [InlineData("flip=half", "expected flip=PROBABILITY; got 'flip=half'")]
    [InlineData("rotate=1..2..3", "expected rotate=DEGREES or LEAST..MOST; got 'rotate=1..2..3'")]
    [InlineData("scale=1", "expected scale=LEAST..MOST; got 'scale=1'")]
    [InlineData("cutout=3x4x5", "expected cutout=PIXELS or HEIGHTxWIDTH; got 'cutout=3x4x5'")]
    [InlineData("fill=x,flip=1", "expected fill=VALUE at most once; got 'fill=x'")]
    [InlineData("fill=1,flip=1,fill=2", "expected fill=VALUE at most once; got 'fill=2'")]
    [InlineData("fill=1", "expected at least one step, got none")]
    [InlineData("fill=NaN,flip=1", "expected a finite fill, got NaN")]
    [InlineData("flip=1.5", "expected a probability from 0 to 1, got 1.5")]
    [InlineData("vertical-flip=NaN", "expected a probability from 0 to 1, got NaN")]
    [InlineData("shift=1.5", "expected whole pixels from 1 on, or a share of the side from 0 to below 1, got 1.5")]
    [InlineData("shift=-1", "got -1")]
    [InlineData("shift=1e300", "expected whole pixels")]
    [InlineData("cutout=3xNaN", "expected whole pixels from 1 on")]
    [InlineData("rotate=-10", "expected degrees from 0 to 360, got -10")]
    [InlineData("rotate=20..10", "expected degrees from the least to 360, got 10")]
    [InlineData("rotate=-400..10", "expected degrees from -360 to 360, got -400")]
    [InlineData("scale=0..1", "expected a factor of at least 1e-6, got 0")]
    [InlineData("scale=2..1", "expected a factor from the least to 1e6, got 1")]
    [InlineData("noise=-0.1", "expected a finite deviation of at least 0, got -0.1")]
    [InlineData("jitter=Infinity", "expected a finite deviation of at least 0, got Infinity")]
    [InlineData("brightness=-1", "expected a finite brightness of at least 0, got -1")]
    [InlineData("contrast=-1..1", "expected a factor of at least 0, got -1")]
    [InlineData("contrast=2..1", "expected a factor from the least to 1e6, got 1")]
    [InlineData("mixup=0", "expected an alpha from 1e-6 to 1e6, got 0")]
    [InlineData("noise=0.1,rotate=10", "then at most one mixup; got rotate=10 after noise=0.1")]
    [InlineData("mixup=1,noise=0.1", "got noise=0.1 after mixup=1")]
    [InlineData("mixup=1,mixup=1", "got mixup=1 after mixup=1")]
    public void RefusesWhatItCannotDo(string text, string expected)
    {
        ArgumentException exception = Assert.ThrowsAny<ArgumentException>(() => Augmentation.Parse(text, Shape));
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("flip=1")]
    [InlineData("shift=1")]
    [InlineData("cutout=1")]
    [InlineData("brightness=1")]
    [InlineData("contrast=1..2")]
    public void ATableIsNoImage(string text)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Augmentation.Parse(text));
        Assert.Contains($"expected the shape of an image for {text}, got none", exception.Message, StringComparison.Ordinal);
        Assert.Null(Augmentation.Parse("noise=1,jitter=1,mixup=1").Shape);
    }

    [Theory]
    [InlineData("28x28", 28, 28, 1)]
    [InlineData("32x16x3", 32, 16, 3)]
    public void ShapesComeBack(string text, int height, int width, int channels)
    {
        Assert.Equal(new ImageShape(height, width, channels), ImageShape.Parse(text));
        Assert.Equal(text, ImageShape.Parse(text).ToString());
        Assert.Equal(height * width * channels, ImageShape.Parse(text).FeatureCount);
    }

    [Theory]
    [InlineData("")]
    [InlineData("28")]
    [InlineData("28x")]
    [InlineData("28x-1")]
    [InlineData("1x2x3x4")]
    [InlineData("0x5")]
    [InlineData("65536x65536")]
    [InlineData("2147483647x2147483647x2147483647")]
    public void RefusesShapesThatAreNone(string text) => Assert.ThrowsAny<ArgumentException>(() => ImageShape.Parse(text));
}

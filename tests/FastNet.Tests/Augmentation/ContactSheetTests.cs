using FastNet.Training;

namespace FastNet.Tests.Augmenting;

public sealed class ContactSheetTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void RowsAreExamplesAndColumnsEpochs(int channels)
    {
        const int versions = 4;
        ImageShape shape = new(3, 5, channels);
        Dataset<double> train = Images.Normal(6, shape.FeatureCount);
        Augmenter<double> augmenter = new(Augmentation.Parse("flip=0.5,shift=1,noise=0.5", shape), train, seed: 7);
        int[] examples = [4, 0, 4];

        ContactSheet sheet = ContactSheet.Of(augmenter, examples, versions, (-2, 2));

        Assert.Equal((((versions + 1) * 7) - 2, (3 * 5) - 2, channels), (sheet.Width, sheet.Height, sheet.Channels));
        byte[] expected = new byte[sheet.Width * sheet.Height * channels];
        Array.Fill(expected, (byte)255);
        for (int epoch = 0; epoch <= versions; epoch++)
        {
            double[][] images = epoch == 0
                ? [.. examples.Select(example => train.Features.Row(example).ToArray())]
                : Images.Altered(augmenter, examples, epoch);
            for (int i = 0; i < 3; i++)
            {
                for (int row = 0; row < 3; row++)
                {
                    for (int column = 0; column < 5; column++)
                    {
                        for (int c = 0; c < channels; c++)
                        {
                            double gray = Math.Clamp((Images.At(images[i], shape, row, column, c, 0) + 2) / 4, 0, 1);
                            expected[((((i * 5) + row) * sheet.Width) + (epoch * 7) + column) * channels + c] = (byte)Math.Round(255 * gray);
                        }
                    }
                }
            }
        }

        Assert.Equal(expected, sheet.Pixels);
    }

    [Fact]
    public void TheExamplesRangeIsBlackToWhite()
    {
        Augmenter<float> augmenter = new(Augmentation.Parse("flip=1", new(1, 3)), new([-1, 0, 4, 100, 100, 100], 3, [0, 1]));
        Assert.Equal([0, 51, 255, 255, 255, 255, 51, 0], ContactSheet.Of(augmenter, [0], 1).Pixels);
        Assert.Equal([255, 191, 0], ContactSheet.Of(augmenter, [0], 1, (3, -1)).Pixels[..3].Select(value => (int)value));
        Assert.Equal([0, 0, 0, 255, 255, 0, 0, 0], ContactSheet.Of(augmenter, [1], 1).Pixels);
    }

    [Fact]
    public void RefusesWhatIsNoPicture()
    {
        Augmenter<double> images = New("flip=1", new(2, 3));
        Assert.Throws<ArgumentException>(() => ContactSheet.Of(New("noise=1", null), [0], 1));
        Assert.Throws<ArgumentException>(() => ContactSheet.Of(New("flip=1", new(1, 3, 2)), [0], 1));
        Assert.Throws<ArgumentException>(() => ContactSheet.Of(images, [], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ContactSheet.Of(images, [0], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ContactSheet.Of(images, [9], 1));
        Assert.Throws<ArgumentException>(() => ContactSheet.Of(images, [0], 1, (1, 1)));
        Assert.Throws<ArgumentException>(() => ContactSheet.Of(images, [0], 1, (0, double.NaN)));

        static Augmenter<double> New(string text, ImageShape? shape) => new(Augmentation.Parse(text, shape), Images.Normal(2, 6));
    }
}

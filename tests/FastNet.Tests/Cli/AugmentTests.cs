using SkiaSharp;

namespace FastNet.Tests.Cli;

/// <summary><c>fastnet augment</c>.</summary>
public sealed class AugmentTests : CliTest
{
    [Fact]
    public void ASheetIsDrawn()
    {
        string sheet = In("sheet.png");
        string[] arguments = ["augment", "--augment", "flip=1", "--image", "8x8", "--preview", sheet, "--examples", "3", "--versions", "2"];
        Outcome outcome = Run(arguments);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal([$"flip=1: 3 images in 28x28 pixels, {sheet}"], outcome.Out);
        using SKBitmap drawn = SKBitmap.Decode(sheet);

        // Three images of 8 pixels, and two white ones between them, in both directions; turned over, the first image is its own mirror's.
        Assert.Equal((28, 28), (drawn.Width, drawn.Height));
        bool isDark = false;
        for (int y = 0; y < 8; y++)
        {
            for (int x = 0; x < 8; x++)
            {
                Assert.Equal(drawn.GetPixel(x, y), drawn.GetPixel(10 + 7 - x, y));
                Assert.Equal(drawn.GetPixel(x, y), drawn.GetPixel(20 + 7 - x, y));
                isDark |= drawn.GetPixel(x, y).Red == 0;
            }

            Assert.Equal(SKColors.White, drawn.GetPixel(8, y));
        }

        Assert.True(isDark);
        byte[] first = File.ReadAllBytes(sheet);
        Assert.Equal(0, Run(arguments).ExitCode);
        Assert.Equal(first, File.ReadAllBytes(sheet));
        Assert.Equal(0, Run([.. arguments, "--seed", "2"]).ExitCode);
        Assert.NotEqual(first, File.ReadAllBytes(sheet));
    }

    [Fact]
    public void ColoursAreDrawn()
    {
        // 1 pixel in height, 2 in width: red, then blue.
        string data = Write("colours.csv", string.Concat(Enumerable.Range(0, 20).Select(i => $"{255 - i},0,0,0,0,255,{(i % 2 == 0 ? "a" : "b")}\n")));
        Assert.Equal(0, Run("augment", data, "--augment", "noise=0.001", "--image", "1x2x3", "--preview", In("sheet.png"), "--examples", "1", "--versions", "1").ExitCode);
        using SKBitmap drawn = SKBitmap.Decode(In("sheet.png"));
        Assert.Equal((6, 1), (drawn.Width, drawn.Height));
        Assert.Equal((byte)0, drawn.GetPixel(0, 0).Blue);
        Assert.InRange(drawn.GetPixel(0, 0).Red, 230, 255);
        Assert.Equal(new SKColor(0, 0, 255), drawn.GetPixel(1, 0));
    }

    [Theory]
    [InlineData("--image 8x8 --preview {0}/s.png", "--augment: expected steps like flip=0.5,shift=2, got none")]
    [InlineData("--augment flip=1 --preview {0}/s.png", "--image: expected the images' height and width like 28x28, got none")]
    [InlineData("--augment flip=1 --image 8x8", "--preview: expected the sheet's file, got none")]
    [InlineData("--augment flip=2 --image 8x8 --preview {0}/s.png", "--augment: ")]
    [InlineData("--augment flop=1 --image 8x8 --preview {0}/s.png", "--augment: expected steps of flip")]
    [InlineData("--augment flip=1 --image 8 --preview {0}/s.png", "--image: expected HEIGHTxWIDTH")]
    [InlineData("--augment flip=1 --image 7x8 --preview {0}/s.png", "--image: expected")]
    [InlineData("--augment flip=1 --image 4x8x2 --preview {0}/s.png", "--image: expected images of 1 or 3 channels")]
    [InlineData("--augment flip=1 --image 8x8 --preview {0}", "--preview: expected a file name, got the folder")]
    [InlineData("--augment flip=1 --image 8x8 --preview {0}/s.gif", "--preview: expected a name that ends in .png, got ")]
    [InlineData("--augment flip=1 --image 8x8 --preview {0}/none/s.png", "--preview: expected a file in a folder that exists")]
    [InlineData("--augment flip=1 --image 8x8 --preview {0}/s.png --versions 0", "--versions: expected a whole number")]
    [InlineData("--augment flip=1 --image 8x8 --preview {0}/s.png --examples x", "--examples: expected a whole number")]
    [InlineData("--augment flip=1 --image 8x8 --preview {0}/s.png --normalize standard", "--normalize")]
    public void MistakesAreSaid(string options, string expected) =>
        AssertRefused(expected, ["augment", .. options.Replace("{0}", Folder, StringComparison.Ordinal).Split(' ')]);
}

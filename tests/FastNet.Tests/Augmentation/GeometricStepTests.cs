using FastNet.Training;

namespace FastNet.Tests.Augmenting;

public sealed class GeometricStepTests
{
    [Theory]
    [InlineData("flip=0,vertical-flip=0,shift=0,rotate=0,scale=1..1")]
    [InlineData("rotate=360..360")]
    [InlineData("flip=1,flip=1")]
    [InlineData("rotate=180..180,flip=1,vertical-flip=1")]
    public void NothingMovedLeavesTheBits(string text)
    {
        double[] image = [-0.0, 1, 5e-324, -1.5, 0.1, 1e308];
        Assert.Equal(Images.Bits(image), Images.Bits(Images.Altered(text, new(2, 3), Images.Repeated(1, image))[0]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void FlipsMirror(int channels)
    {
        ImageShape shape = new(4, 5, channels);
        double[] image = Images.Counting(shape.FeatureCount);
        Dataset<double> train = Images.Repeated(1, image);
        Assert.Equal(Images.Map(shape, (row, column, c) => At(row, 4 - column, c)), Images.Altered("flip=1", shape, train)[0]);
        Assert.Equal(Images.Map(shape, (row, column, c) => At(3 - row, column, c)), Images.Altered("vertical-flip=1", shape, train)[0]);

        double At(int row, int column, int channel) => Images.At(image, shape, row, column, channel, double.NaN);
    }

    [Theory]
    [InlineData("flip")]
    [InlineData("vertical-flip")]
    public void FlipsHaveTheirProbability(string name)
    {
        const int count = 10_000;
        double[][] altered = Images.Altered($"{name}=0.25", new(2, 2), Images.Repeated(count, [1, 2, 3, 4]));

        // Five deviations of a binomial share.
        Assert.Equal(0.25, altered.Count(image => image[0] != 1) / (double)count, 5 * Math.Sqrt(0.25 * 0.75 / count));
    }

    [Theory]
    [InlineData("2", 2, 2)]
    [InlineData("0.25", 2, 1)]
    [InlineData("100", 8, 5)]
    [InlineData("0.05", 0, 0)]
    public void ShiftsAreAllThoseByWholePixelsUpToTheMost(string most, int down, int right)
    {
        const int count = 20_000;
        ImageShape shape = new(8, 5, 2);
        double[] image = Images.Counting(shape.FeatureCount);
        Dictionary<string, int> seen = [];
        foreach (double[] altered in Images.Altered($"shift={most},fill=-7", shape, Images.Repeated(count, image)))
        {
            string text = string.Join(' ', altered);
            seen[text] = seen.GetValueOrDefault(text) + 1;
        }

        // Different shifts that leave nothing of the image look the same.
        Dictionary<string, int> shifts = [];
        for (int dy = -down; dy <= down; dy++)
        {
            for (int dx = -right; dx <= right; dx++)
            {
                string text = string.Join(' ', Images.Map(shape, (row, column, c) => Images.At(image, shape, row - dy, column - dx, c, -7)));
                shifts[text] = shifts.GetValueOrDefault(text) + 1;
            }
        }

        Assert.Equal(shifts.Keys.Order(), seen.Keys.Order());
        foreach ((string text, int ways) in shifts)
        {
            // Five deviations of a binomial count.
            double share = ways / ((2.0 * down) + 1) / ((2.0 * right) + 1);
            Assert.Equal(count * share, seen[text], 5 * Math.Sqrt(count * share * (1 - share)));
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 1)]
    [InlineData(5, 3)]
    public void QuarterTurnsOfASquareAreExact(int side, int channels)
    {
        ImageShape shape = new(side, side, channels);
        Dataset<double> train = Images.Normal(1, shape.FeatureCount);
        double[] image = train.Features.Row(0).ToArray();

        // Against the clock, the right column becomes the upper row.
        double[] quarter = Images.Map(shape, (row, column, c) => Images.At(image, shape, column, side - 1 - row, c, double.NaN));
        double[] half = Images.Map(shape, (row, column, c) => Images.At(image, shape, side - 1 - row, side - 1 - column, c, double.NaN));
        double[] back = Images.Map(shape, (row, column, c) => Images.At(image, shape, side - 1 - column, row, c, double.NaN));
        Assert.Equal(Images.Bits(quarter), Images.Bits(Images.Altered("rotate=90..90", shape, train)[0]));
        Assert.Equal(Images.Bits(half), Images.Bits(Images.Altered("rotate=180..180", shape, train)[0]));
        Assert.Equal(Images.Bits(back), Images.Bits(Images.Altered("rotate=-90..-90", shape, train)[0]));
        Assert.Equal(Images.Bits(back), Images.Bits(Images.Altered("rotate=270..270", shape, train)[0]));
    }

    [Fact]
    public void StepsFollowEachOtherInTheirOrder()
    {
        // [1 2; 3 4]: mirrored [2 1; 4 3], then turned [1 3; 2 4]; turned [2 4; 1 3], then mirrored [4 2; 3 1].
        Dataset<double> train = Images.Repeated(1, [1, 2, 3, 4]);
        Assert.Equal([1, 3, 2, 4], Images.Altered("flip=1,rotate=90..90", new(2, 2), train)[0]);
        Assert.Equal([4, 2, 3, 1], Images.Altered("rotate=90..90,flip=1", new(2, 2), train)[0]);
    }

    [Theory]
    [InlineData(7, 7, 1, 30, 1)]
    [InlineData(5, 8, 3, -77, 1)]
    [InlineData(6, 4, 1, 0, 1.7)]
    [InlineData(6, 9, 2, 145, 0.6)]
    public void OneInterpolationIsTheSumOfHatFunctions(int height, int width, int channels, double degrees, double factor)
    {
        const double fill = -3;
        ImageShape shape = new(height, width, channels);
        Dataset<double> train = Images.Normal(1, shape.FeatureCount);
        double[] image = train.Features.Row(0).ToArray();
        (double sin, double cos) = Math.SinCos(degrees * Math.PI / 180);

        // A pixel of the altered image is turned back with the clock (y is down), and made smaller.
        double[] expected = Images.Map(shape, (row, column, channel) =>
        {
            double u = column - ((width - 1) / 2.0);
            double v = row - ((height - 1) / 2.0);
            double x = (((cos * u) - (sin * v)) / factor) + ((width - 1) / 2.0);
            double y = (((sin * u) + (cos * v)) / factor) + ((height - 1) / 2.0);
            double sum = 0;
            double rest = 1;
            for (int j = 0; j < height; j++)
            {
                for (int i = 0; i < width; i++)
                {
                    double weight = Math.Max(0, 1 - Math.Abs(x - i)) * Math.Max(0, 1 - Math.Abs(y - j));
                    sum += weight * Images.At(image, shape, j, i, channel, fill);
                    rest -= weight;
                }
            }

            return sum + (rest * fill);
        });

        string text = FormattableString.Invariant($"rotate={degrees}..{degrees},scale={factor}..{factor},fill={fill}");
        double[] altered = Images.Altered(text, shape, train)[0];

        // Places of up to 20 pixels from ten roundings are 2e-14 off, and values below 4 change by less than 8 a pixel.
        Assert.All(expected.Zip(altered), pair => Assert.Equal(pair.First, pair.Second, 2e-13));
        Assert.NotEqual(image, altered);
    }

    [Fact]
    public void FactorsAndDegreesAreUniformBetweenTheirBounds()
    {
        // A ramp around 0: across, the slope is cos/factor.
        const int count = 4_000;
        ImageShape shape = new(1, 3);
        Dataset<double> train = Images.Repeated(count, [-1, 0, 1]);
        double[] factors = [.. Images.Altered("scale=2..4", shape, train).Select(image => 1 / image[2])];
        double[] degrees = [.. Images.Altered("rotate=45..60,scale=2..2", new(3, 3), Images.Repeated(count, [-1, 0, 1, -1, 0, 1, -1, 0, 1]))
            .Select(image => Math.Acos(2 * image[5]) * 180 / Math.PI)];

        // Five deviations of a uniform mean; the bounds give way by the roundings of the way back.
        Assert.All(factors, factor => Assert.InRange(factor, 2 - 1e-12, 4 + 1e-12));
        Assert.Equal(3, factors.Average(), 5 * 2 / Math.Sqrt(12 * count));
        Assert.All(degrees, angle => Assert.InRange(angle, 45 - 1e-11, 60 + 1e-11));
        Assert.Equal(52.5, degrees.Average(), 5 * 15 / Math.Sqrt(12 * count));
    }

    [Fact]
    public void AnImageOfTheFillStaysAsItIs()
    {
        double[] image = [.. Enumerable.Repeat(0.1, 48)];
        double[][] altered = Images.Altered("flip=0.5,shift=3,rotate=180,scale=0.1..3,fill=0.1", new(4, 4, 3), Images.Repeated(50, image));
        Assert.All(altered, values => Assert.Equal(image, values));
    }
}

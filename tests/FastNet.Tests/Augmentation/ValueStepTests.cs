using FastNet.Training;

namespace FastNet.Tests.Augmenting;

public sealed class ValueStepTests
{
    [Fact]
    public void NoiseHasMeanZeroAndTheDeviationAskedFor()
    {
        const int count = 1_000;
        const int features = 100;
        Dataset<double> train = Images.Normal(count, features);
        double[] noise = Differences(train, Images.Altered("noise=0.3", null, train), 0.3);
        double[] ofNextEpoch = Differences(train, Images.Altered("noise=0.3", null, train, epoch: 1), 0.3);

        // Five deviations: of the mean of n standard normals 1/√n, of their mean square √(2/n), of a mean of products of two 1/√n.
        double bound = 5 / Math.Sqrt(noise.Length);
        Assert.Equal(0, noise.Average(), bound);
        Assert.Equal(1, noise.Average(n => n * n), bound * Math.Sqrt(2));
        Assert.Equal(0, Correlation(noise, ofNextEpoch), bound);
        Assert.Equal(0, Correlation(noise, noise.Skip(1)), bound);
        Assert.Equal(0, Correlation(noise, noise.Skip(features)), bound);

        static double Correlation(double[] a, IEnumerable<double> b) => a.Zip(b).Sum(pair => pair.First * pair.Second) / a.Length;
    }

    [Fact]
    public void NoiseIsTheExamplesOwnStream()
    {
        Dataset<double> train = Images.Normal(3, 70);
        double[] altered = Images.Altered("noise=0.1,noise=0.2", null, train, epoch: 5, seed: 9)[2];
        for (int i = 0; i < altered.Length; i++)
        {
            double once = train.Features[2, i] + (0.1 * new Philox(9, RandomPurpose.Augment, (2UL << 32) | 5, 0).Normal(i));
            Assert.Equal(once + (0.2 * new Philox(9, RandomPurpose.Augment, (2UL << 32) | 5, 1).Normal(i)), altered[i]);
        }
    }

    [Fact]
    public void JitterIsAPartOfEachFeaturesDeviation()
    {
        const int count = 20_000;
        Dataset<double> normal = Images.Normal(count, 3);
        double[] features = [.. normal.Features.Values.ToArray().Select((x, i) => (i % 3) switch { 0 => 5 + (1000 * x), 1 => 0.01 * x, _ => 7 })];
        Dataset<double> train = new(features, 3, normal.Classes.ToArray());
        double[][] altered = Images.Altered("jitter=0.1", null, train);

        // Five deviations of a mean square, and of σ, which is measured on as many.
        double bound = 2 * 5 * Math.Sqrt(2.0 / count);
        Assert.Equal(1, Square(0, 100), bound);
        Assert.Equal(1, Square(1, 0.001), bound);
        Assert.All(altered, row => Assert.Equal(7, row[2]));

        double Square(int feature, double deviation) =>
            altered.Select((row, i) => Math.Pow((row[feature] - features[(3 * i) + feature]) / deviation, 2)).Average();
    }

    [Fact]
    public void CutOutIsARectangleAroundAnyPixel()
    {
        const int count = 12_000;
        ImageShape shape = new(6, 5, 2);
        double[] image = Images.Counting(shape.FeatureCount);
        Dictionary<string, int> seen = [];
        double area = 0;
        foreach (double[] altered in Images.Altered("cutout=0.5x4,fill=-1", shape, Images.Repeated(count, image)))
        {
            string text = string.Join(' ', altered);
            seen[text] = seen.GetValueOrDefault(text) + 1;
            area += altered.Count(value => value == -1) / 2.0 / count;
        }

        List<string> expected = [];
        double expectedArea = 0;
        for (int y = 0; y < 6; y++)
        {
            for (int x = 0; x < 5; x++)
            {
                double[] cut = Images.Map(shape, (row, column, channel) =>
                    row >= y - 1 && row <= y + 1 && column >= x - 2 && column <= x + 1 ? -1 : Images.At(image, shape, row, column, channel, double.NaN));
                expected.Add(string.Join(' ', cut));
                expectedArea += cut.Count(value => value == -1) / 2.0 / 30;
            }
        }

        // Five deviations of a binomial count; an area is at most 12, so that its deviation is at most 6.
        Assert.Equal(expected.Order(), seen.Keys.Order());
        Assert.All(seen.Values, times => Assert.Equal(count / 30.0, times, 5 * Math.Sqrt(count / 30.0)));
        Assert.Equal(expectedArea, area, 5 * 6 / Math.Sqrt(count));
    }

    [Fact]
    public void ACutOutLargerThanTheImageMayLeaveAPart()
    {
        double[][] altered = Images.Altered("cutout=100,fill=-1", new(4, 4), Images.Repeated(2_000, Images.Counting(16)));

        // As large as the image around pixel (2, 2), it covers all; around (0, 0), two rows of two.
        Assert.Equal(16, altered.Max(image => image.Count(value => value == -1)));
        Assert.Equal(4, altered.Min(image => image.Count(value => value == -1)));
    }

    [Fact]
    public void BrightnessMovesAWholeImage()
    {
        const int count = 5_000;
        Dataset<double> train = Images.Normal(count, 12);
        double[][] altered = Images.Altered("brightness=0.5", new(2, 2, 3), train);
        double[] moved = new double[count];
        for (int i = 0; i < count; i++)
        {
            moved[i] = altered[i][0] - train.Features[i, 0];

            // Numbers below 8 and their sums are rounded by 2⁻⁵⁰ at most.
            Assert.All(altered[i].Zip(train.Features.Row(i).ToArray()), pair => Assert.Equal(moved[i], pair.First - pair.Second, 4e-15));
        }

        // Five deviations of a uniform mean, and of its square, which is below 1/4.
        Assert.All(moved, b => Assert.InRange(b, -0.5, 0.5));
        Assert.Equal(0, moved.Average(), 5 / Math.Sqrt(12 * count));
        Assert.Equal(1 / 12.0, moved.Average(b => b * b), 5 * 0.125 / Math.Sqrt(count));
    }

    [Fact]
    public void ContrastKeepsTheMeanAndStretchesTheRest()
    {
        const int count = 5_000;
        Dataset<double> train = Images.Normal(count, 12);
        double[][] altered = Images.Altered("contrast=0.5..2", new(2, 2, 3), train);
        double[] factors = new double[count];
        for (int i = 0; i < count; i++)
        {
            double[] image = train.Features.Row(i).ToArray();
            double mean = image.Average();

            // Numbers below 16, a dozen of them summed.
            Assert.Equal(mean, altered[i].Average(), 2e-14);
            int widest = Enumerable.Range(0, 12).MaxBy(j => Math.Abs(image[j] - mean));
            factors[i] = (altered[i][widest] - mean) / (image[widest] - mean);
            Assert.All(altered[i].Zip(image), pair => Assert.Equal(factors[i] * (pair.Second - mean), pair.First - mean, 2e-14));
        }

        Assert.All(factors, factor => Assert.InRange(factor, 0.5 - 1e-12, 2 + 1e-12));
        Assert.Equal(1.25, factors.Average(), 5 * 1.5 / Math.Sqrt(12 * count));
    }

    [Fact]
    public void StepsFollowEachOtherInTheirOrder()
    {
        // Without contrast all pixels are the mean, the fill among them where it came before.
        Dataset<double> train = Images.Repeated(1, [4, 8]);
        Assert.Equal([6, 6], Images.Altered("contrast=0..0,noise=0", new(1, 2), train)[0]);
        double[] cutFirst = Images.Altered("cutout=1,contrast=0..0,fill=-2", new(2, 1), train, seed: 3)[0];
        double[] cutLast = Images.Altered("contrast=0..0,cutout=1,fill=-2", new(2, 1), train, seed: 3)[0];
        Assert.Equal(cutFirst[0], cutFirst[1]);
        Assert.True(cutFirst[0] is 1 or 3, $"expected (4 - 2)/2 or (8 - 2)/2, got {cutFirst[0]}");
        Assert.Contains(-2, cutLast);
        Assert.Contains(6, cutLast);
    }

    private static double[] Differences(Dataset<double> train, double[][] altered, double deviation) =>
        [.. altered.SelectMany(row => row).Zip(train.Features.Values.ToArray(), (after, before) => (after - before) / deviation)];
}

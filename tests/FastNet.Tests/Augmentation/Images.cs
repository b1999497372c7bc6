using FastNet.Training;

namespace FastNet.Tests.Augmenting;

/// <summary>Images and tables made for the tests, and what augmentations make of them.</summary>
internal static class Images
{
    /// <summary>Standard normals, which float holds exactly; the class is the number modulo classes.</summary>
    public static Dataset<double> Normal(int count, int features, int classes = 2) => new(
        [.. Enumerable.Range(0, count * features).Select(i => (double)(float)new Philox(20_26, RandomPurpose.Check).Normal(i))], features,
        [.. Enumerable.Range(0, count).Select(i => i % classes)], [.. Enumerable.Range(0, classes).Select(c => $"class {c}")]);

    public static Dataset<double> Repeated(int count, double[] image) =>
        new([.. Enumerable.Repeat(image, count).SelectMany(values => values)], image.Length, new int[count]);

    public static double[] Counting(int count) => [.. Enumerable.Range(1, count).Select(i => (double)i)];

    /// <summary>All altered examples of an epoch, one after the other.</summary>
    public static double[][] Altered(string augmentation, ImageShape? shape, Dataset<double> train, int epoch = 0, ulong seed = 0) =>
        Altered(new Augmenter<double>(Augmentation.Parse(augmentation, shape), train, seed), [.. Enumerable.Range(0, train.Count)], epoch);

    public static double[][] Altered(Augmenter<double> augmenter, int[] indices, int epoch)
    {
        int features = augmenter.Train.FeatureCount;
        double[] altered = new double[indices.Length * features];
        augmenter.Apply(indices, epoch, new MatrixSpan<double>(altered, indices.Length, features));
        return [.. altered.Chunk(features)];
    }

    public static double[][] Targets(Augmenter<double> augmenter, int epoch)
    {
        int count = augmenter.Train.Count;
        int columns = augmenter.Train.HasClasses ? augmenter.Train.ClassNames.Count : augmenter.Train.ValueCount;
        double[] targets = new double[count * columns];
        augmenter.ApplyToTargets([.. Enumerable.Range(0, count)], epoch, new MatrixSpan<double>(targets, count, columns));
        return [.. targets.Chunk(columns)];
    }

    public static long[] Bits(IEnumerable<double> values) => [.. values.Select(BitConverter.DoubleToInt64Bits)];

    /// <summary>Each value of the altered image by a formula of row, column and channel.</summary>
    public static double[] Map(ImageShape shape, Func<int, int, int, double> value) =>
    [
        .. from row in Enumerable.Range(0, shape.Height)
           from column in Enumerable.Range(0, shape.Width)
           from channel in Enumerable.Range(0, shape.Channels)
           select value(row, column, channel),
    ];

    /// <summary>The value at a place, the fill outside.</summary>
    public static double At(double[] image, ImageShape shape, int row, int column, int channel, double fill) =>
        row >= 0 && row < shape.Height && column >= 0 && column < shape.Width
            ? image[(((row * shape.Width) + column) * shape.Channels) + channel]
            : fill;
}

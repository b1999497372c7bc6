using System.Globalization;

namespace FastNet.Bench;

/// <summary>One curve of a sweep: networks and batches along the first axis.</summary>
/// <param name="Name">In the legend.</param>
/// <param name="At">The network and its rows at a point.</param>
internal sealed record ScalingCurve(string Name, Func<int, DenseShape> At);

/// <summary>What training steps and predictions cost on one thread while one quantity grows.</summary>
/// <param name="File">Of the chart.</param>
/// <param name="Quantity">What grows, with its unit.</param>
/// <param name="Title">Of the chart.</param>
/// <param name="Points">The values of the quantity.</param>
/// <param name="Curves">The networks.</param>
internal sealed record ScalingSweep(string File, string Quantity, string Title, int[] Points, ScalingCurve[] Curves)
{
    // The second is seconds after the first and on other memory: the better median of both is free of what others did to one of them.
    private const int Passes = 2;

    public static readonly ScalingSweep[] All =
    [
        new("batch.svg", "batch, rows", "Training step with Adam and prediction, one thread", Doubling(1, 512),
        [
            Batches(16, 32, 4), Batches(64, 64, 10), Batches(784, 128, 10), Batches(784, 512, 512, 10),
        ]),
        new("width.svg", "width w of both hidden layers, units", "Training step with Adam and prediction of 64-w-w-10, one thread", Doubling(8, 2048),
        [
            new("batch 1", width => new([64, width, width, 10], 1)), new("batch 64", width => new([64, width, width, 10], 64)),
        ]),
        new("depth.svg", "hidden layers", "Training step with Adam and prediction of 64-w-…-w-10, batch 64, one thread", Doubling(1, 16),
        [
            Depths(32), Depths(128), Depths(512),
        ]),
    ];

    public void Run(string folder)
    {
        var measurements = new ScalingMeasurement[Curves.Length, Points.Length];
        for (int pass = 0; pass < Passes; pass++)
        {
            for (int i = 0; i < Curves.Length; i++)
            {
                for (int j = 0; j < Points.Length; j++)
                {
                    measurements[i, j] = ScalingMeasurement.Better(measurements[i, j], Measure(Curves[i].At(Points[j])));
                }
            }
        }

        double[] x = Array.ConvertAll(Points, point => (double)point);
        List<ChartSeries> series = [];
        List<string[]> rows = [["network", Quantity, "step, us", "step, GFLOP/s", "prediction, us", "prediction, GFLOP/s", "prediction, us a row"]];
        for (int i = 0; i < Curves.Length; i++)
        {
            ScalingMeasurement[] curve = [.. Enumerable.Range(0, Points.Length).Select(j => measurements[i, j])];
            series.Add(new($"{Curves[i].Name}, step", x, Array.ConvertAll(curve, point => point.Train), i));
            series.Add(new($"{Curves[i].Name}, prediction", x, Array.ConvertAll(curve, point => point.Predict), i, ChartMarks.Open));
            foreach ((int point, ScalingMeasurement measurement) in Points.Zip(curve))
            {
                DenseShape shape = Curves[i].At(point);
                string[] figures = Array.ConvertAll(
                [
                    measurement.Train, shape.TrainOperations / measurement.Train / 1e3,
                    measurement.Predict, shape.PredictOperations / measurement.Predict / 1e3, measurement.Predict / shape.Batch,
                ], MarkdownTable.Number);
                rows.Add([Curves[i].Name, point.ToString(CultureInfo.InvariantCulture), .. figures]);
            }
        }

        MarkdownTable.Write(rows);
        new Chart(Title, Quantity, "time of a call, µs").Save(Path.Combine(folder, File), series);
    }

    private static ScalingMeasurement Measure(DenseShape shape)
    {
        DenseProblem problem = new(shape);
        TimedCall train = new(problem.Train), predict = new(problem.Predict);
        TimedCall.TimeInTurn([train, predict], Scaling.Rounds);
        return new(train.Nanoseconds / 1e3, predict.Nanoseconds / 1e3);
    }

    private static int[] Doubling(int first, int last) =>
        [.. Enumerable.Range(0, int.Log2(last / first) + 1).Select(power => first << power)];

    private static ScalingCurve Batches(params int[] widths) => new(string.Join('-', widths), batch => new(widths, batch));

    private static ScalingCurve Depths(int width) =>
        new($"w = {width}", depth => new([64, .. Enumerable.Repeat(width, depth), 10], 64));
}

using System.IO.Enumeration;
using System.Text;

namespace FastNet.Versus;

/// <summary>How many times as long as FastNet a rival should take at least.</summary>
/// <param name="Works">The works, with * for any characters.</param>
/// <param name="Threads">Of every contender.</param>
/// <param name="Rivals">One, or several of which the faster counts in each round.</param>
/// <param name="Least">The ratio.</param>
internal sealed record Bar(string Works, int Threads, string[] Rivals, double Least)
{
    public bool Covers(Measurement measurement) =>
        measurement.Threads == Threads && FileSystemName.MatchesSimpleExpression(Works, measurement.Work, ignoreCase: false);
}

/// <summary>What FastNet is to reach, and whether a run reached it.</summary>
internal static class Bars
{
    // The rounds of one run scatter by some hundredths on a quiet machine: so much is granted to their median, and more to their lower quartile.
    private const double MedianAllowance = 0.03;
    private const double QuartileAllowance = 0.08;

    private static readonly string[] OpenBlas = [Systems.OpenBlas];
    private static readonly string[] Libtorch = [Systems.Libtorch];
    private static readonly string[] TorchSharp = [Systems.TorchSharp];
    private static readonly string[] Multipliers = [Systems.OpenBlas, Systems.Libtorch];
    private static readonly string[] Predictors = [Systems.OnnxRuntime, Systems.Libtorch];

    // Over all products that a bar is about, on one thread against OpenBLAS: the median of their ratios in each round.
    private const double MedianOfGemm = 1.1;

    private static readonly Bar[] All =
    [
        .. GemmWorks.Shapes.Select(shape => new Bar(GemmWorks.Name(shape), 1, OpenBlas, shape == (64, 10, 128) ? 0.95 : 1)),
        .. GemmWorks.Shapes.Select(shape => new Bar(GemmWorks.Name(shape), 1, Libtorch, 1.15)),
        .. ((int[])[256, 512, 1024, 2048]).Select(n => new Bar(GemmWorks.Name((n, n, n)), 2, Multipliers, 1)),

        new("train 784-* batch 64 adam", 1, TorchSharp, 2),
        new("train 784-* batch 128 adam", 1, TorchSharp, 1.8),
        new("train 784-* batch 64 adam", 2, TorchSharp, 2.2),
        new("train 784-* batch 128 adam", 2, TorchSharp, 2),
        new("train 64-64-10 batch 64 adam", 1, TorchSharp, 10),
        new("train 64-64-10 batch 128 adam", 1, TorchSharp, 7),
        new("train 16-32-4 batch 64 adam", 1, TorchSharp, 25),
        new("train 16-32-4 batch 128 adam", 1, TorchSharp, 16),

        new("predict 16-32-4 batch 1", 1, Predictors, 20),
        new("predict 64-64-10 batch 1", 1, Predictors, 10),
        new("predict 784-128-10 batch 1", 1, Predictors, 1.5),
        new("predict 784-256-* batch 1", 1, Predictors, 1.25),
        new("predict 784-512-* batch 1", 1, Predictors, 1.25),
        .. ((int[])[64, 128]).SelectMany(batch => (Bar[])
        [
            new($"predict 16-32-4 batch {batch}", 1, Predictors, 2),
            new($"predict 64-64-10 batch {batch}", 1, Predictors, 1.2),
            new($"predict 784-* batch {batch}", 1, Predictors, 1),
            new($"predict 784-* batch {batch}", 2, Predictors, 1),
        ]),

        new("relu *", 1, Libtorch, 1),
        new("exp *", 1, Libtorch, 2),
        new("tanh *", 1, Libtorch, 6),
        new("sigmoid *", 1, Libtorch, 1.4),
        new("silu *", 1, Libtorch, 1.4),
        new("gelu *", 1, Libtorch, 1),
        new("softmax *", 1, Libtorch, 1.6),
        new("dropout *", 1, Libtorch, 10),
        new("adam *", 1, TorchSharp, 3),
    ];

    /// <summary>Markdown: each bar that the measurements touch, met or not.</summary>
    public static string Write(IReadOnlyList<Measurement> measurements)
    {
        StringBuilder rows = new();
        int met = 0, judged = 0;
        foreach (Bar bar in All)
        {
            foreach (Measurement measurement in measurements.Where(bar.Covers))
            {
                Judge(measurement.Work, bar, measurement.Ratios(bar.Rivals));
            }
        }

        double[][] gemm =
        [
            .. measurements.Where(measurement => measurement.Threads == 1 && GemmWorks.Shapes.Select(GemmWorks.Name).Contains(measurement.Work))
                .Select(measurement => measurement.Ratios(OpenBlas)).OfType<double[]>(),
        ];
        if (gemm.Length == GemmWorks.Shapes.Length)
        {
            double[] medians = [.. gemm[0].Select((_, round) => Quantile.Median(gemm.Select(ratios => ratios[round])))];
            Judge("median of the products", new("", 1, OpenBlas, MedianOfGemm), medians);
        }

        if (judged == 0)
        {
            return "";
        }

        return $"""

            {RatioTable.Row(["bar", "threads", "rival", "at least", "median", "lower quartile", ""])}
            {RatioTable.Row(Enumerable.Repeat("---", 7))}
            {rows}
            {met} of {judged} bars met.
            """;

        void Judge(string work, Bar bar, double[]? ratios)
        {
            double? median = ratios is null ? null : Quantile.Median(ratios), quartile = ratios is null ? null : Quantile.LowerQuartile(ratios);
            bool isMet = median >= bar.Least - MedianAllowance && quartile >= bar.Least - QuartileAllowance;
            judged++;
            met += isMet ? 1 : 0;
            rows.AppendLine(RatioTable.Row(
            [
                work, RatioTable.Text(bar.Threads, "0"), bar.Rivals.Length == 1 ? bar.Rivals[0] : $"better of {string.Join(" and ", bar.Rivals)}",
                RatioTable.Text(bar.Least, "0.00"), RatioTable.Text(median, "0.00"), RatioTable.Text(quartile, "0.00"),
                ratios is null ? "not measured" : isMet ? "met" : "not met",
            ]));
        }
    }
}

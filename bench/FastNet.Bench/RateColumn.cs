using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace FastNet.Bench;

/// <summary>What a second of the mean time goes through, in thousand millions: operations of products, bytes of passes over memory.</summary>
internal sealed class RateColumn(string unit, Func<Volume, double> count) : IColumn
{
    public static IColumn[] All =>
    [
        new RateColumn("GFLOP/s", volume => volume.Operations),
        new RateColumn("GB/s", volume => volume.Operations > 0 ? 0 : volume.Bytes),
    ];

    public string Id => $"{nameof(RateColumn)}.{unit}";

    public string ColumnName => unit;

    public string Legend => unit == "GB/s" ? "Bytes read and written at least, by the mean time" : "Multiply-adds, two operations each, by the mean time";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => summary.BenchmarksCases.Any(benchmark => Count(benchmark) > 0);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, SummaryStyle.Default);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) =>
        Count(benchmarkCase) > 0 && summary[benchmarkCase]?.ResultStatistics is { } statistics
            ? (Count(benchmarkCase) / statistics.Mean).ToString("0.00", CultureInfo.InvariantCulture)
            : "";

    public override string ToString() => unit;

    private double Count(BenchmarkCase benchmark) =>
        benchmark.Parameters.Items.Select(item => item.Value).OfType<Kernel>().Select(kernel => count(kernel.Volume)).FirstOrDefault();
}

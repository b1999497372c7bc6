using System.Globalization;
using FastNet.Training;

namespace FastNet.Tests.Reports;

public sealed class HistoryFileTests : IDisposable
{
    // Numbers whose shortest text has 17 digits, no digit before the point, or an exponent; the smallest; and no number at all.
    private static readonly TrainingHistory Awkward = new(
        [
            new(1, 0.1 + 0.2, 0, new(1.0 / 3, 5e-324, true), new(1.7976931348623157e308, 0.25, true), 1000),
            new(2, double.PositiveInfinity, 1e-7, null, new(2e-16, 0, true), 2000),
            new(3, 2, 0.5, null, null, 3000),
        ],
        2, TrainingEnd.StoppedEarly, "\"quoted\", <b> and ε");

    private readonly string folder = Directory.CreateTempSubdirectory("fastnet-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void JsonComesBack()
    {
        string path = Path.Combine(folder, "history.json");
        HistoryFile.WriteJson(path, Awkward);
        TrainingHistory read = HistoryFile.ReadJson(path);

        // The speed depends on the machine's mood and is left out.
        Assert.Equal(Awkward.Epochs.Select(epoch => epoch with { ExamplesPerSecond = 0 }), read.Epochs);
        Assert.Equal((Awkward.BestEpoch, Awkward.End, Awkward.StoppedBecause), (read.BestEpoch, read.End, read.StoppedBecause));
        Assert.Contains("\"end\": \"StoppedEarly\"", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{\"epochs\":[],\"bestEpoch\":1")]
    [InlineData("{\"epochs\":[],\"bestEpoch\":1}")]
    [InlineData("{\"epochs\":null,\"bestEpoch\":1,\"end\":\"Completed\",\"stoppedBecause\":\"\"}")]
    [InlineData("{\"epochs\":[],\"bestEpoch\":1,\"end\":\"Never\",\"stoppedBecause\":\"\"}")]
    [InlineData("{\"epochs\":[],\"bestEpoch\":1,\"end\":\"Completed\",\"stoppedBecause\":\"\",\"more\":1}")]
    public void OtherJsonIsRefused(string json)
    {
        string path = Path.Combine(folder, "other.json");
        File.WriteAllText(path, json);
        Assert.StartsWith($"{path}: expected the history", Assert.Throws<InvalidDataException>(() => HistoryFile.ReadJson(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CsvHasALineAnEpoch()
    {
        string path = Path.Combine(folder, "history.csv");
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
            HistoryFile.WriteCsv(path, Awkward);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        string[] lines = File.ReadAllText(path).Split('\n');
        Assert.Equal(["epoch,step,train_cost,penalty,train_loss,train_error,dev_loss,dev_error", "3,0,2,0.5,,,,", ""], [lines[0], .. lines[3..]]);
        double[] first = Numbers(lines[1]), second = Numbers(lines[2]);
        Assert.Equal([1, 0, 0.1 + 0.2, 0, 1.0 / 3, 5e-324, 1.7976931348623157e308, 0.25], first);
        Assert.Equal([2, 0, double.PositiveInfinity, 1e-7, double.NaN, double.NaN, 2e-16, 0], second);
    }

    [Fact]
    public void CsvHasALineForEachEvaluationWithinAnEpoch()
    {
        string path = Path.Combine(folder, "history.csv");
        Evaluation dev = new(0.5, 0.25, true);
        TrainingHistory history = new([new(1, 3, 0, null, dev) { Step = 4 }, new(2, 2, 0, null, dev) { Step = 8 }], 2, TrainingEnd.Cancelled, "")
        {
            Steps = [new(1, 3, new(0.75, 0.5, true)), new(2, 6, new(0.625, 0.125, true)), new(3, 9, new(1, 1, true))],
        };
        string json = Path.Combine(folder, "history.json");
        HistoryFile.WriteJson(json, history with { BestStep = 6 });
        Assert.Equal((6, 8), (HistoryFile.ReadJson(json).BestStep, HistoryFile.ReadJson(json).Epochs[1].Step));
        Assert.Equal(history.Steps, HistoryFile.ReadJson(json).Steps);

        HistoryFile.WriteCsv(path, history);
        Assert.Equal(
            ["1,3,,,,,0.75,0.5", "1,4,3,0,,,0.5,0.25", "2,6,,,,,0.625,0.125", "2,8,2,0,,,0.5,0.25", "3,9,,,,,1,1", ""],
            File.ReadAllText(path).Split('\n')[1..]);
    }

    private static double[] Numbers(string line) =>
        [.. line.Split(',').Select(cell => cell.Length == 0 ? double.NaN : double.Parse(cell, CultureInfo.InvariantCulture))];
}

using System.Numerics;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>What data a command was asked to read.</summary>
/// <param name="File">The CSV file; null for the digits that the tool carries.</param>
/// <param name="Csv">How to read it.</param>
/// <param name="Ratios">How to split it.</param>
internal sealed record DataSettings(string? File, CsvOptions Csv, SplitRatios Ratios)
{
    private const string Carried = "digits.csv.gz";

    /// <summary>What messages call it.</summary>
    public string Name => File ?? Carried;

    /// <summary>Reads the table.</summary>
    /// <exception cref="InvalidDataException">It is no such table.</exception>
    public CsvDataset<T> Read<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (File is not null)
        {
            return CsvDataset<T>.Read(File, Csv);
        }

        using Stream digits = typeof(DataSettings).Assembly.GetManifestResourceStream(Carried)
            ?? throw new InvalidDataException($"{Carried}: expected the digits inside the tool, got none.");
        return CsvDataset<T>.Read(digits, Carried, Csv);
    }
}

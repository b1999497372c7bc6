namespace FastNet.Training;

/// <summary>
/// Parts by row alone, whatever the other rows are: u(seed, row) in [0, 1), number 0 of <see cref="Philox"/>'s stream for the row, falls into the train,
/// dev or test part's share. Shares come out to within chance: ±√(share·(1 − share)/rows).
/// </summary>
/// <param name="ratios">The shares.</param>
/// <param name="seed">Selects the rows.</param>
public readonly struct HashSplit(SplitRatios ratios, ulong seed)
{
    /// <summary>The part of a row, from 0 on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The row is negative.</exception>
    public SplitPart PartOf(long row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        double u = new Philox(seed, RandomPurpose.Split, (ulong)row, (int)SplitStream.Hashed).Uniform(0);
        return ratios.Dev + ratios.Test == 0 || u < ratios.Train ? SplitPart.Train
            : ratios.Test == 0 || (u < ratios.Train + ratios.Dev && ratios.Dev > 0) ? SplitPart.Dev
            : SplitPart.Test;
    }

    /// <summary>The parts of that many rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public SplitRows Cut(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        SplitPart[] parts = new SplitPart[rows];
        for (int row = 0; row < rows; row++)
        {
            parts[row] = PartOf(row);
        }

        return SplitRows.Of(parts);
    }
}

using System.Numerics;

namespace FastNet.Training;

/// <summary>The rows of each part, before there are features to select: no row twice. A part that there is not has none.</summary>
public sealed class SplitRows
{
    private readonly int[][] parts;

    /// <summary>Parts that are known, such as a test part that everybody uses.</summary>
    /// <param name="train">At least one row; kept, not copied.</param>
    /// <param name="trainDev">Kept, not copied.</param>
    /// <param name="dev">Kept, not copied.</param>
    /// <param name="test">Kept, not copied.</param>
    /// <exception cref="ArgumentException">The train part has no row, or a row is negative or stands twice.</exception>
    public SplitRows(int[] train, int[] trainDev, int[] dev, int[] test)
        : this([
            train ?? throw new ArgumentNullException(nameof(train)),
            trainDev ?? throw new ArgumentNullException(nameof(trainDev)),
            dev ?? throw new ArgumentNullException(nameof(dev)),
            test ?? throw new ArgumentNullException(nameof(test))])
    {
        if (train.Length == 0)
        {
            throw new ArgumentException("expected at least one row in the train part, got none.", nameof(train));
        }

        HashSet<int> rows = [];
        foreach (int row in parts.SelectMany(part => part))
        {
            if (row < 0 || !rows.Add(row))
            {
                throw new ArgumentException($"expected rows of at least 0, each once, got {row}{(row < 0 ? "" : " twice")}.");
            }
        }
    }

    private SplitRows(int[][] parts) => this.parts = parts;

    /// <summary>What the network learns from.</summary>
    public int[] Train => this[SplitPart.Train];

    /// <summary>Examples as in the train part that the network does not learn from.</summary>
    public int[] TrainDev => this[SplitPart.TrainDev];

    /// <summary>What choices are made by.</summary>
    public int[] Dev => this[SplitPart.Dev];

    /// <summary>What nobody looks at before the end.</summary>
    public int[] Test => this[SplitPart.Test];

    /// <summary>The rows of a part.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no part.</exception>
    public int[] this[SplitPart part] =>
        Enum.IsDefined(part) ? parts[(int)part] : throw new ArgumentOutOfRangeException(nameof(part), part, $"expected a part, got {part}.");

    /// <summary>The examples of these rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A row lies outside the data.</exception>
    public Split<T> Select<T>(Dataset<T> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(data);
        Dataset<T>? Part(int[] rows)
        {
            int outside = Array.FindIndex(rows, row => row >= data.Count);
            return outside >= 0
                ? throw new ArgumentOutOfRangeException(nameof(data), rows[outside], $"expected rows below {data.Count}, got {rows[outside]}.")
                : rows.Length > 0 ? data.Select(rows) : null;
        }

        return new(Part(Train)!, Part(Dev), Part(Test)) { TrainDev = Part(TrainDev) };
    }

    /// <summary>What messages call a part.</summary>
    internal static string Name(SplitPart part) => part switch
    {
        SplitPart.Train => "train",
        SplitPart.TrainDev => "train-dev",
        SplitPart.Dev => "dev",
        _ => "test",
    };

    /// <summary>The rows of each part in their order.</summary>
    /// <param name="partOfRow">The part of each row.</param>
    internal static SplitRows Of(IReadOnlyList<SplitPart> partOfRow)
    {
        List<int>[] rows = [[], [], [], []];
        for (int row = 0; row < partOfRow.Count; row++)
        {
            rows[(int)partOfRow[row]].Add(row);
        }

        return new([.. rows.Select(part => part.ToArray())]);
    }
}

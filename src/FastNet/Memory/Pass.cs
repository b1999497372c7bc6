namespace FastNet;

/// <summary>What a forward pass is for; it carries the step, so that a dropout mask is a function and not a state.</summary>
public readonly record struct Pass
{
    private Pass(bool isTraining, long step, int firstRow)
    {
        IsTraining = isTraining;
        Step = step;
        FirstRow = firstRow;
    }

    /// <summary>Whether layers behave as in training: dropout drops, batch norm normalises by the batch.</summary>
    public bool IsTraining { get; }

    /// <summary>The training step, which selects the dropout masks.</summary>
    public long Step { get; }

    /// <summary>The index, within the whole batch of the step, of the first row given: 0 unless a batch comes in parts.</summary>
    public int FirstRow { get; }

    /// <summary>Evaluation and prediction.</summary>
    public static Pass Inference => default;

    /// <summary>A training step.</summary>
    /// <param name="step">The step's number, at least 0. The same step gives the same masks.</param>
    /// <param name="firstRow">Where a batch comes in parts, the index of this part's first row; the masks are those of the whole batch.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public static Pass Training(long step, int firstRow = 0)
    {
        Throw.IfNot(step >= 0, nameof(step), "at least 0", step);
        Throw.IfNot(firstRow >= 0, nameof(firstRow), "at least 0", firstRow);
        return new Pass(true, step, firstRow);
    }
}

namespace FastNet;

/// <summary>What a schedule counts.</summary>
public enum ScheduleUnit
{
    /// <summary>Passes over the training set: t = epoch − 1.</summary>
    Epoch,

    /// <summary>Updates of the parameters: t = step.</summary>
    Step,
}

/// <summary>A moment of a training: before the given step, in the given epoch. The default is the start.</summary>
public readonly record struct ScheduleTime
{
    private readonly int finishedEpochs;

    /// <summary>A moment of a training.</summary>
    /// <param name="epoch">The epoch, the first being 1.</param>
    /// <param name="step">The steps made before, in all epochs: the first step is 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The epoch is below 1, or the step below 0.</exception>
    public ScheduleTime(int epoch, long step)
    {
        finishedEpochs = Throw.IfNotPositive(epoch, nameof(epoch)) - 1;
        Throw.IfNot(step >= 0, nameof(step), "a number of at least 0", step);
        Step = step;
    }

    /// <summary>The epoch, the first being 1.</summary>
    public int Epoch => finishedEpochs + 1;

    /// <summary>The steps made before, in all epochs: the first step is 0.</summary>
    public long Step { get; }

    /// <summary>t: the finished epochs, or the steps made; 0 at the start.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such unit.</exception>
    public long In(ScheduleUnit unit) => Schedules.Defined(unit) == ScheduleUnit.Step ? Step : finishedEpochs;

    /// <summary>The same moment, one unit counted from <paramref name="start"/> on, the other still from the training's start.</summary>
    internal ScheduleTime Since(long start, ScheduleUnit unit) =>
        unit == ScheduleUnit.Step ? new(Epoch, Step - start) : new((int)(Epoch - start), Step);
}

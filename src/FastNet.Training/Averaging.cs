using System.Numerics;

namespace FastNet.Training;

/// <summary>When an average takes in the parameters.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="Average">The average of the network's parameters.</param>
/// <param name="Unit">After each step, as suits an exponential average, or after each epoch, as suits a stochastic weight average.</param>
/// <param name="FromEpoch">The first epoch in which it does, at least 1.</param>
public sealed record Averaging<T>(ParameterAverage<T> Average, ScheduleUnit Unit = ScheduleUnit.Step, int FromEpoch = 1)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The average of the network's parameters.</summary>
    public ParameterAverage<T> Average { get; } = Average ?? throw new ArgumentNullException(nameof(Average));

    /// <summary>After each step or after each epoch.</summary>
    public ScheduleUnit Unit { get; } = Enum.IsDefined(Unit)
        ? Unit
        : throw new ArgumentOutOfRangeException(nameof(Unit), Unit, $"expected epochs or steps, got {Unit}.");

    /// <summary>The first epoch in which it takes in parameters.</summary>
    public int FromEpoch { get; } = FromEpoch >= 1
        ? FromEpoch
        : throw new ArgumentOutOfRangeException(nameof(FromEpoch), FromEpoch, $"expected an epoch from 1 on, got {FromEpoch}.");

    internal void Update(ScheduleUnit unit, int epoch)
    {
        if (unit == Unit && epoch >= FromEpoch)
        {
            Average.Update();
        }
    }
}

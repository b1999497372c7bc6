using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>Parameters that lie together and have one learning rate: what an optimizer's formula runs over.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly ref struct UpdateRange<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Optimizer<T> optimizer;
    private readonly Span<T> parameters;
    private readonly ReadOnlySpan<T> gradients;
    private readonly ParameterRange range;
    private readonly T keep;
    private readonly WorkerPool? workers;

    internal UpdateRange(
        Optimizer<T> optimizer, Span<T> parameters, ReadOnlySpan<T> gradients, ParameterRange range, double learningRate, T keep, WorkerPool? workers)
    {
        this.optimizer = optimizer;
        this.parameters = parameters.Slice(range.Start, range.Length);
        this.gradients = gradients.Slice(range.Start, range.Length);
        this.range = range;
        this.keep = keep;
        this.workers = workers;
        LearningRate = learningRate;
    }

    /// <summary>α of these parameters at this step, the schedule's factor included.</summary>
    public double LearningRate { get; }

    /// <summary>Runs the formula over parameters, gradients and moments, in one pass; decoupled decay comes first.</summary>
    /// <exception cref="InvalidOperationException">The formula has more moments than the optimizer was made with.</exception>
    public void Run<TUpdate>(TUpdate update)
        where TUpdate : struct, IUpdate<T>
    {
        if (TUpdate.Moments > optimizer.MomentNames.Count)
        {
            Throw.InvalidState($"Expected an optimizer with {TUpdate.Moments} moments for {typeof(TUpdate).Name}, got one with {optimizer.MomentNames.Count}.");
        }

        // Large matrices are divided by rows, as their gradients are; what lies between them, together.
        int start = range.Start;
        foreach (ParameterSlice slice in range.Slices)
        {
            if (workers is not null && slice.Length >= FlatWork.WorthDividing && slice.Rows >= workers.Threads)
            {
                Run(update, start, slice.Offset, FlatWork.LineElements);
                start = slice.Offset + slice.Length;
                Run(update, slice.Offset, start, slice.Columns);
            }
        }

        Run(update, start, range.Start + range.Length, FlatWork.LineElements);
    }

    // From a parameter to before another; threads divide by the unit.
    private void Run<TUpdate>(TUpdate update, int start, int end, int unit)
        where TUpdate : struct, IUpdate<T>
    {
        if (start < end)
        {
            int first = start - range.Start, length = end - start;
            Kernels.Update.Run(
                parameters.Slice(first, length), gradients.Slice(first, length), optimizer.MomentOf(0, start, length),
                optimizer.MomentOf(1, start, length), optimizer.MomentOf(2, start, length), keep, update, workers, unit);
        }
    }
}

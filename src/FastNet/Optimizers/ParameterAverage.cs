using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>
/// An average of a network's parameters over a training: often better than the last ones. After t updates it is a ← a + γₜ·(w − a) with γ₁ = 1,
/// so it is a weighted mean at any time. An update is one pass over flat memory and allocates nothing.
/// </summary>
/// <remarks>
/// Only parameters are averaged. The running statistics of a batch norm belong to the parameters that they were taken with: whoever puts the
/// average into a network with batch norm must take them anew, by forward passes over training data.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public abstract class ParameterAverage<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> average;

    private protected ParameterAverage(IParameters<T> parameters)
    {
        Throw.IfUnsupported<T>();
        ArgumentNullException.ThrowIfNull(parameters);
        Source = parameters;
        average = new AlignedBuffer<T>(parameters.Parameters.Length);
    }

    /// <summary>What is averaged.</summary>
    public IParameters<T> Source { get; }

    /// <summary>t, the updates so far.</summary>
    public long Count { get; private set; }

    /// <summary>The average, in the order of <see cref="IParameters{T}.Parameters"/>; with <see cref="Count"/>, all there is to save.</summary>
    /// <exception cref="InvalidOperationException">There was no update yet.</exception>
    public ReadOnlySpan<T> Values
    {
        get
        {
            if (Count == 0)
            {
                Throw.InvalidState("Expected an update before the average is asked for, got none.");
            }

            return average.Span;
        }
    }

    /// <summary>Takes in the parameters as they are: after a step, or an epoch.</summary>
    public void Update()
    {
        T gamma = T.CreateTruncating(NextWeight());
        Elementwise.Map(average.Span, Source.Parameters, average.Span, new AverageUpdate<T>(gamma));
        Count++;
    }

    /// <summary>Writes the average: to the parameters of a <see cref="Network{T}.Clone"/> that is then evaluated, say.</summary>
    /// <param name="destination">As many as there are parameters.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    /// <exception cref="InvalidOperationException">There was no update yet.</exception>
    public void CopyTo(Span<T> destination)
    {
        if (destination.Length != average.Span.Length)
        {
            Throw.LengthMismatch(nameof(destination), average.Span.Length, destination.Length);
        }

        Values.CopyTo(destination);
    }

    /// <summary>Goes on from a saved average, with the same bits as if there had been no break.</summary>
    /// <param name="values">The saved <see cref="Values"/>.</param>
    /// <param name="count">The saved <see cref="Count"/>, at least 1.</param>
    /// <exception cref="ArgumentException">There are more or fewer values than parameters.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    public void Restore(ReadOnlySpan<T> values, long count)
    {
        if (values.Length != average.Span.Length)
        {
            Throw.LengthMismatch(nameof(values), average.Span.Length, values.Length);
        }

        Throw.IfNot(count >= 1, nameof(count), "a number of at least 1", count);
        values.CopyTo(average.Span);
        Count = count;
    }

    // As it was before the first update: a saved average may not have had one. The values go too, as a + (w − a) is not quite w.
    internal void Reset()
    {
        average.Span.Clear();
        Count = 0;
    }

    /// <summary>γ of update number Count + 1.</summary>
    private protected abstract double NextWeight();
}

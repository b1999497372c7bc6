using System.Numerics;

namespace FastNet.Training;

/// <summary>
/// A copy of the parameters and running statistics that training is to end with: the best epoch's, or without early stopping the last whole
/// epoch's.
/// </summary>
internal sealed class BestParameters<T>(Network<T> network, EarlyStopping? stopping)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] parameters = network.Parameters.ToArray();
    private readonly T[] state = network.State.ToArray();
    private long batchesTracked = network.BatchesTracked;
    private double best = double.PositiveInfinity;

    /// <summary>The epoch of the copy; 0 before the first.</summary>
    public int Epoch { get; private set; }

    /// <summary>Whether the network's own parameters and statistics are finite.</summary>
    public bool AreFinite => Finite(network.Parameters) && Finite(network.State);

    /// <summary>Copies the network's parameters and statistics if the epoch is better than the best so far.</summary>
    public void Offer(int epoch, Evaluation? dev)
    {
        if (stopping is not null && dev is { } evaluation)
        {
            double measure = stopping.Of(evaluation);
            if (!(measure < best - stopping.MinimumImprovement))
            {
                return;
            }

            best = measure;
        }

        network.Parameters.CopyTo(parameters);
        network.State.CopyTo(state);
        batchesTracked = network.BatchesTracked;
        Epoch = epoch;
    }

    /// <summary>Puts the copy back.</summary>
    public void Restore()
    {
        parameters.CopyTo(network.Parameters);
        state.CopyTo(network.State);
        network.BatchesTracked = batchesTracked;
    }

    private static bool Finite(ReadOnlySpan<T> values)
    {
        foreach (T value in values)
        {
            if (!T.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }
}

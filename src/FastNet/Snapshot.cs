using System.Numerics;

namespace FastNet;

/// <summary>A network's parameters and running statistics at one moment, to go back to.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class Snapshot<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The network as it is now.</summary>
    public Snapshot(Network<T> network)
    {
        ArgumentNullException.ThrowIfNull(network);
        Parameters = network.Parameters.ToArray();
        State = network.State.ToArray();
        BatchesTracked = network.BatchesTracked;
    }

    internal T[] Parameters { get; }

    internal T[] State { get; }

    internal long BatchesTracked { get; set; }

    /// <summary>Takes the place of what was held: the network as it is now. It allocates nothing.</summary>
    /// <exception cref="ArgumentException">The network has other parameters or running statistics than the first one.</exception>
    public void Take(Network<T> network)
    {
        Check(network);
        network.Parameters.CopyTo(Parameters);
        network.State.CopyTo(State);
        BatchesTracked = network.BatchesTracked;
    }

    /// <summary>Puts it into a network.</summary>
    /// <exception cref="ArgumentException">The network has other parameters or running statistics.</exception>
    public void RestoreTo(Network<T> network)
    {
        Check(network);
        Parameters.CopyTo(network.Parameters);
        State.CopyTo(network.State);
        network.BatchesTracked = BatchesTracked;
    }

    internal void Check(Network<T> network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (network.Parameters.Length != Parameters.Length || network.State.Length != State.Length)
        {
            throw new ArgumentException(
                $"expected a network of {Parameters.Length} parameters and {State.Length} running statistics, got {network.Parameters.Length} and {network.State.Length}.",
                nameof(network));
        }
    }
}

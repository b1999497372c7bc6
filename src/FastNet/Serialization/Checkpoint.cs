using System.Globalization;
using System.Numerics;

namespace FastNet;

/// <summary>
/// What a training must have to go on as if it had never stopped: the network, the optimizer with its moments and step, an average, and the best
/// so far; with the caller's own numbers as metadata. One safetensors file holds it all: <c>optimizer.mean.0.weight</c>, <c>best.0.weight</c>.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class Checkpoint<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const string BestPrefix = "best.";
    private const string AveragePrefix = "average.";
    private const string AverageCount = "average.count";
    private const string StepCount = "optimizer.step";
    private const string Scalars = "optimizer.scalars";

    private readonly Network<T> network;
    private readonly Optimizer<T> optimizer;
    private readonly ParameterAverage<T>? average;
    private readonly Snapshot<T>? best;

    /// <summary>A checkpoint of a training.</summary>
    /// <param name="network">The network.</param>
    /// <param name="optimizer">Its optimizer.</param>
    /// <param name="average">The average of its parameters; null for none.</param>
    /// <param name="best">A snapshot beside the network itself; null for none.</param>
    /// <exception cref="ArgumentException">
    /// The optimizer or the average is another network's, or the snapshot has another number of parameters or running statistics.
    /// </exception>
    public Checkpoint(Network<T> network, Optimizer<T> optimizer, ParameterAverage<T>? average = null, Snapshot<T>? best = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(optimizer);
        if (!ReferenceEquals(optimizer.Target, network))
        {
            throw new ArgumentException("expected this network's optimizer, got another's.", nameof(optimizer));
        }

        if (average is not null && !ReferenceEquals(average.Source, network))
        {
            throw new ArgumentException("expected the average of this network's parameters, got another's.", nameof(average));
        }

        best?.Check(network);
        this.network = network;
        this.optimizer = optimizer;
        this.average = average;
        this.best = best;
    }

    /// <summary>Writes the file; a kill at any moment leaves the old one or the new one.</summary>
    /// <param name="path">The file; it is replaced if it exists.</param>
    /// <param name="metadata">More to write, by key; none that the core writes itself.</param>
    /// <exception cref="ArgumentException">A key is one that the core writes, or a running statistic is one that a file cannot have.</exception>
    /// <exception cref="IOException">The file cannot be written, or would have more than 2 GiB; the old one stands.</exception>
    public void Save(string path, IReadOnlyDictionary<string, string>? metadata = null)
    {
        List<SafetensorsEntry> entries =
        [
            .. NetworkTensors.OfParameters(string.Empty, network, network.Parameters.ToArray()),
            .. NetworkTensors.OfState(string.Empty, network, network.State.ToArray(), network.BatchesTracked),
            NetworkTensors.Whole(StepCount, optimizer.StepCount),
            NetworkTensors.ToEntry<double>(Scalars, [optimizer.Scalars.Length], optimizer.Scalars),
        ];
        for (int i = 0; i < optimizer.MomentNames.Count; i++)
        {
            entries.AddRange(NetworkTensors.OfParameters(MomentPrefix(i), network, optimizer.Moment(i).ToArray()));
        }

        if (average is not null)
        {
            entries.Add(NetworkTensors.Whole(AverageCount, average.Count));
            if (average.Count > 0)
            {
                entries.AddRange(NetworkTensors.OfParameters(AveragePrefix, network, average.Values.ToArray()));
            }
        }

        if (best is not null)
        {
            entries.AddRange(NetworkTensors.OfParameters(BestPrefix, network, best.Parameters));
            entries.AddRange(NetworkTensors.OfState(BestPrefix, network, best.State, best.BatchesTracked));
        }

        SortedDictionary<string, string> all = NetworkMetadata.Write(
            network, metadata, new Dictionary<string, string> { [Checkpoint.OptimizerKey] = TypeName.Of(optimizer) });
        AtomicFile.Write(path, stream => Safetensors.Write(stream, entries, all));
    }

    /// <summary>Reads the file into the network, the optimizer, the average and the best; if it throws, they have not changed.</summary>
    /// <param name="path">What <see cref="Save"/> wrote.</param>
    /// <returns>All of the file's metadata.</returns>
    /// <exception cref="InvalidDataException">
    /// The file is torn, or of another architecture, optimizer, type of numbers or numerics version; the message says what was expected and what came.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read, or has more than 2 GiB.</exception>
    public IReadOnlyDictionary<string, string> Load(string path) => NetworkMetadata.ReadFile(path, Read);

    private Dictionary<string, string> Read(Dictionary<string, SafetensorsEntry> entries, Dictionary<string, string> metadata)
    {
        Check(metadata);
        List<Action> writes = [];
        T[] parameters = NetworkTensors.TakeParameters(entries, string.Empty, network);
        (T[] state, long batches) = NetworkTensors.TakeState(entries, string.Empty, network);
        long stepCount = NetworkTensors.TakeWhole(entries, StepCount);
        if (stepCount < 0)
        {
            throw new InvalidDataException($"expected at least 0 steps, got {stepCount}.");
        }

        double[] scalars = NetworkTensors.TakeNumbers<double>(entries, Scalars, [optimizer.Scalars.Length]);
        writes.Add(() =>
        {
            parameters.CopyTo(network.Parameters);
            state.CopyTo(network.State);
            network.BatchesTracked = batches;
            optimizer.RestoreStepCount(stepCount);
            scalars.CopyTo(optimizer.Scalars);
        });
        for (int i = 0; i < optimizer.MomentNames.Count; i++)
        {
            int index = i;
            T[] moment = NetworkTensors.TakeParameters(entries, MomentPrefix(index), network);
            writes.Add(() => moment.CopyTo(optimizer.Moment(index)));
        }

        TakeAverage(entries, writes);
        if (best is not null)
        {
            T[] bestParameters = NetworkTensors.TakeParameters(entries, BestPrefix, network);
            (T[] bestState, long bestBatches) = NetworkTensors.TakeState(entries, BestPrefix, network);
            writes.Add(() =>
            {
                bestParameters.CopyTo(best.Parameters.AsSpan());
                bestState.CopyTo(best.State.AsSpan());
                best.BatchesTracked = bestBatches;
            });
        }

        if (entries.Count > 0)
        {
            throw new InvalidDataException($"expected what this training keeps and no more, got the tensor '{entries.Keys.First()}'.");
        }

        writes.ForEach(write => write());
        return metadata;
    }

    private void TakeAverage(Dictionary<string, SafetensorsEntry> entries, List<Action> writes)
    {
        if (average is null)
        {
            return;
        }

        long count = NetworkTensors.TakeWhole(entries, AverageCount);
        if (count < 0)
        {
            throw new InvalidDataException($"expected an average of at least 0 updates, got {count}.");
        }

        if (count == 0)
        {
            writes.Add(average.Reset);
            return;
        }

        T[] values = NetworkTensors.TakeParameters(entries, AveragePrefix, network);
        writes.Add(() => average.Restore(values, count));
    }

    private void Check(Dictionary<string, string> metadata)
    {
        (int numerics, string architecture) = NetworkMetadata.Read(metadata);
        if (numerics != Numerics.Version)
        {
            throw new InvalidDataException(
                $"expected numerics version {Numerics.Version}, got {numerics}: a training goes on only under the version that it began with.");
        }

        if (architecture != NetworkMetadata.ArchitectureOf(network))
        {
            throw new InvalidDataException($"expected the architecture {NetworkMetadata.ArchitectureOf(network)}, got {architecture}.");
        }

        string expected = TypeName.Of(optimizer);
        if (!metadata.TryGetValue(Checkpoint.OptimizerKey, out string? kind) || kind != expected)
        {
            throw new InvalidDataException($"expected the state of a training with {expected}, got {(kind is null ? "a model" : $"one with {kind}")}.");
        }
    }

    private string MomentPrefix(int index) => string.Create(CultureInfo.InvariantCulture, $"optimizer.{optimizer.MomentNames[index]}.");
}

/// <summary>What tells a checkpoint's file from a model's.</summary>
internal static class Checkpoint
{
    /// <summary>The key of the optimizer's kind.</summary>
    public const string OptimizerKey = "fastnet.optimizer";
}

using System.Buffers.Binary;
using System.Numerics;

namespace FastNet.Training;

/// <summary>
/// Writes events that TensorBoard shows: TFRecords of tensorflow/core/util/event.proto and tensorflow/core/framework/summary.proto. TensorBoard
/// looks for files with "tfevents" in their names.
/// </summary>
public sealed class TensorBoardLog
{
    private readonly Stream stream;

    /// <summary>Begins a log.</summary>
    /// <param name="stream">Where it goes; the caller flushes and closes it.</param>
    /// <param name="wallTime">When it begins.</param>
    public TensorBoardLog(Stream stream, DateTimeOffset wallTime)
    {
        ArgumentNullException.ThrowIfNull(stream);
        this.stream = stream;
        WallTime = wallTime;
        WriteEvent(step: 0, body => body.Text(3, "brain.Event:2"));
    }

    /// <summary>When the events that follow happen. Two logs with the same times and values have the same bytes.</summary>
    public DateTimeOffset WallTime { get; set; }

    /// <summary>
    /// Writes the log of a training that is over, whole or not at all, a step an epoch; where the dev part was evaluated within epochs, all its evaluations by the training's
    /// own steps too.
    /// </summary>
    /// <param name="path">A file with "tfevents" in its name.</param>
    /// <param name="history">How training went.</param>
    /// <param name="wallTime">When.</param>
    /// <param name="network">Whose parameters are added at the best epoch's step; null for none.</param>
    /// <exception cref="ArgumentException">The name is one that TensorBoard passes over.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write<T>(string path, TrainingHistory history, DateTimeOffset wallTime, IParameters<T>? network = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(history);
        if (!Path.GetFileName(path).Contains("tfevents", StringComparison.Ordinal))
        {
            throw new ArgumentException($"expected a file name with \"tfevents\" in it, which TensorBoard looks for, got {path}.", nameof(path));
        }

        AtomicFile.Write(path, stream =>
        {
            TensorBoardLog log = new(stream, wallTime);
            foreach (EpochRecord epoch in history.Epochs)
            {
                log.AddEpoch(epoch);
            }

            if (history.Steps.Count > 0)
            {
                IEnumerable<StepRecord> ends = history.Epochs.Where(epoch => epoch.Dev is not null).Select(epoch => new StepRecord(epoch.Epoch, epoch.Step, epoch.Dev!.Value));
                foreach (StepRecord step in history.Steps.Concat(ends).OrderBy(step => step.Step))
                {
                    log.AddStep(step);
                }
            }

            if (network is not null)
            {
                log.AddParameters(network, history.BestEpoch);
            }
        });
    }

    /// <summary>Adds a number.</summary>
    /// <param name="tag">The chart; what stands before a slash groups charts.</param>
    /// <param name="step">The step, or epoch.</param>
    /// <param name="value">The number; TensorBoard has it as a float.</param>
    public void AddScalar(string tag, long step, double value) =>
        WriteSummary(step, summary => summary.Message(1, item =>
        {
            item.Text(1, tag);
            item.Float(2, (float)value);
        }));

    /// <summary>Adds a histogram.</summary>
    public void AddHistogram(string tag, long step, Histogram histogram)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        WriteSummary(step, summary => summary.Message(1, item =>
        {
            item.Text(1, tag);
            item.Message(5, proto =>
            {
                proto.Double(1, histogram.Least);
                proto.Double(2, histogram.Greatest);
                proto.Double(3, histogram.Counts.Sum());
                proto.Double(4, histogram.Sum);
                proto.Double(5, histogram.SumOfSquares);
                proto.Doubles(6, [.. histogram.Counts.Select((_, bin) => histogram.Start + ((bin + 1) * histogram.BinWidth))]);
                proto.Doubles(7, [.. histogram.Counts.Select(count => (double)count)]);
            });
        }));
    }

    /// <summary>Adds what is known of an epoch: cost/train, penalty, and loss and error of the parts that were evaluated.</summary>
    public void AddEpoch(EpochRecord epoch)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        AddScalar("cost/train", epoch.Epoch, epoch.TrainCost);
        AddScalar("penalty", epoch.Epoch, epoch.Penalty);
        foreach ((string part, Evaluation? evaluation) in new[] { ("train", epoch.Train), ("dev", epoch.Dev) })
        {
            if (evaluation is { } known)
            {
                AddScalar($"loss/{part}", epoch.Epoch, known.Loss);
                AddScalar($"error/{part}", epoch.Epoch, known.Error);
            }
        }
    }

    /// <summary>Adds the dev part's loss and error within an epoch, by the training's steps: loss/dev by step and error/dev by step.</summary>
    public void AddStep(StepRecord step)
    {
        ArgumentNullException.ThrowIfNull(step);
        AddScalar("loss/dev by step", step.Step, step.Dev.Loss);
        AddScalar("error/dev by step", step.Step, step.Dev.Error);
    }

    /// <summary>Adds a histogram of each slice: parameters/0.weight and so on.</summary>
    /// <exception cref="ArgumentException">A parameter is not finite.</exception>
    public void AddParameters<T>(IParameters<T> network, long step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach ((string name, Histogram histogram) in Histogram.OfParameters(network))
        {
            AddHistogram($"parameters/{name}", step, histogram);
        }
    }

    private void WriteSummary(long step, Action<ProtobufMessage> summary) => WriteEvent(step, body => body.Message(5, summary));

    private void WriteEvent(long step, Action<ProtobufMessage> write)
    {
        ProtobufMessage body = new();
        body.Double(1, (WallTime - DateTimeOffset.UnixEpoch).TotalSeconds);
        body.Integer(2, step);
        write(body);
        WriteRecord(body.Written);
    }

    // A TFRecord: length, its checksum, data, its checksum; little-endian.
    private void WriteRecord(ReadOnlySpan<byte> data)
    {
        Span<byte> header = stackalloc byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(header, data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], MaskedCrc32C(header[..8]));
        Span<byte> footer = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(footer, MaskedCrc32C(data));
        stream.Write(header);
        stream.Write(data);
        stream.Write(footer);
    }

    // Masked, as a checksum of data that holds checksums would be weak: tensorflow/core/lib/hash/crc32c.h.
    private static uint MaskedCrc32C(ReadOnlySpan<byte> data)
    {
        uint crc = ~0u;
        foreach (byte one in data)
        {
            crc = BitOperations.Crc32C(crc, one);
        }

        return BitOperations.RotateRight(~crc, 15) + 0xa282ead8;
    }
}

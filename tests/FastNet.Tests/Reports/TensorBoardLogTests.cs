using System.Buffers.Binary;
using FastNet.Training;
using Google.Protobuf;

namespace FastNet.Tests.Reports;

public sealed class TensorBoardLogTests
{
    private static readonly DateTimeOffset Time = new(2025, 1, 2, 3, 4, 5, 500, TimeSpan.Zero);

    // 2025-01-02T03:04:05Z: date -u -d '2025-01-02 03:04:05' +%s.
    private const double Seconds = 1735787045.5;

    private sealed record Value(string Tag, float? Scalar, Dictionary<int, double[]>? Histogram);

    private sealed record Event(double WallTime, long Step, string? FileVersion, List<Value> Values);

    // The check value that catalogues of checksums give for CRC-32C.
    [Fact]
    public void TheReferenceIsCrc32C() => Assert.Equal(0xe3069283, Crc32C("123456789"u8));

    [Fact]
    public void EventsComeBack()
    {
        using MemoryStream stream = new();
        TensorBoardLog log = new(stream, Time);
        log.AddScalar("learning_rate", 7, 0.1);
        log.WallTime = Time.AddSeconds(2);
        log.AddEpoch(new(300, 0.75, 0.25, null, new(0.5, 0.125, true)));
        log.AddScalar("späť", -1, double.NaN);
        Event[] events = Parse(stream.ToArray());

        Assert.Equal((Seconds, 0, "brain.Event:2", 0), (events[0].WallTime, events[0].Step, events[0].FileVersion, events[0].Values.Count));
        Assert.All(events[1..], one => Assert.Null(one.FileVersion));
        Assert.Equal(
            [
                (Seconds, 7, "learning_rate", 0.1f), (Seconds + 2, 300, "cost/train", 0.75f), (Seconds + 2, 300, "penalty", 0.25f),
                (Seconds + 2, 300, "loss/dev", 0.5f), (Seconds + 2, 300, "error/dev", 0.125f), (Seconds + 2, -1, "späť", float.NaN),
            ],
            events[1..].Select(one => (one.WallTime, one.Step, one.Values.Single().Tag, one.Values.Single().Scalar!.Value)));
    }

    [Fact]
    public void HistogramsComeBack()
    {
        using MemoryStream stream = new();
        new TensorBoardLog(stream, Time).AddHistogram("h", 3, Histogram.Of<double>([-1, 0, 0, 1, 3], 2));
        Value value = Parse(stream.ToArray())[1].Values.Single();
        Dictionary<int, double[]> expected = new() { [1] = [-1], [2] = [3], [3] = [5], [4] = [3], [5] = [11], [6] = [1, 3], [7] = [3, 2] };
        Assert.Equal(("h", null), (value.Tag, value.Scalar));
        Assert.Equal(expected.Keys.Order(), value.Histogram!.Keys.Order());
        Assert.All(expected, field => Assert.Equal(field.Value, value.Histogram[field.Key]));
    }

    [Fact]
    public void AWholeTrainingHasItsEpochsAndParameters()
    {
        string folder = Directory.CreateTempSubdirectory("fastnet-").FullName;
        try
        {
            Network<float> network = new(2, [Layer.Dense(3), Layer.Dense(1)], seed: 1);
            TrainingHistory history = new([new(1, 2, 0, new(1, 1, false), null), new(2, 1, 0, new(0.5, 0.5, false), null)], 2, TrainingEnd.Completed, "");
            string path = Path.Combine(folder, "events.out.tfevents.run");
            TensorBoardLog.Write(path, history, Time, network);
            byte[] bytes = File.ReadAllBytes(path);
            Assert.Equal(
                [
                    (1, "cost/train"), (1, "penalty"), (1, "loss/train"), (1, "error/train"), (2, "cost/train"), (2, "penalty"), (2, "loss/train"), (2, "error/train"),
                    (2, "parameters/0.weight"), (2, "parameters/0.bias"), (2, "parameters/1.weight"), (2, "parameters/1.bias"),
                ],
                Parse(bytes)[1..].Select(one => ((int)one.Step, one.Values.Single().Tag)));

            TensorBoardLog.Write(path, history, Time, network);
            Assert.Equal(bytes, File.ReadAllBytes(path));
            Assert.Throws<ArgumentException>("path", () => TensorBoardLog.Write(Path.Combine(folder, "events.log"), history, Time, network));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void EvaluationsWithinEpochsHaveTagsOfTheirOwn()
    {
        string folder = Directory.CreateTempSubdirectory("fastnet-").FullName;
        try
        {
            string path = Path.Combine(folder, "fastnet.tfevents");
            TrainingHistory history = new([new(1, 2, 0, null, new(0.5, 0.25, true)) { Step = 4 }], 1, TrainingEnd.Cancelled, "")
            {
                Steps = [new(1, 3, new(0.75, 0.5, true)), new(2, 6, new(0.625, 0.125, true))],
            };
            TensorBoardLog.Write<float>(path, history, Time);
            Assert.Equal(
                [
                    (1, "cost/train", 2f), (1, "penalty", 0f), (1, "loss/dev", 0.5f), (1, "error/dev", 0.25f), (3, "loss/dev by step", 0.75f), (3, "error/dev by step", 0.5f),
                    (4, "loss/dev by step", 0.5f), (4, "error/dev by step", 0.25f), (6, "loss/dev by step", 0.625f), (6, "error/dev by step", 0.125f),
                ],
                Parse(File.ReadAllBytes(path))[1..].Select(one => ((int)one.Step, one.Values.Single().Tag, one.Values.Single().Scalar!.Value)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Event[] Parse(ReadOnlySpan<byte> file)
    {
        List<Event> events = [];
        while (!file.IsEmpty)
        {
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
            Assert.Equal(Masked(file[..8]), BinaryPrimitives.ReadUInt32LittleEndian(file[8..]));
            Assert.Equal(Masked(file.Slice(12, length)), BinaryPrimitives.ReadUInt32LittleEndian(file[(12 + length)..]));
            events.Add(ParseEvent(file.Slice(12, length).ToArray()));
            file = file[(16 + length)..];
        }

        return [.. events];
    }

    private static Event ParseEvent(byte[] message)
    {
        Event parsed = new(0, 0, null, []);
        CodedInputStream input = new(message);
        while (input.ReadTag() is var tag and not 0)
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1: parsed = parsed with { WallTime = input.ReadDouble() }; break;
                case 2: parsed = parsed with { Step = input.ReadInt64() }; break;
                case 3: parsed = parsed with { FileVersion = input.ReadString() }; break;
                case 5: parsed.Values.AddRange(ParseSummary(input.ReadBytes())); break;
                default: Assert.Fail($"no field of Event: {tag}"); break;
            }
        }

        return parsed;
    }

    private static IEnumerable<Value> ParseSummary(ByteString message)
    {
        CodedInputStream input = message.CreateCodedInput();
        while (input.ReadTag() is var tag and not 0)
        {
            Assert.Equal(1, WireFormat.GetTagFieldNumber(tag));
            yield return ParseValue(input.ReadBytes());
        }
    }

    private static Value ParseValue(ByteString message)
    {
        Value parsed = new("", null, null);
        CodedInputStream input = message.CreateCodedInput();
        while (input.ReadTag() is var tag and not 0)
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1: parsed = parsed with { Tag = input.ReadString() }; break;
                case 2: parsed = parsed with { Scalar = input.ReadFloat() }; break;
                case 5: parsed = parsed with { Histogram = ParseHistogram(input.ReadBytes()) }; break;
                default: Assert.Fail($"no field of Summary.Value: {tag}"); break;
            }
        }

        return parsed;
    }

    private static Dictionary<int, double[]> ParseHistogram(ByteString message)
    {
        Dictionary<int, double[]> fields = [];
        CodedInputStream input = message.CreateCodedInput();
        while (input.ReadTag() is var tag and not 0)
        {
            int doubles = WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited ? input.ReadLength() / sizeof(double) : 1;
            fields.Add(WireFormat.GetTagFieldNumber(tag), [.. Enumerable.Range(0, doubles).Select(_ => input.ReadDouble())]);
        }

        return fields;
    }

    private static uint Masked(ReadOnlySpan<byte> data)
    {
        uint crc = Crc32C(data);
        return ((crc >> 15) | (crc << 17)) + 0xa282ead8;
    }

    // Bit by bit, with Castagnoli's polynomial reversed.
    private static uint Crc32C(ReadOnlySpan<byte> data)
    {
        uint crc = 0xffffffff;
        foreach (byte one in data)
        {
            crc ^= one;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0x82f63b78;
            }
        }

        return ~crc;
    }
}

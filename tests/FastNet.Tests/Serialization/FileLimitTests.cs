namespace FastNet.Tests.Serialization;

/// <summary>Files end at 2 GiB: more is refused with a plain message, and what was there stands.</summary>
public sealed class FileLimitTests : IDisposable
{
    private const string Limit = "expected at most 2 GiB";
    private readonly string folder = Directory.CreateTempSubdirectory("fastnet").FullName;

    private string ModelPath => Path.Combine(folder, "model.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // Each tensor is the same memory: 2³¹ bytes in all, of which 2²⁴ are taken. Summed as int they would be negative.
    [Fact]
    public void MoreThanAFileHoldsIsRefusedAndTheOldFileStands()
    {
        byte[] data = new byte[1 << 24];
        SafetensorsEntry[] entries = [.. Enumerable.Range(0, 1 << 7).Select(i => new SafetensorsEntry($"{i}", "F32", [1 << 22], data))];
        File.WriteAllText(ModelPath, "old");

        IOException exception = Assert.Throws<IOException>(
            () => AtomicFile.Write(ModelPath, stream => Safetensors.Write(stream, entries, new Dictionary<string, string>())));

        Assert.Contains(Limit, exception.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(ModelPath));
        Assert.Equal([ModelPath], Directory.GetFiles(folder));
    }

    // A span over memory that is not there: its length alone is looked at before anything is refused.
    [Fact]
    public unsafe void ATensorOfMoreBytesThanAFileHoldsIsRefusedByName()
    {
        IOException exception = Assert.Throws<IOException>(
            () => NetworkTensors.ToEntry("0.weight", [1 << 28], new ReadOnlySpan<double>((void*)8, 1 << 28)));
        Assert.Contains($"'0.weight': {Limit}", exception.Message, StringComparison.Ordinal);
    }

    // The file is sparse: it has the length and takes no room.
    [Fact]
    public void ALongerFileIsRefusedByName()
    {
        using (FileStream stream = File.Create(ModelPath))
        {
            stream.SetLength(1L << 31);
        }

        IOException exception = Assert.Throws<IOException>(() => NetworkFile.Load<float>(ModelPath));
        Assert.Contains($"{ModelPath}: {Limit}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OffsetsBeyond32BitsAreATornFileAndNoOtherFormat()
    {
        using MemoryStream stream = new();
        byte[] header = """{"a":{"dtype":"F32","shape":[1073741824],"data_offsets":[0,4294967296]}}"""u8.ToArray();
        stream.Write(BitConverter.GetBytes((long)header.Length));
        stream.Write(header);

        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => Safetensors.Read(stream.ToArray()));
        Assert.Contains("got bytes 0 to 4294967296: the file is cut short", exception.Message, StringComparison.Ordinal);
    }
}

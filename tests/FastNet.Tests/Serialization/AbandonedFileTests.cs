namespace FastNet.Tests.Serialization;

/// <summary>What a killed writer left is cleared if it can be; if not, a write succeeds all the same.</summary>
public sealed class AbandonedFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("fastnet").FullName;

    private string ModelPath => Path.Combine(folder, "model.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Abandoned(string name)
    {
        string file = Path.Combine(folder, $".model.safetensors.{name}.tmp");
        File.WriteAllText(file, "half");
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-2));
        return file;
    }

    private void Write() => AtomicFile.Write(ModelPath, stream => stream.Write("new"u8));

    // Nobody may write to a file of the system's that has no writer, not even root: so it is refused as another user's file would be.
    [Fact]
    public void OneThatMayNotBeOpenedIsLeft()
    {
        const string Foreign = "/sys/kernel/uevent_seqnum";
        if (!File.Exists(Foreign))
        {
            return;
        }

        string link = Path.Combine(folder, ".model.safetensors.0.tmp");
        File.CreateSymbolicLink(link, Foreign);
        File.SetLastWriteTimeUtc(link, DateTime.UtcNow.AddHours(-2));
        string other = Abandoned("1");

        Write();

        Assert.Equal("new", File.ReadAllText(ModelPath));
        Assert.True(File.Exists(link));
        Assert.False(File.Exists(other));
    }

    [Fact]
    public void OneThatIsHeldOpenIsLeft()
    {
        string held = Abandoned("0"), other = Abandoned("1");
        using (new FileStream(held, FileMode.Open, FileAccess.Write, FileShare.None))
        {
            Write();
        }

        Assert.True(File.Exists(held));
        Assert.False(File.Exists(other));
        Write();
        Assert.Equal([ModelPath], Directory.GetFiles(folder));
    }

    [Fact]
    public void ManyWritersMayClearTheSameFiles()
    {
        for (int i = 0; i < 100; i++)
        {
            Abandoned($"{i}");
        }

        Parallel.For(0, 8, _ => Write());

        Assert.Equal([ModelPath], Directory.GetFiles(folder));
        Assert.Equal("new", File.ReadAllText(ModelPath));
    }

    // Deleting the temporary file fails too, and must not take the place of the reason.
    [Fact]
    public void WhyAWriteFailedIsNotHidden()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string gone = Directory.CreateDirectory(Path.Combine(folder, "gone")).FullName;
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(Path.Combine(gone, "model.safetensors"), _ =>
        {
            Directory.Delete(gone, recursive: true);
            throw new InvalidOperationException();
        }));
    }
}

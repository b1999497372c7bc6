using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FastNet.Tests.Serialization;

public sealed class NetworkFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("fastnet").FullName;

    private string ModelPath => Path.Combine(folder, "model.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Network<float> Sample() =>
        new(3, [Layer.Dropout(0.9), Layer.Dense(5), Layer.LeakyRelu(0.2), Layer.Dense(4, bias: false), Layer.Tanh(), Layer.Dense(2)], seed: 7);

    [Fact]
    public void WhatIsSavedComesBackBitForBit()
    {
        Network<float> network = Sample();
        NetworkFile.Save(ModelPath, network, new Dictionary<string, string> { ["own"] = "ä \"quoted\" fastnet.checksum\":\"x" });

        LoadedNetwork<float> loaded = NetworkFile.Load<float>(ModelPath);

        Assert.Equal(network.Parameters.ToArray(), loaded.Network.Parameters.ToArray());
        Assert.Equal(network.Layers, loaded.Network.Layers);
        Assert.Equal(7UL, loaded.Network.Seed);
        Assert.Equal("ä \"quoted\" fastnet.checksum\":\"x", loaded.Metadata["own"]);
        Assert.Equal(Numerics.Version, loaded.NumericsVersion);
        Assert.Equal([ModelPath], Directory.GetFiles(folder));
    }

    [Fact]
    public void TheFileHasPyTorchsNamesAndLayout()
    {
        Network<float> network = Sample();
        NetworkFile.Save(ModelPath, network);
        byte[] file = File.ReadAllBytes(ModelPath);
        int headerLength = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        using JsonDocument header = JsonDocument.Parse(file.AsMemory(8, headerLength));

        Assert.Equal(
            ["1.weight", "1.bias", "3.weight", "5.weight", "5.bias"],
            header.RootElement.EnumerateObject().Select(p => p.Name).Where(name => name != "__metadata__"));
        JsonElement weight = header.RootElement.GetProperty("1.weight");
        Assert.Equal("F32", weight.GetProperty("dtype").GetString());
        Assert.Equal([5, 3], weight.GetProperty("shape").EnumerateArray().Select(n => n.GetInt32()));

        // Element [output 4, input 1] of the file is element [1, 4] in memory.
        int offset = 8 + headerLength + weight.GetProperty("data_offsets")[0].GetInt32() + (4 * ((4 * 3) + 1));
        ParameterSlice slice = network.Slices.Single(s => s.Name == "1.weight");
        Assert.Equal(slice.Of(network.Parameters)[(1 * 5) + 4], BitConverter.ToSingle(file, offset));
        Assert.Equal(0, headerLength % 8);
    }

    [Fact]
    public void EveryTruncationIsRefusedWithTheFilesName()
    {
        NetworkFile.Save(ModelPath, Sample());
        byte[] file = File.ReadAllBytes(ModelPath);
        string torn = Path.Combine(folder, "torn.safetensors");
        for (int length = 0; length < file.Length; length += 7)
        {
            File.WriteAllBytes(torn, file[..length]);
            InvalidDataException exception = Assert.Throws<InvalidDataException>(() => NetworkFile.Load<float>(torn));
            Assert.Contains(torn, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void EveryFlippedBitIsNoticed()
    {
        NetworkFile.Save(ModelPath, Sample());
        byte[] file = File.ReadAllBytes(ModelPath);
        for (int position = 0; position < file.Length; position += 3)
        {
            byte[] damaged = (byte[])file.Clone();
            damaged[position] ^= (byte)(1 << (position % 8));
            File.WriteAllBytes(ModelPath, damaged);
            Assert.Throws<InvalidDataException>(() => NetworkFile.Load<float>(ModelPath));
        }
    }

    [Fact]
    public void DoubleIsRoundedToFloatOnRequestOnly()
    {
        var network = new Network<double>(2, [Layer.Dense(3)], seed: 1);
        NetworkFile.Save(ModelPath, network);

        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => NetworkFile.Load<float>(ModelPath));
        Assert.Contains("F64", exception.Message, StringComparison.Ordinal);
        float[] rounded = NetworkFile.Load<float>(ModelPath, allowNarrowing: true).Network.Parameters.ToArray();
        Assert.Equal(Array.ConvertAll(network.Parameters.ToArray(), value => (float)value), rounded);
    }

    [Fact]
    public void ANewerFormatIsRefused()
    {
        NetworkFile.Save(ModelPath, Sample());
        string text = Encoding.Latin1.GetString(File.ReadAllBytes(ModelPath));
        string newer = text.Replace("\"fastnet.format\":\"1\"", "\"fastnet.format\":\"2\"", StringComparison.Ordinal)
            .Replace("\"fastnet.checksum\"", "\"fastnet.checknot\"", StringComparison.Ordinal);
        File.WriteAllBytes(ModelPath, Encoding.Latin1.GetBytes(newer));

        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => NetworkFile.Load<float>(ModelPath));
        Assert.Contains("newer", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFailedWriteLeavesTheOldFileAndNothingElse()
    {
        NetworkFile.Save(ModelPath, Sample());
        byte[] old = File.ReadAllBytes(ModelPath);

        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(ModelPath, stream =>
        {
            stream.Write("half"u8);
            throw new InvalidOperationException();
        }));

        Assert.Equal(old, File.ReadAllBytes(ModelPath));
        Assert.Equal([ModelPath], Directory.GetFiles(folder));
    }

    [Fact]
    public void AWriteFollowsLinksKeepsPermissionsAndClearsWhatAKillLeft()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string link = Path.Combine(folder, "link");
        File.WriteAllText(ModelPath, "old");
        File.SetUnixFileMode(ModelPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(link, ModelPath);
        string abandoned = Path.Combine(folder, ".model.safetensors.1.tmp"), recent = Path.Combine(folder, ".model.safetensors.2.tmp");
        File.WriteAllText(abandoned, "half");
        File.WriteAllText(recent, "half");
        File.SetLastWriteTimeUtc(abandoned, DateTime.UtcNow.AddHours(-2));

        AtomicFile.Write(link, stream => stream.Write("new"u8));

        Assert.Equal("new", File.ReadAllText(ModelPath));
        Assert.Equal(ModelPath, new FileInfo(link).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(ModelPath));
        Assert.Equal([recent], Directory.GetFiles(folder, ".*"));
        Assert.Throws<IOException>(() => AtomicFile.Write("/dev/null", stream => stream.Write("new"u8)));
    }

    [Fact]
    public void ParametersThatTheFileDoesNotHaveAreNotAllocated()
    {
        NetworkFile.Save(ModelPath, new Network<float>(2, [Layer.Dense(3)]));
        (Dictionary<string, SafetensorsEntry> entries, Dictionary<string, string> metadata) = Safetensors.Read(File.ReadAllBytes(ModelPath));
        metadata.Remove(Safetensors.ChecksumKey);
        metadata["fastnet.architecture"] = new Architecture(2, [Layer.Dense(2_000_000_000)], 0).ToJson();
        using (FileStream stream = File.Create(ModelPath))
        {
            Safetensors.Write(stream, [.. entries.Values], metadata);
        }

        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => NetworkFile.Load<float>(ModelPath));
        Assert.Contains("6000000000 parameters", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AParameterThatIsNoWeightHasOneRow() =>
        Assert.Throws<ArgumentOutOfRangeException>("Rows", () => new ParameterDeclaration("gain", ParameterKind.Scale, 2, 2, Initializer.Zeros));

    [Theory]
    [InlineData("""{"inputs":2,"seed":1,"layers":[{"layer":"dance","units":3}]}""", "dance")]
    [InlineData("""{"inputs":2,"seed":1,"layers":[{"layer":"dense","units":3,"colour":1}]}""", "colour")]
    [InlineData("""{"inputs":2,"seed":1,"layers":[{"layer":"dense"}]}""", "units")]
    [InlineData("""{"inputs":2,"seed":1,"layers":[{"layer":"dense","units":0}]}""", "got 0")]
    [InlineData("""{"inputs":2,"seed":1,"layers":[{"layer":"dropout","keepProbability":1.5}]}""", "1.5")]
    [InlineData("""{"inputs":"two","seed":1,"layers":[]}""", "inputs")]
    [InlineData("""{"inputs":2,"seed":1,"layers":{}}""", "array")]
    [InlineData("""{"inputs":2,"seed":1,"layers":[],"more":1}""", "more")]
    public void AnArchitectureSaysWhatIsWrong(string json, string expected)
    {
        JsonException exception = Assert.ThrowsAny<JsonException>(() => Architecture.FromJson(json));
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnArchitectureComesBackFromItsJson()
    {
        Architecture architecture = new(3, [.. Sample().Layers, Layer.Dense(2, initializer: Initializer.ScaledNormal(0.1)), Layer.Sigmoid()], ulong.MaxValue);

        Architecture read = Architecture.FromJson(architecture.ToJson());

        Assert.Equal(architecture.Layers, read.Layers);
        Assert.Equal((architecture.Inputs, architecture.Seed), (read.Inputs, read.Seed));
    }

    [Fact]
    public void AUsersLayerIsRegisteredOnceAndThenReads()
    {
        Assert.Throws<NotSupportedException>(() => new Architecture(2, [new Negate()], 0).ToJson());
        Layer.Register("negate", NegateJson.Default.Negate);

        Architecture read = Architecture.FromJson(new Architecture(2, [new Negate()], 0).ToJson());

        Assert.Equal([new Negate()], read.Layers);
        Assert.Throws<ArgumentException>(() => Layer.Register("negate", NegateJson.Default.Negate));
        Assert.Throws<ArgumentException>(() => Layer.Register("dense", NegateJson.Default.Negate));
        float[] x = [1, -2];
        var network = new Network<float>(2, read.Layers);
        Assert.Equal([-1f, 2f], network.Forward(new ReadOnlyMatrixSpan<float>(x, 1, 2), network.CreateWorkspace(1), Pass.Inference).Row(0).ToArray());
    }
}

/// <summary>y = −x: a layer as a user would add it.</summary>
public sealed record Negate : Layer
{
    public override int Outputs(int inputs) => inputs;

    public override Layer<T> Create<T>(int inputs) => new Working<T>(inputs);

    private sealed class Working<T>(int units) : Layer<T>(units, units)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        public override void Forward(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> y, LayerContext<T> context)
        {
            for (int i = 0; i < x.Rows; i++)
            {
                for (int j = 0; j < x.Columns; j++)
                {
                    y[i, j] = -x[i, j];
                }
            }
        }

        public override void Backward(
            ReadOnlyMatrixSpan<T> x, ReadOnlyMatrixSpan<T> y, ReadOnlyMatrixSpan<T> dy, MatrixSpan<T> dx, LayerContext<T> context)
        {
            if (dx.Rows != 0)
            {
                Forward(dy, dx, context);
            }
        }
    }
}

[JsonSerializable(typeof(Negate))]
internal sealed partial class NegateJson : JsonSerializerContext;

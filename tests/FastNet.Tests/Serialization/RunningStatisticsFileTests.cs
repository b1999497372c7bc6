using System.Buffers.Binary;

namespace FastNet.Tests.Serialization;

/// <summary>Running statistics in files: PyTorch's tensors, and what is refused.</summary>
public sealed class RunningStatisticsFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("fastnet").FullName;

    private string ModelPath => Path.Combine(folder, "model.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void WhatIsSavedComesBackBitForBit()
    {
        Network<float> network = Sample();
        NetworkFile.Save(ModelPath, network);
        Network<float> loaded = NetworkFile.Load<float>(ModelPath).Network;
        Assert.Equal(network.Layers, loaded.Layers);
        Assert.Equal(network.Parameters.ToArray(), loaded.Parameters.ToArray());
        Assert.Equal(network.State.ToArray(), loaded.State.ToArray());
        Assert.Equal(3, loaded.BatchesTracked);
        Assert.Equal(Infer(network), Infer(loaded));
        Assert.NotEqual(Infer(network), Infer(new Network<float>(2, network.Layers, network.Seed)));
    }

    [Fact]
    public void TheFileHasTheTensorsOfPyTorchsBatchNorm()
    {
        NetworkFile.Save(ModelPath, Sample());
        (Dictionary<string, SafetensorsEntry> entries, _) = Safetensors.Read(File.ReadAllBytes(ModelPath));
        Assert.Equal(
            [
                "0.bias", "0.num_batches_tracked", "0.running_mean", "0.running_var", "0.weight", "1.bias", "1.weight", "2.bias",
                "2.num_batches_tracked", "2.running_mean", "2.running_var", "2.weight", "3.bias", "3.weight",
            ],
            entries.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("F32", 4), (entries["2.running_var"].Type, Assert.Single(entries["2.running_var"].Shape)));
        Assert.Equal("I64", entries["2.num_batches_tracked"].Type);
        Assert.Empty(entries["2.num_batches_tracked"].Shape);
        Assert.Equal(3, BinaryPrimitives.ReadInt64LittleEndian(entries["2.num_batches_tracked"].Data.Span));
    }

    [Fact]
    public void AFileThatLacksThemIsRefused()
    {
        foreach (string name in (string[])["0.running_mean", "2.running_var", "2.num_batches_tracked"])
        {
            Assert.Contains("running statistics", Refusal(entries => entries.Remove(name)), StringComparison.Ordinal);

            // Of the right number, but by another name.
            Assert.Contains(
                $"expected the tensor '{name}'",
                Refusal(entries =>
                {
                    entries["other"] = entries[name] with { Name = "other" };
                    entries.Remove(name);
                }),
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("2.running_var", -0.1f, "at least 0")]
    [InlineData("2.running_var", float.NaN, "NaN")]
    [InlineData("0.running_mean", float.PositiveInfinity, "Infinity")]
    public void WhatCannotBeAStatisticIsRefusedInBothDirections(string name, float value, string expected)
    {
        string message = Refusal(entries =>
        {
            byte[] data = entries[name].Data.ToArray();
            BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(4), value);
            entries[name] = entries[name] with { Data = data };
        });
        Assert.Contains(name, message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);

        Network<float> network = Sample();
        byte[] before = File.ReadAllBytes(ModelPath);
        network.State[network.StateSlices.Single(slice => slice.Name == name).Offset] = value;
        Assert.Contains(name, Assert.Throws<ArgumentException>("network", () => NetworkFile.Save(ModelPath, network)).Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(ModelPath));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(-1)]
    public void CountsThatDifferAreRefused(long count)
    {
        string message = Refusal(entries => entries["2.num_batches_tracked"] = Count("2.num_batches_tracked", count));
        Assert.Contains($"got 3 in '0.num_batches_tracked' and {count} in '2.num_batches_tracked'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ACountIsOneWholeNumber()
    {
        string name = "2.num_batches_tracked";
        Assert.Contains("I64", Refusal(entries => entries[name] = entries[name] with { Type = "F64" }), StringComparison.Ordinal);
        Assert.Contains("shape []", Refusal(entries => entries[name] = entries[name] with { Shape = [1] }), StringComparison.Ordinal);
    }

    [Fact]
    public void DoubleIsRoundedToFloatOnRequestOnlyAndIfItStaysFinite()
    {
        Network<double> network = new(2, [Layer.BatchNorm()]);
        network.State[0] = 0.1;
        NetworkFile.Save(ModelPath, network);
        Assert.Throws<InvalidDataException>(() => NetworkFile.Load<float>(ModelPath));
        Assert.Equal(0.1f, NetworkFile.Load<float>(ModelPath, allowNarrowing: true).Network.State[0]);
        network.State[0] = 1e300;
        NetworkFile.Save(ModelPath, network);
        Assert.Throws<InvalidDataException>(() => NetworkFile.Load<float>(ModelPath, allowNarrowing: true));
    }

    [Theory]
    [InlineData("""{"inputs":2,"seed":1,"layers":[{"layer":"batchNorm","momentum":1}]}""", "below 1")]
    [InlineData("""{"inputs":2,"seed":1,"layers":[{"layer":"layerNorm","epsilon":0}]}""", "above 0")]
    [InlineData("""{"inputs":2,"seed":1,"layers":[{"layer":"dropout","keepProbability":0.5,"kind":"Reversed"}]}""", "kind")]
    public void AnArchitectureSaysWhatIsWrong(string json, string expected) =>
        Assert.Contains(
            expected, Assert.ThrowsAny<System.Text.Json.JsonException>(() => Architecture.FromJson(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void AnArchitectureComesBackFromItsJsonAndOneWithoutAKindOfDropoutIsInverted()
    {
        Architecture architecture = new(
            3, [Layer.BatchNorm(0.75, 1e-3, unbiased: false), Layer.LayerNorm(1e-4), Layer.Dropout(0.5, DropoutKind.Classic), Layer.Dropout(0.5)], 1);
        Assert.Equal(architecture.Layers, Architecture.FromJson(architecture.ToJson()).Layers);
        Assert.Equal(
            [Layer.Dropout(0.5)], Architecture.FromJson("""{"inputs":2,"seed":1,"layers":[{"layer":"dropout","keepProbability":0.5}]}""").Layers);
    }

    private static Network<float> Sample()
    {
        Network<float> network = new(2, [Layer.BatchNorm(), Layer.Dense(4), Layer.BatchNorm(0.5), Layer.LayerNorm()], seed: 3);
        Workspace<float> workspace = network.CreateWorkspace(3);
        float[] x = [1, 2, 3, 5, 8, 13];
        for (int step = 0; step < 3; step++)
        {
            network.Forward(new ReadOnlyMatrixSpan<float>(x, 3, 2), workspace, Pass.Training(step));
            network.CommitStatistics(workspace);
        }

        return network;
    }

    private static float[] Infer(Network<float> network) =>
        network.Forward(new ReadOnlyMatrixSpan<float>([3, 1], 1, 2), network.CreateWorkspace(1), Pass.Inference).Row(0).ToArray();

    private static SafetensorsEntry Count(string name, long count)
    {
        byte[] data = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(data, count);
        return new(name, "I64", [], data);
    }

    // The message about a file whose tensors were tampered with, and whose checksum is right.
    private string Refusal(Action<Dictionary<string, SafetensorsEntry>> tamper)
    {
        NetworkFile.Save(ModelPath, Sample());
        (Dictionary<string, SafetensorsEntry> entries, Dictionary<string, string> metadata) = Safetensors.Read(File.ReadAllBytes(ModelPath));
        metadata.Remove(Safetensors.ChecksumKey);
        tamper(entries);
        using (FileStream stream = File.Create(ModelPath))
        {
            Safetensors.Write(stream, [.. entries.Values], metadata);
        }

        return Assert.Throws<InvalidDataException>(() => NetworkFile.Load<float>(ModelPath)).Message;
    }
}

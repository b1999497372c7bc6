namespace FastNet.Tests.Cli;

public sealed class NumericsWarningTests : CliTest
{
    [Fact]
    public void AModelOfAnotherNumericsVersionIsUsedWithAWarning()
    {
        string model = In("model.safetensors");
        Assert.Equal(0, Run("train", Iris, "--epochs", "1", "--output", model).ExitCode);
        Assert.Empty(Run("evaluate", model, Iris).Error);

        (Dictionary<string, SafetensorsEntry> entries, Dictionary<string, string> metadata) = Safetensors.Read(File.ReadAllBytes(model));
        metadata["fastnet.numerics"] = "2";
        metadata.Remove(Safetensors.ChecksumKey);
        using (FileStream stream = File.Create(model))
        {
            Safetensors.Write(stream, [.. entries.Values], metadata);
        }

        foreach (string command in (string[])["evaluate", "predict"])
        {
            Outcome outcome = Run(command, model, Iris);
            Assert.Equal(0, outcome.ExitCode);
            Assert.Contains("numerics version 2, this is version 1", Assert.Single(outcome.Error), StringComparison.Ordinal);
        }
    }
}

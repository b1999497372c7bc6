using System.Text.Json;
using FastNet.Tests.Contracts;

namespace FastNet.Tests.Golden;

/// <summary>
/// A folder of known answers: the tests' own, or the one that the environment variable <c>FASTNET_GOLDEN</c> names, which has the same
/// files (not necessarily all), with other cases, sizes and numbers; a relative path starts at the repository's root.
/// </summary>
internal sealed class GoldenFolder
{
    private static readonly Dictionary<string, Func<JsonElement, IEnumerable<GoldenCase>>> Readers = new()
    {
        ["activations.json"] = GoldenActivations.Read,
        ["layers.json"] = GoldenLayers.Read,
        ["losses.json"] = GoldenLosses.Read,
        ["optimizers.json"] = GoldenOptimizers.Read,
        ["networks.json"] = GoldenNetworks.Read,
        ["course-gradient-check.json"] = CourseGradientCheck.Read,
        ["course-initialization.json"] = CourseInitialization.Read,
        ["course-optimizers.json"] = CourseOptimizers.Read,
    };

    private GoldenFolder(string path)
    {
        string[] files = Directory.GetFiles(path, "*.json");
        if (files.Length == 0)
        {
            throw new InvalidDataException($"expected JSON files in '{path}', found none.");
        }

        Files = files.Order(StringComparer.Ordinal).ToDictionary(file => Path.GetFileName(file), Cases);
    }

    /// <summary>The tests' own folder.</summary>
    public static GoldenFolder Own { get; } = new(Path.Combine(AppContext.BaseDirectory, "Golden"));

    /// <summary>The folder to test against.</summary>
    public static GoldenFolder Current { get; } =
        Environment.GetEnvironmentVariable("FASTNET_GOLDEN") is { Length: > 0 } path ? new(Path.GetFullPath(path, Repository.Root)) : Own;

    /// <summary>The names of the files that the schema has.</summary>
    public static IEnumerable<string> KnownFiles => Readers.Keys;

    /// <summary>The cases by file.</summary>
    public IReadOnlyDictionary<string, GoldenCase[]> Files { get; }

    private static GoldenCase[] Cases(string file)
    {
        if (!Readers.TryGetValue(Path.GetFileName(file), out Func<JsonElement, IEnumerable<GoldenCase>>? read))
        {
            throw GoldenCase.UnknownName("file", file);
        }

        GoldenCase[] cases = [.. read(JsonDocument.Parse(File.ReadAllBytes(file)).RootElement)];
        return cases.Length > 0 ? cases : throw new InvalidDataException($"expected cases in '{file}', found none.");
    }
}

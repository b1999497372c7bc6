using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace FastNet.Tests.Contracts;

/// <summary>Dependencies point down: between assemblies, namespaces, and the floors (folders) of the core.</summary>
public partial class DependencyTests
{
    /// <summary>The floors of the core from the ground up; "" is the network. Folders of one floor do not know each other.</summary>
    private static readonly string[][] Floors =
    [
        ["Kernels"], ["Initializers"], ["Memory"], ["Layers", "Losses", "Optimizers"], [""], ["Serialization"],
    ];

    private static readonly Assembly Core = typeof(Network<>).Assembly;
    private static readonly Assembly Training = Assembly.Load("FastNet.Training");
    private static readonly Assembly Tuning = Assembly.Load("FastNet.Tuning");
    private static readonly Assembly Tool = Assembly.Load("FastNet.Cli");

    [Fact]
    public void TheCoreNeedsTensorsAlone() =>
        Assert.All(Core.GetReferencedAssemblies(), reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal));

    [Fact]
    public void TheCoreHasNoConsole() =>
        Assert.DoesNotContain(Core.GetReferencedAssemblies().Concat(Training.GetReferencedAssemblies()), reference => reference.Name == "System.Console");

    [Fact]
    public void TrainingNeedsTheCoreTheDistributionsAndTheCsvReader() =>
        Assert.Equal(
            ["FastNet", "MathNet.Numerics", "Sep"],
            Training.GetReferencedAssemblies().Select(reference => reference.Name!).Where(name => !name.StartsWith("System.", StringComparison.Ordinal)).Order());

    [Fact]
    public void TuningNeedsTheCoreAlone() =>
        Assert.Equal(
            ["FastNet"], Tuning.GetReferencedAssemblies().Select(reference => reference.Name!).Where(name => !name.StartsWith("System.", StringComparison.Ordinal)));

    [Fact]
    public void TheToolNeedsTrainingChartsPicturesParquetAndItsConsoleLibraries() =>
        Assert.Equal(
            ["FastNet", "FastNet.Training", "Parquet", "ScottPlot", "SkiaSharp", "Spectre.Console", "System.CommandLine"],
            Tool.GetReferencedAssemblies().Select(reference => reference.Name!)
                .Where(name => !name.StartsWith("System.", StringComparison.Ordinal) || name == "System.CommandLine").Order());

    [Fact]
    public void OnlyTestsAndBenchmarksSeeInternals() =>
        Assert.Equal(
            ["FastNet.Bench", "FastNet.Tests", "FastNet.Versus"],
            Core.GetCustomAttributes<InternalsVisibleToAttribute>().Select(attribute => attribute.AssemblyName).Order());

    [Fact]
    public void TheCoreHasTwoNamespaces() =>
        Assert.All(
            Core.GetTypes().Where(type => type.Namespace?.StartsWith("FastNet", StringComparison.Ordinal) == true),
            type => Assert.True(type.Namespace is "FastNet" or "FastNet.Kernels", type.FullName));

    [Fact]
    public void TheNamespaceOfKernelsIsTheirFolder()
    {
        string[] strangers = [.. Sources().Where(source => source.Floor > 0 && source.Text.Contains("namespace FastNet.Kernels;", StringComparison.Ordinal)).Select(s => s.Path)];
        Assert.Empty(strangers);
    }

    [Fact]
    public void NoFloorKnowsTheOnesAbove()
    {
        List<Source> sources = [.. Sources()];
        List<string> violations = [];
        foreach (Source lower in sources)
        {
            foreach (Source other in sources.Where(other => other.Floor > lower.Floor || (other.Floor == lower.Floor && other.Folder != lower.Folder)))
            {
                violations.AddRange(other.Types.Where(type => lower.Mentions(type)).Select(type => $"{lower.Path} knows {type} of {other.Path}"));
            }
        }

        Assert.Empty(violations);
        Assert.True(sources.Sum(source => source.Types.Count) > 50, "expected to find the core's types");
    }

    [Fact]
    public void ANameOfAFloorAboveWouldBeSeen()
    {
        Source layer = new("Layers/Dense.cs", "Layers", 3, "public sealed record DenseLayer(int Units) { } internal sealed class Dense<T> { }");
        Source kernel = new("Kernels/X.cs", "Kernels", 0, "// DenseLayer in a comment\nclass X { string s = \"DenseLayer\"; Dense<float> d; }");
        Assert.Equal(["DenseLayer", "Dense<"], layer.Types);
        Assert.True(kernel.Mentions("Dense<"));
        Assert.False(kernel.Mentions("DenseLayer"));
    }

    private static IEnumerable<Source> Sources()
    {
        string root = Path.Combine(Repository.Root, "src", "FastNet");
        foreach (string path in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(root, path);
            string folder = relative.Contains('/', StringComparison.Ordinal) ? relative[..relative.IndexOf('/', StringComparison.Ordinal)] : "";
            int floor = Array.FindIndex(Floors, folders => folders.Contains(folder));
            if (folder is not ("bin" or "obj"))
            {
                Assert.True(floor >= 0, $"{relative} stands on no known floor");
                yield return new Source(relative, folder, floor, File.ReadAllText(path));
            }
        }
    }

    /// <summary>A source file with comments and strings blanked out. A generic type is named with its bracket, as in Dense&lt;.</summary>
    private sealed partial record Source(string Path, string Folder, int Floor, string Text)
    {
        private readonly string code = NoCode().Replace(Text, " ");

        public IReadOnlyList<string> Types { get; } =
            [.. Declaration().Matches(NoCode().Replace(Text, " ")).Select(match => match.Groups[1].Value + match.Groups[2].Value).Distinct()];

        public bool Mentions(string type) => Regex.IsMatch(code, type.EndsWith('<') ? $@"(?<![.\w]){type}" : $@"(?<![.\w]){type}\b(?!\s*[<(=])");

        [GeneratedRegex("""//[^\n]*|"(?:[^"\\\n]|\\.)*"|namespace [^;]+;""")]
        private static partial Regex NoCode();

        [GeneratedRegex(@"\b(?:class|struct|record|interface|enum)\s+(?:struct\s+)?([A-Z]\w*)(<?)")]
        private static partial Regex Declaration();
    }
}

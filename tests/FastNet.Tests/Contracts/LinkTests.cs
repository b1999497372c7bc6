using System.Text.RegularExpressions;

namespace FastNet.Tests.Contracts;

/// <summary>What the documents point to is there.</summary>
public partial class LinkTests
{
    public static TheoryData<string> Documents =>
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(Path.Combine(Repository.Root, "bench", "results"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.GetFiles(Repository.Root, "*.md"))
            .Select(path => Path.GetRelativePath(Repository.Root, path)),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void LinksLeadSomewhere(string document)
    {
        string path = Path.Combine(Repository.Root, document);
        string[] links = [.. Link().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value).Where(link => !link.StartsWith("http", StringComparison.Ordinal))];
        Assert.All(links, link =>
        {
            string target = Path.Combine(Path.GetDirectoryName(path)!, link);
            Assert.True(File.Exists(target) || Directory.Exists(target), $"{document} points to {link}, which is not there.");
        });
    }

    [GeneratedRegex(@"\]\(([^)#]+)(#[^)]*)?\)")]
    private static partial Regex Link();
}

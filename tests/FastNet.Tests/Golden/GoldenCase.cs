namespace FastNet.Tests.Golden;

/// <summary>A known answer of a file.</summary>
/// <param name="Name">As the file has it.</param>
/// <param name="NotBuilt">What it needs that the product does not have yet; empty for a case that runs.</param>
/// <param name="Check">Compares the product with it; throws where they differ, or where the name says nothing.</param>
internal sealed record GoldenCase(string Name, IReadOnlyList<string> NotBuilt, Action Check)
{
    /// <summary>A case that needs what its own name says.</summary>
    public GoldenCase(string name, Action check)
        : this(name, Golden.NotBuilt.Among(name), check)
    {
    }

    public static InvalidDataException UnknownName(string kind, string name) => new($"expected a known {kind}, got '{name}'.");
}

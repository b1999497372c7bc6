namespace FastNet.Tests.Golden;

/// <summary>A known answer of a file.</summary>
/// <param name="Name">As the file has it.</param>
/// <param name="Check">Compares the product with it; throws where they differ, or where the name says nothing.</param>
internal sealed record GoldenCase(string Name, Action Check)
{
    public static InvalidDataException UnknownName(string kind, string name) => new($"expected a known {kind}, got '{name}'.");
}

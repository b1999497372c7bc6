namespace FastNet.Tests.Golden;

/// <summary>The known cases that the product cannot run yet, by name without their numbers. Only these are skipped.</summary>
internal static class NotBuilt
{
    private static readonly HashSet<string> Names =
    [
    ];

    /// <summary>The names among <paramref name="used"/> that are not built.</summary>
    public static string[] Among(params IEnumerable<string> used) =>
        [.. used.Select(name => GoldenJson.WithoutNumber(name).Name).Where(Names.Contains)];

    /// <summary>All names, for a test to see that each is the name of a case.</summary>
    public static IReadOnlySet<string> All => Names;
}

namespace FastNet.Training;

/// <summary>The columns of the file that examples came from.</summary>
/// <param name="Features">The features' names, in the file's order; "column 1" and so on where it has no header.</param>
/// <param name="Target">The target's name.</param>
/// <param name="TargetIndex">The target's column, from 0 on.</param>
/// <param name="HasHeader">Whether the names come from a header.</param>
public sealed record CsvSchema(IReadOnlyList<string> Features, string Target, int TargetIndex, bool HasHeader);

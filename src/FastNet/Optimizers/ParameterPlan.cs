namespace FastNet;

/// <summary>Parameters that lie together and have the same settings.</summary>
/// <param name="Start">The first element.</param>
/// <param name="Length">The number of elements.</param>
/// <param name="Group">Their group; null for none.</param>
/// <param name="IsWeights">Whether they are weights.</param>
/// <param name="Slices">The parameters, by their place.</param>
internal sealed record ParameterRange(int Start, int Length, ParameterGroup? Group, bool IsWeights, ParameterSlice[] Slices);

/// <summary>All parameters that are not frozen, as ranges from the first to the last.</summary>
internal sealed class ParameterPlan
{
    /// <exception cref="ArgumentException">The slices are not those of <paramref name="count"/> parameters, or a group includes nothing of its own.</exception>
    public ParameterPlan(IReadOnlyList<ParameterSlice> slices, int count, IReadOnlyList<ParameterGroup> groups)
    {
        Groups = [.. groups];
        foreach (ParameterGroup group in Groups)
        {
            if (!slices.Any(slice => GroupOf(slice) == group))
            {
                throw new ArgumentException(
                    $"expected group '{group.Name}' to include a parameter that no group before it has; there are {string.Join(", ", slices.Select(slice => slice.Name))}.",
                    nameof(groups));
            }
        }

        List<ParameterRange> ranges = [];
        int end = 0;
        foreach (ParameterSlice slice in slices.OrderBy(slice => slice.Offset))
        {
            if (slice.Offset != end)
            {
                throw new ArgumentException($"expected slices that lie side by side, got '{slice.Name}' at {slice.Offset} in place of {end}.", nameof(slices));
            }

            end += slice.Length;
            ParameterGroup? group = GroupOf(slice);
            bool isWeight = slice.Kind == ParameterKind.Weight;
            if (group?.IsFrozen == true)
            {
                continue;
            }

            if (ranges is [.., var last] && last.Start + last.Length == slice.Offset && last.Group == group && last.IsWeights == isWeight)
            {
                ranges[^1] = last with { Length = last.Length + slice.Length, Slices = [.. last.Slices, slice] };
            }
            else
            {
                ranges.Add(new ParameterRange(slice.Offset, slice.Length, group, isWeight, [slice]));
            }
        }

        if (end != count)
        {
            throw new ArgumentException($"expected slices of all {count} parameters, got {end}.", nameof(slices));
        }

        Ranges = [.. ranges];
    }

    public IReadOnlyList<ParameterGroup> Groups { get; }

    public ParameterRange[] Ranges { get; }

    /// <summary>The first group that includes a parameter; null for none.</summary>
    public ParameterGroup? GroupOf(ParameterSlice slice) => Groups.FirstOrDefault(group => group.Includes(slice));
}

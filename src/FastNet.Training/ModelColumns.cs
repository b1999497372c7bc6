namespace FastNet.Training;

/// <summary>Where the columns of a model stand in a file.</summary>
/// <param name="Features">Of each feature column.</param>
/// <param name="Targets">Of each target; empty where they are not wanted.</param>
internal sealed record ModelColumns(int[] Features, int[] Targets)
{
    /// <summary>Finds them: by name where both have names, else by position.</summary>
    /// <param name="schema">The model's columns.</param>
    /// <param name="layout">The file's.</param>
    /// <param name="wantsTargets">Whether the targets must be there.</param>
    /// <exception cref="InvalidDataException">One is missing, or there is another.</exception>
    public static ModelColumns Find(DataSchema schema, TableLayout layout, bool wantsTargets) =>
        layout.HasHeader && schema.HasHeader ? FindByName(schema, layout, wantsTargets) : FindByPosition(schema, layout, wantsTargets);

    /// <summary>What each column of the file is read as.</summary>
    public ColumnKind[] Kinds(DataSchema schema, TableLayout layout, bool hasClasses)
    {
        ColumnKind[] kinds = [.. Enumerable.Repeat(ColumnKind.Ignored, layout.Names.Length)];
        for (int i = 0; i < Features.Length; i++)
        {
            kinds[Features[i]] = schema.Features[i] is CategoryColumn ? ColumnKind.Text : ColumnKind.Number;
        }

        foreach (int target in Targets)
        {
            kinds[target] = hasClasses ? ColumnKind.Text : ColumnKind.Number;
        }

        return kinds;
    }

    private static ModelColumns FindByName(DataSchema schema, TableLayout layout, bool wantsTargets)
    {
        int[] features = [.. schema.Features.Select(feature => Index(feature.Name))];
        HashSet<string> known = [.. schema.Features.Select(feature => feature.Name), .. schema.Targets.Select(target => target.Name), .. schema.Ignored];
        for (int i = 0; i < layout.Names.Length; i++)
        {
            if (!known.Contains(layout.Names[i]))
            {
                throw layout.Error(1, i, "no column but the model's", layout.Names[i]);
            }
        }

        return new(features, wantsTargets ? [.. schema.Targets.Select(target => Index(target.Name))] : []);

        int Index(string name)
        {
            int index = Array.IndexOf(layout.Names, name);
            return index >= 0
                ? index
                : throw new InvalidDataException(
                    $"{layout.File}: row 1, column {TableLayout.Quote(name, 40)}: expected the model's columns, got none of this name.");
        }
    }

    // The file's columns are the model's, or those without the targets.
    private static ModelColumns FindByPosition(DataSchema schema, TableLayout layout, bool wantsTargets)
    {
        int all = schema.ColumnCount;
        int withoutTargets = all - schema.Targets.Count;
        int count = layout.Names.Length;
        bool hasTargets = count == all;
        if (!hasTargets && (wantsTargets || count != withoutTargets))
        {
            throw new InvalidDataException(
                $"{layout.File}: row 1, column {int.Min(count, withoutTargets) + 1}: expected {withoutTargets} features "
                + $"{(wantsTargets ? "and" : "with or without")} the target, got {count} columns.");
        }

        return new(
            [.. schema.Features.Select(feature => feature.Index - (hasTargets ? 0 : schema.Targets.Count(target => target.Index < feature.Index)))],
            hasTargets && wantsTargets ? [.. schema.Targets.Select(target => target.Index)] : []);
    }
}

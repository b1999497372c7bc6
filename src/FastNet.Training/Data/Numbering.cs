namespace FastNet.Training;

/// <summary>Numbers for names.</summary>
internal static class Numbering
{
    /// <summary>The number of each value, from 0 up in the order in which values first occur.</summary>
    /// <exception cref="ArgumentException">A value is null.</exception>
    public static int[] Of<TValue>(IReadOnlyList<TValue> values)
        where TValue : notnull
    {
        Dictionary<TValue, int> numbers = [];
        int[] result = new int[values.Count];
        for (int i = 0; i < result.Length; i++)
        {
            TValue value = values[i] ?? throw new ArgumentException($"expected a value for each row, got null in row {i}.", nameof(values));
            if (!numbers.TryGetValue(value, out result[i]))
            {
                result[i] = numbers.Count;
                numbers.Add(value, result[i]);
            }
        }

        return result;
    }
}

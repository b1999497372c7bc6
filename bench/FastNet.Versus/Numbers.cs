namespace FastNet.Versus;

/// <summary>The same inputs for every contender: seeded, without a pattern, from −½ to ½ unless said otherwise.</summary>
internal static class Numbers
{
    public static float[] Uniform(int length, int seed, float scale = 1)
    {
        Random random = new(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++)
        {
            values[i] = (random.NextSingle() - 0.5f) * scale;
        }

        return values;
    }

    public static int[] Classes(int length, int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, length).Select(_ => random.Next(count))];
    }

    /// <summary>The values at an address that no collector moves and that begins a cache line, as the rivals' own memory does.</summary>
    public static AlignedBuffer<float> Aligned(ReadOnlySpan<float> values)
    {
        AlignedBuffer<float> buffer = new(values.Length);
        values.CopyTo(buffer.Span);
        return buffer;
    }
}

namespace FastNet.Bench;

/// <summary>The same inputs for every contender: a thousand values from −0.5 to 0.5, over and over.</summary>
internal static class Numbers
{
    public static float[] Fill(int length)
    {
        float[] values = GC.AllocateUninitializedArray<float>(length, pinned: true);
        Fill(values);
        return values;
    }

    /// <summary>The same from a 64-byte boundary on, where networks and workspaces have theirs.</summary>
    public static AlignedBuffer<float> Aligned(int length)
    {
        AlignedBuffer<float> values = new(length);
        Fill(values.Span);
        return values;
    }

    /// <summary>Labels 0 to <paramref name="count"/> − 1, over and over.</summary>
    public static int[] Classes(int length, int count) => [.. Enumerable.Range(0, length).Select(i => i % count)];

    private static void Fill(Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (i % 1000 / 1000f) - 0.5f;
        }
    }
}

namespace FastNet.Bench;

/// <summary>The same inputs for every contender.</summary>
internal static class Numbers
{
    /// <summary>A thousand values from −0.5 to 0.5, over and over, from a 64-byte boundary on, where networks and workspaces have theirs.</summary>
    public static AlignedBuffer<float> Aligned(int length)
    {
        AlignedBuffer<float> buffer = new(length);
        Span<float> values = buffer.Span;
        for (int i = 0; i < length; i++)
        {
            values[i] = (i % 1000 / 1000f) - 0.5f;
        }

        return buffer;
    }

    /// <summary>Labels 0 to <paramref name="count"/> − 1, over and over.</summary>
    public static int[] Classes(int length, int count) => [.. Enumerable.Range(0, length).Select(i => i % count)];
}

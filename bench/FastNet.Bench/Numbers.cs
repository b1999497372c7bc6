namespace FastNet.Bench;

/// <summary>The same inputs for every contender: a thousand values from −0.5 to 0.5, over and over.</summary>
internal static class Numbers
{
    public static float[] Fill(int length)
    {
        float[] values = GC.AllocateUninitializedArray<float>(length, pinned: true);
        for (int i = 0; i < length; i++)
        {
            values[i] = (i % 1000 / 1000f) - 0.5f;
        }

        return values;
    }
}

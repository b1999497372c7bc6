using System.Numerics;

namespace FastNet.Training;

/// <summary>Some rows of a file, or all, as a model takes them.</summary>
/// <param name="Features">[rows, features], raw.</param>
/// <param name="Values">[rows, target values], raw; empty where there are none.</param>
/// <param name="Classes">[rows]; empty where there are none.</param>
/// <param name="Lines">[rows]: where each stands in the file, from 1 on.</param>
internal sealed record ExampleBlock<T>(T[] Features, T[] Values, int[] Classes, long[] Lines)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>All rows of several blocks.</summary>
    public static ExampleBlock<T> Join(IReadOnlyList<ExampleBlock<T>> blocks) => blocks is [var one]
        ? one
        : new(Joined(blocks, block => block.Features), Joined(blocks, block => block.Values), Joined(blocks, block => block.Classes), Joined(blocks, block => block.Lines));

    private static TItem[] Joined<TItem>(IReadOnlyList<ExampleBlock<T>> blocks, Func<ExampleBlock<T>, TItem[]> part)
    {
        TItem[] all = new TItem[blocks.Sum(block => part(block).LongLength)];
        int first = 0;
        foreach (ExampleBlock<T> block in blocks)
        {
            part(block).CopyTo(all, first);
            first += part(block).Length;
        }

        return all;
    }
}

namespace FastNet.Training;

/// <summary>The numbers of texts that differ, from 0 on.</summary>
internal sealed class TextNumbers
{
    /// <summary>What is expected of a text in a second pass over the same rows.</summary>
    public const string SeenBefore = "a text that was there in the first pass";

    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> numbers;

    public TextNumbers(IReadOnlyList<string> texts)
    {
        Texts = texts;
        numbers = texts.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The texts in the order of their numbers.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>A text's number; below 0 for another text.</summary>
    public int Find(ReadOnlySpan<char> text) => numbers.TryGetValue(text, out int number) ? number : -1;
}

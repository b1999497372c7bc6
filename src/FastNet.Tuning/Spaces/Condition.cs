using System.Globalization;

namespace FastNet.Tuning;

/// <summary>When a hyperparameter exists: by the value of another that stands before it, and itself exists.</summary>
public abstract record Condition
{
    private protected Condition(string parent)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(parent);
        Parent = parent;
    }

    /// <summary>The name of the other.</summary>
    public string Parent { get; }

    /// <summary>It is a number of at least so much: the width of layer 3 exists with three layers or more.</summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static Condition AtLeast(string parent, double least) => new LeastNumber(parent, least);

    /// <summary>It is one of these words: β exists with optimizers that have one.</summary>
    /// <exception cref="ArgumentException">The name is empty, or there is no word.</exception>
    public static Condition OneOf(string parent, params IReadOnlyList<string> words) => new AnyWord(parent, words);

    internal abstract bool IsMet(Setting parent);

    private sealed record LeastNumber(string Of, double Least) : Condition(Of)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Parent} ≥ {Least:R}");

        internal override bool IsMet(Setting parent) => parent.Number >= Least;
    }

    private sealed record AnyWord : Condition
    {
        private readonly IReadOnlyList<string> words;

        public AnyWord(string parent, IReadOnlyList<string> words)
            : base(parent) => this.words = words.Count > 0 ? words : throw new ArgumentException("expected at least one word, got none.", nameof(words));

        public override string ToString() => $"{Parent} is {string.Join(" or ", words)}";

        internal override bool IsMet(Setting parent) => parent.Word is { } word && words.Contains(word);
    }
}

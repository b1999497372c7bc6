using System.Diagnostics.CodeAnalysis;

namespace FastNet.Tuning;

/// <summary>
/// The values of a hyperparameter, laid out on [0, 1) so that parts of one length are equally likely: a sampler draws a place, the space says what is there.
/// </summary>
public abstract class Space
{
    private protected Space()
    {
    }

    /// <summary>How many values there are; null for a continuum.</summary>
    public abstract int? Count { get; }

    /// <summary>Whether values that lie close to each other are alike: false for words without an order.</summary>
    public virtual bool IsOrdered => true;

    /// <summary>u ↦ low + u·(high − low).</summary>
    /// <param name="low">Finite.</param>
    /// <param name="high">Finite, above <paramref name="low"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound lies outside.</exception>
    public static Space Uniform(double low, double high) => new RealSpace(RealScale.Uniform, low, high);

    /// <summary>u ↦ low·(high/low)ᵘ: each power of ten is as likely as another.</summary>
    /// <param name="low">Above 0.</param>
    /// <param name="high">Finite, above <paramref name="low"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound lies outside.</exception>
    public static Space Log(double low, double high) => new RealSpace(RealScale.Log, low, high);

    /// <summary>u ↦ 1 − (1 − low)·((1 − high)/(1 − low))ᵘ: 1/(1 − β), the values that an average with β looks back on, by powers of ten.</summary>
    /// <param name="low">Below <paramref name="high"/>.</param>
    /// <param name="high">Below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound lies outside.</exception>
    public static Space OneMinusLog(double low, double high) => new RealSpace(RealScale.OneMinusLog, low, high);

    /// <summary>Whole numbers, each as likely as another.</summary>
    /// <param name="low">At least −2³⁰.</param>
    /// <param name="high">Above <paramref name="low"/>, at most 2³⁰.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound lies outside.</exception>
    [SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The field's name of such a space.")]
    public static Space Integer(int low, int high) => new IntegerSpace(low, high, isLog: false);

    /// <summary>Whole numbers n, each as likely as ln((n + ½)/(n − ½)): each power of two about as likely as another.</summary>
    /// <param name="low">At least 1.</param>
    /// <param name="high">Above <paramref name="low"/>, at most 2³⁰.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound lies outside.</exception>
    public static Space LogInteger(int low, int high) => new IntegerSpace(low, high, isLog: true);

    /// <summary>Words of which none is between two others.</summary>
    /// <param name="words">Two or more that differ.</param>
    /// <exception cref="ArgumentException">There are fewer, or one stands twice.</exception>
    public static Space Choice(params IReadOnlyList<string> words) => new ChoiceSpace([.. words.Select(word => new Setting(word))], isOrdered: false);

    /// <summary>Numbers in a given order.</summary>
    /// <param name="numbers">Two or more that differ.</param>
    /// <exception cref="ArgumentException">There are fewer, or one stands twice.</exception>
    public static Space Ordered(params IReadOnlyList<double> numbers) => new ChoiceSpace([.. numbers.Select(number => new Setting(number))], isOrdered: true);

    /// <summary>What is at a place.</summary>
    /// <param name="place">From 0 to below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It lies outside.</exception>
    public Setting At(double place) => place is >= 0 and < 1
        ? SettingAt(place)
        : throw new ArgumentOutOfRangeException(nameof(place), place, $"expected a place from 0 to below 1, got {place}.");

    /// <summary>The place of a value: of one of several, the middle of its part.</summary>
    /// <exception cref="ArgumentException">The value is none of the space's.</exception>
    public abstract double PlaceOf(Setting setting);

    private protected abstract Setting SettingAt(double place);

    private protected ArgumentException NotHere(Setting setting) => new($"expected a value of {this}, got {setting}.", nameof(setting));
}

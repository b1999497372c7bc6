using System.Globalization;

namespace FastNet.Tuning;

/// <summary>What a trial gives to a hyperparameter: a number, or a word.</summary>
public readonly record struct Setting
{
    private readonly string? word;

    /// <summary>A number.</summary>
    /// <param name="number">Finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public Setting(double number) => Number = double.IsFinite(number)
        ? number
        : throw new ArgumentOutOfRangeException(nameof(number), number, string.Create(CultureInfo.InvariantCulture, $"expected a finite number, got {number}."));

    /// <summary>A word.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public Setting(string word)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(word);
        this.word = word;
        Number = double.NaN;
    }

    /// <summary>The number; NaN for a word.</summary>
    public double Number { get; }

    /// <summary>The word; null for a number.</summary>
    public string? Word => word;

    /// <summary>As an option of the command line takes it; a number comes back bit for bit.</summary>
    public override string ToString() => word ?? Number.ToString("R", CultureInfo.InvariantCulture);
}

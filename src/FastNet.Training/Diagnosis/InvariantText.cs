using System.Globalization;
using System.Runtime.CompilerServices;

namespace FastNet.Training;

/// <summary>A sentence with numbers, the same in every culture: what an interpolated string, in parts or whole, becomes as an argument of this type.</summary>
[InterpolatedStringHandler]
internal ref struct InvariantText(int literalLength, int formattedCount)
{
    private DefaultInterpolatedStringHandler text = new(literalLength, formattedCount, CultureInfo.InvariantCulture);

    public void AppendLiteral(string literal) => text.AppendLiteral(literal);

    public void AppendFormatted<TValue>(TValue value, string? format = null) => text.AppendFormatted(value, format);

    /// <summary>The sentence; it may be taken once.</summary>
    public override string ToString() => text.ToStringAndClear();
}

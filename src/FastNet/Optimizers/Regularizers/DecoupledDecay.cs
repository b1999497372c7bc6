using System.Globalization;

namespace FastNet;

/// <summary>w ← w − α·rate·w, beside the optimizer's formula.</summary>
internal sealed class DecoupledDecay(double rate) : Regularizer
{
    public override double Decay => rate;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"decoupled decay of {rate}·learning rate");
}

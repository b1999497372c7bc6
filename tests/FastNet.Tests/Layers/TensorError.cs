namespace FastNet.Tests.Layers;

/// <summary>How far a tensor's gradient in double is from its derivative, and how far it may be.</summary>
/// <param name="Name">The tensor.</param>
/// <param name="Distance">From the derivative.</param>
/// <param name="Norm">‖g‖, of the tensor's gradient.</param>
/// <param name="Whole">The norm of the whole gradient.</param>
/// <param name="Spread">e: by what the derivative moves where every operation is off by 2⁻⁵².</param>
internal sealed record TensorError(string Name, double Distance, double Norm, double Whole, double Spread)
{
    /// <summary>For each unit of condition.</summary>
    public const double Tolerance = 1e-12;

    // A rounding moves a well-conditioned tensor by some 10⁻¹⁶ of its norm, and product and reference round in other orders, of which the product's
    // backward one may gather some times what the reference's does.
    private const double WellConditionedSpread = 2e-14;

    // A tensor whose derivative is 0 by cancellation, as that of a bias before batch norm, has no norm of its own to be measured by.
    private const double SmallestShare = 1e-3;

    /// <summary>κ·‖g‖, κ = max(1, e/(2·10⁻¹⁴·‖g‖)), ‖g‖ being at least a thousandth of the whole gradient's.</summary>
    public double ConditionedNorm => Math.Max(Math.Max(Norm, SmallestShare * Whole), Spread / WellConditionedSpread);

    /// <summary>The largest distance.</summary>
    public double Allowed => Tolerance * ConditionedNorm;
}

namespace FastNet;

/// <summary>y = (x − center)·scale + shift, column by column, in double: a normaliser, the folding back of a target, batch norm at inference.</summary>
public sealed class AffineMap
{
    private readonly double[] center;
    private readonly double[] scale;
    private readonly double[] shift;

    /// <summary>A map of known numbers.</summary>
    /// <param name="center">[columns], finite.</param>
    /// <param name="scale">[columns], finite; 0 makes a column constant.</param>
    /// <param name="shift">[columns], finite.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a number is not finite.</exception>
    public AffineMap(ReadOnlySpan<double> center, ReadOnlySpan<double> scale, ReadOnlySpan<double> shift)
    {
        this.center = Finite(center, nameof(center), center.Length);
        this.scale = Finite(scale, nameof(scale), center.Length);
        this.shift = Finite(shift, nameof(shift), center.Length);
    }

    // Unchecked: of a fold, and of a layer's parameters; where they are not finite, the predictor's comparison with its network says so.
    private AffineMap(double[] center, double[] scale, double[] shift)
    {
        this.center = center;
        this.scale = scale;
        this.shift = shift;
    }

    /// <summary>The columns of x and y.</summary>
    public int Columns => center.Length;

    /// <summary>What is taken away first.</summary>
    public ReadOnlySpan<double> Center => center;

    /// <summary>What multiplies.</summary>
    public ReadOnlySpan<double> Scale => scale;

    /// <summary>What is added last.</summary>
    public ReadOnlySpan<double> Shift => shift;

    /// <summary>A map of numbers that need not be finite.</summary>
    internal static AffineMap Unchecked(double[] center, double[] scale, double[] shift) => new(center, scale, shift);

    /// <summary>(x − center)·scale + shift of one column.</summary>
    internal double Apply(double x, int column) => ((x - center[column]) * scale[column]) + shift[column];

    /// <summary>This map, then another: (x − center)·(scale·scale′) + ((shift − center′)·scale′ + shift′).</summary>
    internal AffineMap Then(AffineMap next)
    {
        double[] product = new double[Columns], sum = new double[Columns];
        for (int j = 0; j < Columns; j++)
        {
            product[j] = scale[j] * next.scale[j];
            sum[j] = ((shift[j] - next.center[j]) * next.scale[j]) + next.shift[j];
        }

        return Unchecked(center, product, sum);
    }

    private static double[] Finite(ReadOnlySpan<double> values, string parameter, int length)
    {
        if (values.Length != length)
        {
            Throw.LengthMismatch(parameter, length, values.Length);
        }

        foreach (double value in values)
        {
            Throw.IfNot(double.IsFinite(value), parameter, "finite numbers", value);
        }

        return values.ToArray();
    }
}

using Xunit.Abstractions;

namespace FastNet.Tests.Kernels;

/// <summary>
/// The largest error of every function of float: over ten million bit patterns in all, spread over every exponent and sign, or over all
/// 2³² for each function where the environment variable <c>FASTNET_EXHAUSTIVE</c> is 1.
/// </summary>
/// <remarks>
/// The yardstick is the product's own double: <see cref="DoubleElementKernelTests"/> holds it to a few units of 2⁻⁵² against numbers of 192
/// bits, and a unit of float is 2²⁹ times that, so it adds less than 10⁻⁷ ULP here. It is fast enough for 2³² arguments.
/// </remarks>
public class UlpTests(ITestOutputHelper output)
{
    private const long Patterns = 1L << 32;
    private const long SampledPatterns = 10_000_000;
    private const int Block = 1 << 14;

    // 2³² over the golden ratio: its multiples, mod 2³², are spread evenly (Weyl's sequence).
    private const long GoldenRatio = 0x9E37_79B9;

    private static readonly double Limit = Math.ScaleB(1, 128);
    private static readonly double SmallestNormal = Math.ScaleB(1, -126);
    private static readonly bool IsExhaustive = Environment.GetEnvironmentVariable("FASTNET_EXHAUSTIVE") == "1";

    /// <summary>The functions of any number: a slope that takes an output is not one.</summary>
    public static TheoryData<string> Names => [.. Functions];

    private static string[] Functions { get; } =
        [.. ElementKernels<float>.All.Select(kernel => kernel.Name).Where(name => !name.EndsWith("Slope", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Names))]
    public void ErrorOverAllFloatsIsWithinItsBound(string name)
    {
        ElementKernel<float> single = ElementKernels<float>.All.Single(kernel => kernel.Name == name);
        ElementKernel<double> full = ElementKernels<double>.All.Single(kernel => kernel.Name == name);
        float[] x = new float[Block], y = new float[Block];
        double[] argument = new double[Block], expected = new double[Block];
        (double worst, float worstArgument, long count) = (0, 0, 0);
        long stride = IsExhaustive ? 1 : Patterns / (SampledPatterns / Functions.Length);
        while (count * stride < Patterns)
        {
            for (int i = 0; i < Block; i++)
            {
                // One pattern of each stretch of `stride`, anywhere in it.
                long pattern = ((count + i) * stride) + ((stride * (uint)((count + i) * GoldenRatio)) >> 32);
                float value = BitConverter.UInt32BitsToSingle((uint)Math.Min(pattern, Patterns - 1));
                x[i] = name == "Log1Plus" ? Math.Abs(value) : value;
                argument[i] = x[i];
            }

            single.Run(x, y);
            full.Run(argument, expected);
            for (int i = 0; i < Block; i++)
            {
                double error = Error(x[i], expected[i], y[i], single);
                (worst, worstArgument) = error > worst ? (error, x[i]) : (worst, worstArgument);
            }

            count += Block;
        }

        // Without fused multiply-add the reductions and polynomials round twice as often.
        double bound = Numerics.IsFused ? single.Ulps : 2 * single.Ulps;
        output.WriteLine($"{name}: {worst:F3} ULP at {worstArgument:R}, bound {bound}, {count:N0} arguments.");
        Assert.True(worst <= bound, $"{name}({worstArgument:R}): {worst:F3} ULP, bound {bound}.");
        Assert.True(count >= Math.Min(Patterns, SampledPatterns / Functions.Length));
    }

    // Units in the last place of float; a subnormal result may be half a unit further off, as it is rounded once more.
    private static double Error(float x, double expected, float actual, ElementKernel<float> kernel)
    {
        if (double.IsNaN(expected) || float.IsNaN(actual))
        {
            return double.IsNaN(expected) && float.IsNaN(actual) ? 0 : double.PositiveInfinity;
        }

        // 1/(1 + e⁻ˣ) is 0 where e⁻ˣ overflows.
        if (kernel.Name == "Sigmoid" && x < kernel.Low)
        {
            return actual < SmallestNormal ? 0 : double.PositiveInfinity;
        }

        // An overflow is 2¹²⁸, as if the exponent went on.
        double distance = Math.Abs(Math.Clamp(expected, -Limit, Limit) - Math.Clamp(actual, -Limit, Limit));
        double size = Math.Max(Math.Min(Math.Abs(expected), float.MaxValue), SmallestNormal);
        if (kernel.LeastExponent > -126)
        {
            size = Math.Max(size, Math.ScaleB(1, kernel.LeastExponent));
        }

        // The size's power of two, by its exponent's bits.
        double power = BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(size) & 0x7FF0_0000_0000_0000);
        double error = distance / power * (1 << 23);
        return Math.Abs(expected) < SmallestNormal && kernel.Ulps > 0 ? error - 0.5 : error;
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using FastNet.Kernels;
using FastNet.Tests.Reference.Kernels;

namespace FastNet.Tests.Kernels;

public sealed class SingleElementKernelTests : ElementKernelTests<float>;

public sealed class DoubleElementKernelTests : ElementKernelTests<double>;

/// <summary>Every row of the table: bits at each width, memory around the operands, special values, error.</summary>
public abstract class ElementKernelTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int LongestSpan = 257;

    private static readonly bool IsSingle = typeof(T) == typeof(float);

    public static TheoryData<string> Names => [.. ElementKernels<T>.All.Select(kernel => kernel.Name)];

    public static TheoryData<string, int> NamesAndWidths
    {
        get
        {
            TheoryData<string, int> data = [];
            foreach (ElementKernel<T> kernel in ElementKernels<T>.All)
            {
                foreach (int width in VectorWidth.Bits)
                {
                    data.Add(kernel.Name, width);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(NamesAndWidths))]
    public void EveryLengthAndAlignmentHasTheDefinedBits(string name, int width)
    {
        ElementKernel<T> kernel = Find(name);
        T[] arguments = [.. Sample(kernel, LongestSpan)];
        T[] expected = [.. arguments.Select(kernel.Bits)];
        using GuardedBuffer<T> source = new(LongestSpan), destination = new(LongestSpan);
        using VectorWidth _ = VectorWidth.Force(width);
        int step = VectorWidth.IsAccelerated(width) ? 1 : 16;
        for (int length = 0; length <= LongestSpan; length += length < 40 ? 1 : step)
        {
            // Gaps of 0 to 6 elements: with them, starts fall on every element of a vector.
            Span<T> x = source.Place(arguments.AsSpan(0, length), gap: length % 5);
            Span<T> y = destination.Place(length, gap: length % 7);
            kernel.Run(x, y);
            Bits.AssertSame<T>(expected.AsSpan(0, length), y, name);
            Bits.AssertSame<T>(arguments.AsSpan(0, length), x, "source");
            destination.AssertCanaries();

            kernel.Run(x, x);
            Bits.AssertSame<T>(expected.AsSpan(0, length), x, $"{name} in place");
            source.AssertCanaries();
        }
    }

    [Theory]
    [MemberData(nameof(NamesAndWidths))]
    public void SpecialValuesHaveTheDefinedBits(string name, int width)
    {
        ElementKernel<T> kernel = Find(name);

        // ln(1 + x) is for x ≥ 0; all others take any number.
        T[] arguments = [.. Specials().Where(x => name != "Log1Plus" || !(x < T.Zero))];
        var results = new T[arguments.Length];
        using VectorWidth _ = VectorWidth.Force(width);
        kernel.Run(arguments, results);
        Bits.AssertSame<T>([.. arguments.Select(kernel.Bits)], results, name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NaNStaysAndSignsAreKept(string name)
    {
        ElementKernel<T> kernel = Find(name);
        T[] arguments = [.. NaNs(), .. Specials().Where(x => !T.IsNaN(x))];
        var results = new T[arguments.Length];
        kernel.Run(arguments, results);
        for (int i = 0; i < arguments.Length; i++)
        {
            if (T.IsNaN(arguments[i]))
            {
                Assert.True(T.IsNaN(results[i]) || kernel.IsStep, $"{name}(NaN) is {results[i]}");
            }
            else if (kernel.KeepsSign)
            {
                Assert.Equal(T.IsNegative(arguments[i]), T.IsNegative(results[i]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ErrorIsWithinItsBound(string name)
    {
        ElementKernel<T> kernel = Find(name);
        T[] arguments = [.. Sample(kernel, 6_000)];
        var results = new T[arguments.Length];
        kernel.Run(arguments, results);
        (int mantissaBits, int minimumExponent) = IsSingle ? (23, -126) : (52, -1022);
        double smallestNormal = Math.ScaleB(1, minimumExponent);
        double worst = 0;
        T worstArgument = T.Zero;
        for (int i = 0; i < arguments.Length; i++)
        {
            double x = double.CreateChecked(arguments[i]);
            if (x == 0 && name == "Log")
            {
                continue;
            }

            double result = double.CreateChecked(results[i]);
            double error = kernel.Exact(x).UlpError(result, mantissaBits, int.Max(minimumExponent, kernel.LeastExponent));

            // A subnormal result is a rounded one rounded again, to a coarser unit: half a unit more at most.
            error -= Math.Abs(result) < smallestNormal && kernel.Ulps > 0 ? 0.5 : 0;
            (worst, worstArgument) = error > worst ? (error, arguments[i]) : (worst, worstArgument);
        }

        // Without fused multiply-add the reductions and polynomials round twice as often.
        double bound = Numerics.IsFused ? kernel.Ulps : 2 * kernel.Ulps;
        Assert.True(worst <= bound, $"{name}({worstArgument:R}): {worst:F3} ULP, bound {bound}.");
    }

    [Theory]
    [InlineData("Tanh", -1)]
    [InlineData("Sigmoid", 0)]
    public void SquashingFunctionsAreBoundedAndRise(string name, double low)
    {
        ElementKernel<T> kernel = Find(name);
        T[] arguments = [.. Enumerable.Range(-20_000, 40_001).Select(i => T.CreateChecked(i / 400.0))];
        var results = new T[arguments.Length];
        kernel.Run(arguments, results);
        T highest = T.NegativeInfinity;
        foreach (T result in results)
        {
            Assert.InRange(double.CreateChecked(result), low, 1);

            // Neighbours may be off by their errors, 2.5 ULP each, in opposite directions.
            Assert.True(result >= highest - (T.Abs(highest) * T.CreateChecked(IsSingle ? 5 * 1.2e-7 : 5 * 2.3e-16)), name);
            highest = T.Max(highest, result);
        }
    }

    // Also where z is finite but so large that a product of its limits would be ∞·0.
    [Theory]
    [InlineData("Elu", -0.75, double.PositiveInfinity)]
    [InlineData("Selu", -1.7580993408473766, double.PositiveInfinity)]
    [InlineData("Softplus", 0, double.PositiveInfinity)]
    [InlineData("Silu", 0, double.PositiveInfinity)]
    [InlineData("Gelu", 0, double.PositiveInfinity)]
    [InlineData("GeluTanh", 0, double.PositiveInfinity)]
    [InlineData("Mish", 0, double.PositiveInfinity)]
    [InlineData("HardSigmoid", 0, 1)]
    [InlineData("HardSwish", 0, double.PositiveInfinity)]
    [InlineData("Softsign", -1, 1)]
    [InlineData("SiluSlope", 0, 1)]
    [InlineData("GeluSlope", 0, 1)]
    [InlineData("GeluTanhSlope", 0, 1)]
    [InlineData("MishSlope", 0, 1)]
    [InlineData("HardSigmoidSlope", 0, 0)]
    [InlineData("HardSwishSlope", 0, 1)]
    [InlineData("SoftsignSlope", 0, 0)]
    public void LimitsAreReached(string name, double atMinusInfinity, double atInfinity)
    {
        T largest = T.CreateChecked(IsSingle ? float.MaxValue : double.MaxValue);
        T[] x = [T.NegativeInfinity, -largest, largest, T.PositiveInfinity];
        var y = new T[x.Length];
        Find(name).Run(x, y);
        (T low, T high) = (T.CreateChecked(atMinusInfinity), T.CreateChecked(atInfinity));
        Assert.Equal([low, low, double.IsInfinity(atInfinity) ? y[2] : high, high], y);
        Assert.True(T.IsFinite(high) || y[2] >= largest, $"{name}({largest}) is {y[2]}");
    }

    // The slopes that are had from the outputs, at the outputs' limits.
    [Theory]
    [InlineData("EluSlope", -0.75, 0, 1)]
    [InlineData("SeluSlope", -1.7580993408473766, 0, 1.0507009873554805)]
    [InlineData("SoftplusSlope", 0, 0, 1)]
    public void SlopesFromOutputsReachTheirLimits(string name, double lowest, double atLowest, double atInfinity)
    {
        T[] slopes = new T[2];
        Find(name).Run([T.CreateChecked(lowest), T.PositiveInfinity], slopes);
        Assert.Equal([T.CreateChecked(atLowest), T.CreateChecked(atInfinity)], slopes);
    }

    [Fact]
    public void ExpOverflowsAndUnderflowsWhereItMust()
    {
        ElementKernel<T> exp = Find("Exp");
        (double largest, double smallest) = IsSingle ? (88.72283, -103.972) : (709.782712893384, -745.1332191019411);
        double[] arguments = [largest, largest + 1e-4, smallest, smallest - 0.01, double.PositiveInfinity, double.NegativeInfinity];
        T[] x = [.. arguments.Select(T.CreateChecked)];
        var y = new T[x.Length];
        exp.Run(x, y);
        Assert.True(T.IsFinite(y[0]) && T.IsPositiveInfinity(y[1]), $"{y[0]}, {y[1]}");
        Assert.Equal((T.Epsilon, T.Zero), (y[2], y[3]));
        Assert.Equal((T.PositiveInfinity, T.Zero), (y[4], y[5]));
    }

    // Slopes multiply an upstream gradient; the order of the factors does not matter, their product's bits do.
    [Theory]
    [MemberData(nameof(VectorWidth.All), MemberType = typeof(VectorWidth))]
    public void GradientIsUpstreamTimesSlope(int width)
    {
        T[] outputs = [.. Sample(Find("SigmoidSlope"), 67)];
        T[] upstream = [.. Sample(Find("Identity"), 67).Select(x => x * T.CreateChecked(1e-3))];
        T[] expected = [.. outputs.Zip(upstream, (a, u) => u * (a * (T.One - a)))];
        using GuardedBuffer<T> destination = new(67);
        using VectorWidth _ = VectorWidth.Force(width);
        Span<T> gradient = destination.Place(67);
        Elementwise.Map<T, ActivationGradient<T, Sigmoid>>(outputs, upstream, gradient, new(default));
        Bits.AssertSame<T>(expected, gradient);
        destination.AssertCanaries();
    }

    [Theory]
    [InlineData(5, 5, 5)]
    [InlineData(5, 9, 5)]
    [InlineData(9, 5, 17)]
    [InlineData(21, 22, 33)]
    public void MatricesMayHaveAnyStrides(int columns, int sourceStride, int destinationStride)
    {
        const int Rows = 4;
        (sourceStride, destinationStride) = (int.Max(sourceStride, columns), int.Max(destinationStride, columns));
        T[] arguments = [.. Sample(Find("Tanh"), Rows * columns)];
        using GuardedBuffer<T> source = new(200), second = new(200), destination = new(200);
        MatrixSpan<T> x = source.PlaceMatrix(Rows, columns, sourceStride);
        MatrixSpan<T> y = destination.PlaceMatrix(Rows, columns, destinationStride);
        MatrixSpan<T> upstream = second.PlaceMatrix(Rows, columns, columns);
        var values = new T[Rows, columns];
        var gradients = new T[Rows, columns];
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                x[i, j] = arguments[(i * columns) + j];
                upstream[i, j] = T.CreateChecked(j - 2);
                values[i, j] = ReferenceMath.Tanh(x[i, j]);
                gradients[i, j] = upstream[i, j] * (T.One - (x[i, j] * x[i, j]));
            }
        }

        Elementwise.Map<T, ActivationValue<T, Tanh>>(x, y, new(default));
        Bits.AssertSame(values, y);
        destination.AssertCanaries(y);
        Elementwise.Map<T, ActivationGradient<T, Tanh>>(x, upstream, y, new(default));
        Bits.AssertSame(gradients, y);
        destination.AssertCanaries(y);
    }

    private static ElementKernel<T> Find(string name) => ElementKernels<T>.All.Single(kernel => kernel.Name == name);

    // Half evenly spaced over the range, half by size: from the smallest subnormals to the range's ends, of each sign that it has.
    private static IEnumerable<T> Sample(ElementKernel<T> kernel, int count)
    {
        Philox random = new(7, RandomPurpose.Trial);
        for (int i = 0; i < count; i++)
        {
            double u = random.Uniform(2 * i);
            double end = (i & 2) == 0 && kernel.Low < 0 ? kernel.Low : kernel.High;
            double smallest = IsSingle ? 1e-45 : 5e-324;
            double x = (i & 1) == 0
                ? (kernel.Low * (1 - u)) + (kernel.High * u)
                : Math.CopySign(Math.Exp((Math.Log(smallest) * (1 - u)) + (Math.Log(Math.Abs(end)) * u)), end);
            yield return T.CreateChecked(Math.Clamp(x, kernel.Low, kernel.High));
        }
    }

    private static IEnumerable<T> Specials()
    {
        double[] magnitudes = IsSingle
            ?
            [
                0, float.Epsilon, 1e-40, 1.17549435e-38, 1e-7, 0.5, 1, 1.0000001, 1.4142135, 1.4142136, 9, 20, 87.33, 88.72, 89, 103.97, 104, 200,
                float.MaxValue,
            ]
            :
            [
                0, double.Epsilon, 1e-310, 2.2250738585072014e-308, 1e-16, 0.5, 1, 1.0000000000000002, 1.4142135623730951, 19, 40, 708.4, 709.78,
                710, 745.1, 746, 2000, double.MaxValue,
            ];
        foreach (double magnitude in magnitudes)
        {
            yield return T.CreateChecked(magnitude);
            yield return -T.CreateChecked(magnitude);
        }

        yield return T.PositiveInfinity;
        yield return T.NegativeInfinity;
        foreach (T nan in NaNs())
        {
            yield return nan;
        }
    }

    // Quiet and signalling, of both signs, with small and large payloads.
    private static IEnumerable<T> NaNs() =>
        IsSingle
            ? ((uint[])[0x7FC0_0000, 0xFFC0_0000, 0x7F80_0001, 0xFFBF_FFFF, 0x7FFF_FFFF]).Select(Unsafe.BitCast<uint, T>)
            : ((ulong[])[0x7FF8UL << 48, 0xFFF8UL << 48, 0x7FF0_0000_0000_0001, 0xFFF7_FFFF_FFFF_FFFF, 0x7FFF_FFFF_FFFF_FFFF])
                .Select(Unsafe.BitCast<ulong, T>);
}

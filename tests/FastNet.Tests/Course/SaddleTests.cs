namespace FastNet.Tests.Course;

/// <summary>
/// Week 2: plateaus are the trouble. f(x, y) = ½·(100·x² − y²) falls along y from its saddle at 0, but the steep walls along x bound the
/// learning rate: gradient descent creeps where momentum and Adam are away.
/// </summary>
public class SaddleTests
{
    // Gradient descent diverges along x from 2/100 on; this is just below. Momentum with β = 0.9 would bear up to 2·(1 + 0.9)/100.
    private const double LearningRate = 0.018;
    private const double Perturbation = 1e-4;
    private const int Steps = 120;

    // y grows by 1 + α a step: to 1e-4·1.018¹²⁰ = 8.5e-4. x shrinks by |1 − 100·α| = 0.8 a step.
    [Fact]
    public void GradientDescentStays()
    {
        (double x, double y) = Descend(point => new GradientDescent<double>(point) { LearningRate = LearningRate }, Perturbation);
        Assert.Equal(Perturbation * Math.Pow(1 + LearningRate, Steps), y, 1e-12);
        Assert.True(y < 1e-3, $"expected no way from the saddle, got y = {y}");
        Assert.True(Math.Abs(x) < 1e-9, $"expected to be at the valley's floor, got x = {x}");
    }

    // y = c·λᵗ with λ² − (1 + β + α)·λ + β = 0, λ = 1.099: λ¹²⁰ = 8e4, and c is near 1e-4.
    [Fact]
    public void MomentumLeaves()
    {
        (double x, double y) = Descend(
            point => new Momentum<double>(point, MomentumConvention.Accumulating) { LearningRate = LearningRate, Beta = 0.9 }, Perturbation);
        Assert.True(y > 1, $"expected to be away, got y = {y}");
        Assert.True(Math.Abs(x) < 0.1, $"expected to stay in the valley, got x = {x}");
    }

    // A gradient's size does not matter: each of the first steps along y is α long, and all 120 are 2.2.
    [Fact]
    public void AdamLeaves()
    {
        (double x, double y) = Descend(point => new Adam<double>(point) { LearningRate = LearningRate }, Perturbation);
        Assert.True(y > 1, $"expected to be away, got y = {y}");
        Assert.True(Math.Abs(x) < 0.5, $"expected to be near the valley's floor, got x = {x}");
    }

    // Without a perturbation the gradient along y is 0, and there is nothing to gather or to scale.
    [Fact]
    public void OnTheRidgeNobodyLeaves()
    {
        Assert.Equal(0, Descend(point => new GradientDescent<double>(point) { LearningRate = LearningRate }, 0).Y);
        Assert.Equal(0, Descend(point => new Momentum<double>(point, MomentumConvention.Accumulating) { LearningRate = LearningRate }, 0).Y);
        Assert.Equal(0, Descend(point => new Adam<double>(point) { LearningRate = LearningRate }, 0).Y);
    }

    private static (double X, double Y) Descend(Func<Point, Optimizer<double>> create, double y)
    {
        Point point = new([1, y]);
        Optimizer<double> optimizer = create(point);
        for (int step = 0; step < Steps; step++)
        {
            optimizer.Step([100 * point.Values[0], -point.Values[1]]);
        }

        return (point.Values[0], point.Values[1]);
    }

    private sealed record Point(double[] Values) : IParameters<double>
    {
        public Span<double> Parameters => Values;

        public int WeightCount => Values.Length;

        public IReadOnlyList<ParameterSlice> Slices { get; } = [new("point", ParameterKind.Weight, Values.Length, 1, Offset: 0)];
    }
}

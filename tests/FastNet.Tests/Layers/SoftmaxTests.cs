namespace FastNet.Tests.Layers;

public class SoftmaxTests
{
    // Two roundings of the exponent's function and one of the division, relative to the largest term: a few units of 1.1e-16.
    private const double Tolerance = 1e-15;

    private readonly double[] z = [1000, 1001, 1002, -3, 0, 3];

    [Fact]
    public void ProbabilitiesAndTheirLogarithms()
    {
        double[] expected = new double[6];
        for (int row = 0; row < 2; row++)
        {
            double max = z[(row * 3) + 2];
            double sum = 0;
            for (int j = 0; j < 3; j++)
            {
                sum += Math.Exp(z[(row * 3) + j] - max);
            }

            for (int j = 0; j < 3; j++)
            {
                expected[(row * 3) + j] = Math.Exp(z[(row * 3) + j] - max) / sum;
            }
        }

        double[] p = new double[6], log = new double[6];
        ReadOnlyMatrixSpan<double> outputs = new(z, 2, 3);
        Softmax.Probabilities(outputs, new MatrixSpan<double>(p, 2, 3));
        Softmax.LogProbabilities(outputs, new MatrixSpan<double>(log, 2, 3));
        for (int i = 0; i < 6; i++)
        {
            Assert.Equal(expected[i], p[i], Tolerance);

            // The logarithm is a difference of numbers up to 1,002, each rounded to some 1e-13.
            Assert.Equal(Math.Log(expected[i]), log[i], 1e-12);
        }
    }

    [Fact]
    public void ShapesMustAgreeAndLogarithmsLieApart()
    {
        Assert.Throws<ArgumentException>("destination", () => Softmax.Probabilities(new ReadOnlyMatrixSpan<double>(z, 2, 3), new MatrixSpan<double>(new double[6], 3, 2)));
        Assert.Throws<ArgumentException>("destination", () => Softmax.LogProbabilities(new ReadOnlyMatrixSpan<double>(z, 2, 3), new MatrixSpan<double>(z, 2, 3)));
        Softmax.Probabilities(new ReadOnlyMatrixSpan<double>(z, 2, 3), new MatrixSpan<double>(z, 2, 3));
        Assert.Equal(1, z[0] + z[1] + z[2], Tolerance);
    }
}

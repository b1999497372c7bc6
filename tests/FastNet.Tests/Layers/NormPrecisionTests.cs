using System.Numerics;

namespace FastNet.Tests.Layers;

/// <summary>The norms in float against the same in double, whose formulas the known answers have proved.</summary>
public class NormPrecisionTests
{
    private const int Batch = 48, Units = 70;

    // A mean of n numbers of order 1 and a variance round by some √n·2⁻²⁴ each, x̂ and y by four roundings more; the gradient's two means again
    // by √n. For n of 70, √n = 9: some 40 of 2⁻²⁴, 2.4·10⁻⁶ at most, relative to the largest number there is.
    private const double Tolerance = 3e-6;

    public static TheoryData<string> Norms => ["batch, training", "batch, inference", "layer"];

    [Theory]
    [MemberData(nameof(Norms))]
    public void FloatIsWithinItsRoundingOfDouble(string norm)
    {
        Layer layer = norm == "layer" ? Layer.LayerNorm() : Layer.BatchNorm();
        Pass pass = norm == "batch, inference" ? Pass.Inference : Pass.Training(0);
        double[][] inDouble = Run<double>(layer, pass), inFloat = Run<float>(layer, pass);
        for (int i = 0; i < inDouble.Length; i++)
        {
            double largest = inDouble[i].Max(Math.Abs);
            double distance = inDouble[i].Zip(inFloat[i], (x, y) => Math.Abs(x - y)).Max();
            Assert.True(distance <= Tolerance * largest, $"part {i} is off by {distance / largest:E2} of its largest number, at most {Tolerance:E0} allowed.");
        }
    }

    // Outputs, dx, gradients, statistics after a commit.
    private static double[][] Run<T>(Layer layer, Pass pass)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Network<T> network = new(Units, [layer]);
        Fill(network.Parameters, 1, 0);
        Workspace<T> workspace = network.CreateWorkspace(Batch);
        T[] x = new T[Batch * Units], dx = new T[x.Length];
        Fill(x, 2, 2);
        ReadOnlyMatrixSpan<T> input = new(x, Batch, Units);
        network.Forward(input, workspace, Pass.Training(0));
        network.CommitStatistics(workspace);
        double[] y = ToDouble<T>(network.Forward(input, workspace, pass).Values);
        Fill(workspace.OutputGradient.Values, 3, 0);
        network.Backward(input, workspace, new MatrixSpan<T>(dx, Batch, Units));
        double[][] parts = [y, ToDouble<T>(dx), ToDouble<T>(workspace.Gradients)];
        return network.State.Length > 0 ? [.. parts, ToDouble<T>(network.State)] : parts;
    }

    // The same numbers in both types: those of float.
    private static void Fill<T>(Span<T> values, ulong stream, double mean)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Philox random = new(7, RandomPurpose.Trial, stream);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = T.CreateChecked((float)(mean + random.Normal(i)));
        }
    }

    private static double[] ToDouble<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. values.ToArray().Select(double.CreateChecked)];
}

using System.Numerics;

namespace FastNet.Training;

/// <summary>x + deviation·n, n standard normal and of its own for each feature.</summary>
/// <param name="Deviation">Finite, at least 0, in the features' own unit.</param>
/// <exception cref="ArgumentOutOfRangeException">It lies outside.</exception>
public sealed record Noise(double Deviation) : ValueStep
{
    /// <summary>In the features' own unit.</summary>
    public double Deviation { get; } = RequireDeviation(Deviation, nameof(Deviation));

    internal override bool IsOfImages => false;

    internal override void Apply<T>(Span<T> example, Philox random, AugmentationContext context) => Add(example, random, Deviation, []);

    /// <summary>x + deviation·σ·n.</summary>
    /// <param name="example">x.</param>
    /// <param name="random">n, in turn.</param>
    /// <param name="deviation">The same for each feature.</param>
    /// <param name="deviations">σ of each feature; empty where all are 1.</param>
    internal static void Add<T>(Span<T> example, Philox random, double deviation, ReadOnlySpan<double> deviations)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<double> normals = stackalloc double[Philox.NormalsOfBlock];
        for (int first = 0; first < example.Length; first += normals.Length)
        {
            random.FillNormal(first / normals.Length, normals);
            Span<T> x = example.Slice(first, int.Min(normals.Length, example.Length - first));
            for (int i = 0; i < x.Length; i++)
            {
                double sigma = deviations.IsEmpty ? deviation : deviation * deviations[first + i];
                x[i] = T.CreateTruncating(double.CreateTruncating(x[i]) + (sigma * normals[i]));
            }
        }
    }
}

using System.Globalization;
using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>
/// g ← g + σₜ·n, n standard normal, σₜ² = variance/(1 + t)^decay at step t = 0, 1, …: annealed, Langevin-like noise, with which a step leaves
/// shallow valleys early and settles late (Neelakantan et al., "Adding gradient noise improves learning for very deep networks", 2015).
/// </summary>
/// <param name="variance">σ² of the first step, at least 0; the paper has 0.01, 0.3 and 1.</param>
/// <param name="decay">The power by which it falls, at least 0; the paper's 0.55.</param>
/// <param name="seed">Selects the numbers; they are a function of seed, step and parameter.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite.</exception>
public sealed class GradientNoise(double variance, double decay = 0.55, ulong seed = 0)
{
    /// <summary>σ² of the first step.</summary>
    public double Variance { get; } = Throw.IfNegative(variance, nameof(variance));

    /// <summary>The power by which the variance falls.</summary>
    public double Decay { get; } = Throw.IfNegative(decay, nameof(decay));

    /// <summary>Selects the numbers.</summary>
    public ulong Seed { get; } = seed;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"variance {Variance}, decay {Decay}, seed {Seed}");

    /// <summary>σₜ.</summary>
    internal double Deviation(long step) => Math.Sqrt(Variance * VectorMath.Exp(-Decay * VectorMath.Log(1.0 + step)));

    internal unsafe void Add<T>(Span<T> gradients, ReadOnlySpan<ParameterRange> ranges, long step, WorkerPool? workers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Philox random = new(Seed, RandomPurpose.Noise, (ulong)step);
        double deviation = Deviation(step);
        fixed (T* g = gradients)
        {
            foreach (ParameterRange range in ranges)
            {
                FlatWork.Run(range.Length, new AddNormals<T>(g, range.Start, random, deviation), workers);
            }
        }
    }

    // Number i of the stream is parameter i's; they are drawn by whole blocks.
    private readonly unsafe struct AddNormals<T>(T* gradients, int first, Philox random, double deviation) : IFlatWork
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(nint start, nint length)
        {
            Span<double> normals = stackalloc double[Philox.NormalsOfBlock];
            nint end = first + start + length;
            for (nint i = first + start; i < end;)
            {
                random.FillNormal(i / Philox.NormalsOfBlock, normals);
                for (nint k = i % Philox.NormalsOfBlock; k < Philox.NormalsOfBlock && i < end; k++, i++)
                {
                    gradients[i] += T.CreateTruncating(deviation * normals[(int)k]);
                }
            }
        }
    }
}

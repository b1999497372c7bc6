using System.Numerics;
using FastNet.Training;

namespace FastNet.Tests.Diagnosis;

/// <summary>What theory says of each initialiser: the variance of z = a·W is inputs·Var(W)·E[a²], and ReLU keeps half of it.</summary>
public sealed class DepthStudyTests
{
    // √(width·Var(W)/2) a layer, there and back: over 12 layers of 128 units the mean factor varies by some hundredths from seed to seed.
    [Theory]
    [InlineData(2.0, 1.0)]
    [InlineData(1.0, 0.7071)]
    [InlineData(8.0, 2.0)]
    public void ReluMultipliesByTheRootOfHalfTheVariance(double scale, double factor)
    {
        Check<float>();
        Check<double>();

        void Check<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            DepthStudy study = DepthStudy.Run<T>(12, 128, Layer.Relu(), new Initializer(InitialDistribution.Normal, Fan.Inputs, scale), seed: 1);
            Assert.Equal(1, study.ActivationFactor / factor, 0.06);
            Assert.Equal(1, study.GradientFactor / factor, 0.06);
            Assert.Equal(Enumerable.Range(1, 12), study.Layers.Select(layer => layer.Depth));
        }
    }

    // An orthogonal W keeps each row's length: the first activations are as large as the inputs, 1, and all others too.
    [Fact]
    public void OrthogonalLinearLayersKeepEveryLength()
    {
        DepthStudy study = DepthStudy.Run<double>(30, 16, Layer.Identity(), Initializer.Orthogonal(), seed: 2);
        Assert.All(study.Layers, layer => Assert.Equal(study.Layers[0].Activation, layer.Activation, 1e-12));
        Assert.All(study.Layers, layer => Assert.Equal(study.Layers[^1].Gradient, layer.Gradient, 1e-12));

        // √(mean of 4096 squared normals): deviation 1/√(2·4096) = 0.011.
        Assert.Equal(1, study.Layers[0].Activation, 0.05);
    }

    [Fact]
    public void SigmoidsVanishAndTheSentenceSaysSo()
    {
        DepthStudy study = DepthStudy.Run<float>(20, 32, Layer.Sigmoid(), seed: 3);

        // Slopes are at most 1/4, and Glorot's weights keep the length.
        Assert.True(study.GradientFactor < 0.26, study.ToString());
        Assert.Contains("activations hold", study.Finding, StringComparison.Ordinal);
        Assert.Contains("gradients vanish", study.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void ExplosionsAndOverflowsAreSaid()
    {
        Assert.Contains("activations explode", DepthStudy.Run<double>(20, 32, Layer.Relu(), Initializer.ScaledNormal(1)).Finding, StringComparison.Ordinal);
        DepthStudy overflow = DepthStudy.Run<float>(40, 32, Layer.Relu(), Initializer.ScaledNormal(100));
        Assert.Equal(double.NaN, overflow.ActivationFactor);
        Assert.DoesNotContain("activations hold", overflow.Finding, StringComparison.Ordinal);
        Assert.Contains("lost", DepthStudy.Run<float>(3, 8, Layer.Relu(), Initializer.Zeros).Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void TheSameSeedGivesTheSameStudy() =>
        Assert.Equal(DepthStudy.Run<float>(5, 8, Layer.Tanh(), seed: 4).Layers, DepthStudy.Run<float>(5, 8, Layer.Tanh(), seed: 4).Layers);

    [Fact]
    public void WhatIsNoActivationIsRefused()
    {
        Assert.Contains("got dense", Assert.Throws<ArgumentException>("activation", () => DepthStudy.Run<float>(2, 4, Layer.Dense(4))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("depth", () => DepthStudy.Run<float>(0, 4, Layer.Relu()));
    }
}

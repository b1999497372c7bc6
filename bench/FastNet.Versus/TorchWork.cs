using static TorchSharp.torch;

namespace FastNet.Versus;

/// <summary>Contenders of which a call makes one tensor.</summary>
internal static class TorchWork
{
    /// <summary>The result is disposed of at once, with whatever the function made on its way.</summary>
    public static Contender Contender(string system, Func<Tensor> function, Func<IDisposable?>? hold = null)
    {
        return new Contender(system, () => function().Dispose(), Result, hold);

        float[] Result()
        {
            using Tensor result = function();
            return [.. result.data<float>()];
        }
    }
}

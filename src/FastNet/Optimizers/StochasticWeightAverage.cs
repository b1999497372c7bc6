using System.Numerics;

namespace FastNet;

/// <summary>
/// The equally weighted mean of a network's parameters, a ← a + (w − a)/(n + 1) after n updates (Izmailov, Podoprikhin, Garipov, Vetrov, Wilson,
/// "Averaging weights leads to wider optima and better generalization", UAI 2018, algorithm 1). Update it at the end of each epoch, or of
/// each cycle of the learning rate, of the last part of a training.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="parameters">What is averaged: a network.</param>
public sealed class StochasticWeightAverage<T>(IParameters<T> parameters) : ParameterAverage<T>(parameters)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string ToString() => "equal average";

    private protected override double NextWeight() => 1.0 / (Count + 1);
}

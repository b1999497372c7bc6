namespace FastNet.Extensions;

/// <summary>
/// J = L + rate·Σ h(w), h(w) = w²/(2δ) where |w| ≤ δ, else |w| − δ/2: L2 for small weights, L1 for large ones;
/// gradient + rate·clamp(w/δ, −1, 1).
/// </summary>
/// <param name="rate">λ/m, at least 0.</param>
/// <param name="delta">δ, above 0.</param>
public sealed class HuberPenalty(double rate, double delta) : Regularizer
{
    public override string ToString() => FormattableString.Invariant($"Huber's penalty with λ/m = {rate}, δ = {delta}");

    public override double Penalty<T>(ReadOnlySpan<T> weights)
    {
        double sum = 0;
        foreach (T weight in weights)
        {
            double magnitude = Math.Abs(double.CreateTruncating(weight));
            sum += magnitude <= delta ? magnitude * magnitude / (2 * delta) : magnitude - (delta / 2);
        }

        return rate * sum;
    }

    public override void AddGradient<T>(ReadOnlySpan<T> weights, Span<T> gradients, WorkerPool? workers)
    {
        T scale = T.CreateTruncating(rate), bend = T.CreateTruncating(delta);
        for (int i = 0; i < weights.Length; i++)
        {
            gradients[i] += scale * T.Clamp(weights[i] / bend, -T.One, T.One);
        }
    }
}

namespace FastNet.Bench;

/// <summary>Microseconds of a step and of a prediction.</summary>
internal sealed record ScalingMeasurement(double Train, double Predict)
{
    /// <summary>The lesser time of each; the second where there is no first.</summary>
    public static ScalingMeasurement Better(ScalingMeasurement? first, ScalingMeasurement second) =>
        first is null ? second : new(double.Min(first.Train, second.Train), double.Min(first.Predict, second.Predict));
}

namespace FastNet.Bench;

/// <summary>Microseconds of a step and of a prediction, and the operations in them.</summary>
internal sealed record ScalingMeasurement(double Train, double Predict, double TrainOperations, double PredictOperations)
{
    /// <summary>The lesser time of each; the second where there is no first.</summary>
    public static ScalingMeasurement Better(ScalingMeasurement? first, ScalingMeasurement second) =>
        first is null ? second : second with { Train = double.Min(first.Train, second.Train), Predict = double.Min(first.Predict, second.Predict) };
}

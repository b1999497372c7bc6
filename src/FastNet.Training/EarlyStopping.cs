using System.Globalization;

namespace FastNet.Training;

/// <summary>What early stopping watches.</summary>
public enum StoppingMeasure
{
    /// <summary>The dev part's mean loss: smooth, and it sees confidence.</summary>
    DevLoss,

    /// <summary>The dev part's error: what counts in the end, in steps of one example.</summary>
    DevError,

    /// <summary>1 less the dev part's <see cref="Evaluation.MacroF1"/>: for classes of which some are rare.</summary>
    DevF1,
}

/// <summary>Ends training when the dev part has seen no improvement for some time, and puts back the best parameters.</summary>
/// <param name="patience">Evaluations of the dev part without an improvement, at least 1: one comes after each epoch, if nothing else is asked for.</param>
/// <param name="minimumImprovement">What counts as one: the measure falls by more than this; at least 0.</param>
/// <param name="measure">What is watched.</param>
public sealed class EarlyStopping(int patience, double minimumImprovement = 0, StoppingMeasure measure = StoppingMeasure.DevLoss)
{
    /// <summary>Evaluations without an improvement after which training ends.</summary>
    public int Patience { get; } = patience >= 1
        ? patience
        : throw new ArgumentOutOfRangeException(nameof(patience), patience, $"expected at least 1 evaluation, got {patience}.");

    /// <summary>An improvement is a fall by more than this.</summary>
    public double MinimumImprovement { get; } = double.IsFinite(minimumImprovement) && minimumImprovement >= 0
        ? minimumImprovement
        : throw new ArgumentOutOfRangeException(
            nameof(minimumImprovement), minimumImprovement,
            string.Create(CultureInfo.InvariantCulture, $"expected a finite improvement of at least 0, got {minimumImprovement}."));

    /// <summary>What is watched.</summary>
    public StoppingMeasure Measure { get; } = Enum.IsDefined(measure)
        ? measure
        : throw new ArgumentOutOfRangeException(nameof(measure), measure, $"expected the dev part's loss, error or F1, got {measure}.");

    internal double Of(Evaluation dev) => Measure switch
    {
        StoppingMeasure.DevLoss => dev.Loss,
        StoppingMeasure.DevError => dev.Error,
        _ => 1 - dev.MacroF1!.Value,
    };

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"after {Patience} evaluations without an improvement of {Measure} by more than {MinimumImprovement}");
}

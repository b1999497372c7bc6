namespace FastNet.Training;

/// <summary>A parameter in one step of training, by root mean squares.</summary>
/// <param name="Slice">The parameter.</param>
/// <param name="Weight">Of its values before the step.</param>
/// <param name="Gradient">Of the loss's gradient, without penalty, clipping or noise.</param>
/// <param name="Update">Of its change in the step.</param>
/// <param name="IsFrozen">Whether the optimizer is to leave it as it is.</param>
public sealed record ParameterHealth(ParameterSlice Slice, double Weight, double Gradient, double Update, bool IsFrozen)
{
    /// <summary>Update by weight; NaN where all values are 0, as a bias's at first.</summary>
    public double UpdateRatio => Weight == 0 ? double.NaN : Update / Weight;
}

/// <summary>A layer in one step of training.</summary>
/// <param name="Index">Its index in the network.</param>
/// <param name="Name">Its kind: "dense", "relu".</param>
/// <param name="Activation">The root mean square of its outputs; null where it is passed over.</param>
/// <param name="Gradient">The root mean square of the loss's gradient with respect to its outputs; null where it is passed over.</param>
/// <param name="DeadShare">Of a ReLU: the share of units that are 0 for every example of the batch; else null.</param>
/// <param name="SaturatedShare">Of tanh: the share of outputs with |a| &gt; 0.99; of a sigmoid: a &lt; 0.01 or a &gt; 0.99; else null.</param>
/// <param name="Parameters">Its parameters.</param>
public sealed record LayerHealth(
    int Index, string Name, double? Activation, double? Gradient, double? DeadShare, double? SaturatedShare, IReadOnlyList<ParameterHealth> Parameters);

/// <summary>What may be wrong with a layer.</summary>
public enum HealthProblem
{
    /// <summary>An activation, a gradient or an update is NaN or infinite.</summary>
    NotFinite,

    /// <summary>The first weights' gradient is far smaller than the last's.</summary>
    VanishingGradient,

    /// <summary>The first weights' gradient is far larger than the last's.</summary>
    ExplodingGradient,

    /// <summary>Activations are far smaller than the inputs.</summary>
    VanishingActivations,

    /// <summary>Activations are far larger than the inputs.</summary>
    ExplodingActivations,

    /// <summary>Many units of a ReLU are 0 for every example.</summary>
    DeadUnits,

    /// <summary>Many outputs lie where tanh or a sigmoid is flat.</summary>
    SaturatedUnits,

    /// <summary>A parameter's gradient is 0 throughout.</summary>
    NoGradient,

    /// <summary>A step changes weights by much of themselves.</summary>
    LargeUpdate,

    /// <summary>A step hardly changes weights.</summary>
    SmallUpdate,
}

/// <summary>Something that is wrong with a layer.</summary>
/// <param name="Problem">What.</param>
/// <param name="Layer">The layer's index.</param>
/// <param name="Value">The number that says so.</param>
/// <param name="Sentence">The layer, the number, and what to do.</param>
public sealed record HealthFinding(HealthProblem Problem, int Layer, double Value, string Sentence);

/// <summary>One step of training, by layer.</summary>
/// <param name="Loss">The loss before the step.</param>
/// <param name="Layers">By layer.</param>
/// <param name="Findings">What is wrong, in the layers' order within each problem; empty where nothing is.</param>
public sealed record GradientHealthReport(double Loss, IReadOnlyList<LayerHealth> Layers, IReadOnlyList<HealthFinding> Findings);

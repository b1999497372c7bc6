using System.Text.Json.Serialization;

namespace FastNet.Training;

/// <summary>What a training that is watched may be told before its next step.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "command")]
[JsonDerivedType(typeof(SetLearningRate), "learningRate")]
[JsonDerivedType(typeof(SetMomentum), "momentum")]
[JsonDerivedType(typeof(SetL2), "l2")]
[JsonDerivedType(typeof(SetKeepProbability), "keepProbability")]
[JsonDerivedType(typeof(SetBatchSize), "batchSize")]
[JsonDerivedType(typeof(SaveState), "save")]
[JsonDerivedType(typeof(RollBack), "rollBack")]
[JsonDerivedType(typeof(StopTraining), "stop")]
public abstract record SteeringCommand
{
    /// <summary>The command as JSON: <c>{"command":"learningRate","value":0.003}</c>.</summary>
    public sealed override string ToString() => SteeringLog.ToJson(this);
}

/// <summary>α; a schedule's factor still multiplies it.</summary>
/// <param name="Value">Above 0.</param>
public sealed record SetLearningRate(double Value) : SteeringCommand;

/// <summary>β: of momentum, of RMSprop's average, or β₁ of Adam and its kin.</summary>
/// <param name="Value">From 0 to below 1.</param>
public sealed record SetMomentum(double Value) : SteeringCommand;

/// <summary>λ of the coupled penalty λ/(2m)·Σw², in the place of what there is.</summary>
/// <param name="Value">At least 0.</param>
public sealed record SetL2(double Value) : SteeringCommand;

/// <summary>The probability with which every dropout layer keeps an element.</summary>
/// <param name="Value">Above 0 and at most 1.</param>
public sealed record SetKeepProbability(double Value) : SteeringCommand;

/// <summary>Examples of a step.</summary>
/// <param name="Value">At least 1.</param>
public sealed record SetBatchSize(int Value) : SteeringCommand;

/// <summary>Saves the state of the training under a name, which from then on means this one.</summary>
/// <param name="Name">Letters, digits, hyphens and underscores.</param>
public sealed record SaveState(string Name) : SteeringCommand;

/// <summary>Goes back to a saved state, parameters, moments, place in the data and all that was changed since.</summary>
/// <param name="Name">What <see cref="SaveState"/> called it; null for how it was before the last change that is not taken back yet.</param>
public sealed record RollBack(string? Name = null) : SteeringCommand;

/// <summary>Ends training, as cancelling does.</summary>
public sealed record StopTraining : SteeringCommand;

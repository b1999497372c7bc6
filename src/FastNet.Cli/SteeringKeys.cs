using System.Globalization;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>Keys of a terminal as commands.</summary>
internal sealed class SteeringKeys(Optimizer<float> optimizer) : ISteeringSource
{
    // Ten presses are a factor of 57, three of 3.4.
    private const double Factor = 1.5;

    public SteeringCommand? CommandAt(long stepsMade, int obeyed) => !Console.KeyAvailable ? null : Console.ReadKey(intercept: true).KeyChar switch
    {
        '+' => new SetLearningRate(optimizer.LearningRate * Factor),
        '-' => new SetLearningRate(optimizer.LearningRate / Factor),
        'r' => new RollBack(),
        's' => new SaveState(string.Create(CultureInfo.InvariantCulture, $"step-{stepsMade}")),
        'q' => new StopTraining(),
        _ => null,
    };
}

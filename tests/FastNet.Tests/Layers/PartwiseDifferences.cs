using FastNet.Tests.Reference;

namespace FastNet.Tests.Layers;

/// <summary>
/// Two-sided differences of a training's cost, row by row: the rounding of a sum is a part of the whole sum, that of a row's loss a part of that row's.
/// </summary>
internal sealed class PartwiseDifferences
{
    private readonly TrainingProblem<double> problem;
    private readonly int[] pieces;
    private readonly double[] above;
    private readonly double[] below;

    public PartwiseDifferences(TrainingProblem<double> problem)
    {
        this.problem = problem;
        above = new double[problem.PartCount];
        below = new double[problem.PartCount];
        problem.EvaluateParts(above);
        pieces = problem.Pieces.ToArray();
    }

    /// <summary>The differences that were asked for.</summary>
    public int Count { get; private set; }

    /// <summary>Those of them that a kink made impossible.</summary>
    public int Skipped { get; private set; }

    /// <summary>
    /// The derivative along a direction, or null where one of the two steps moves something over a kink. A step along many coordinates, at most
    /// 1 each, is shorter by the fourth root of their number: that moves a unit with √n of n weights about as far as a step of one of them does.
    /// </summary>
    public double? Along(Direction direction)
    {
        Count++;
        double theta = direction.Values.Length == 1 ? problem.Coordinate(direction.Start) : 0;
        double step = TwoSidedDifferences.BestStep(theta) / Math.Sqrt(Math.Sqrt(direction.Values.Length));
        double[] original = [.. Enumerable.Range(direction.Start, direction.Values.Length).Select(i => problem.Coordinate(i))];
        bool isSmooth = Evaluate(direction, original, step, above) & Evaluate(direction, original, -step, below);
        Move(direction, original, 0);
        if (!isSmooth)
        {
            Skipped++;
            return null;
        }

        double sum = 0;
        for (int i = 0; i < above.Length; i++)
        {
            sum += above[i] - below[i];
        }

        return sum / (2 * step);
    }

    private bool Evaluate(Direction direction, double[] original, double step, double[] parts)
    {
        Move(direction, original, step);
        problem.EvaluateParts(parts);
        return problem.Pieces.SequenceEqual(pieces);
    }

    private void Move(Direction direction, double[] original, double step)
    {
        for (int i = 0; i < original.Length; i++)
        {
            problem.Coordinate(direction.Start + i) = original[i] + (step * direction.Values[i]);
        }
    }
}

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

    /// <summary>The differences that were asked for, extrapolated ones apart.</summary>
    public int Count { get; private set; }

    /// <summary>Those of them that a kink made impossible.</summary>
    public int Skipped { get; private set; }

    /// <summary>
    /// The derivative along a direction by the step of <see cref="TwoSidedDifferences.BestStep"/>, or null where a kink lies within its reach.
    /// </summary>
    public double? Along(Direction direction)
    {
        double? difference = Difference(direction, BestStep(direction));
        Count++;
        Skipped += difference is null ? 1 : 0;
        return difference;
    }

    /// <summary>
    /// The same by steps h and 2h some fifty times as long, (4D(h) − D(2h))/3 (Richardson 1911): its truncation has h⁴, so that rounding is some fifty
    /// times smaller. Where a kink is in the longer reach, h is halved, and at last it is <see cref="Along"/>.
    /// </summary>
    public double? ExtrapolatedAlong(Direction direction)
    {
        double best = BestStep(direction);
        for (double step = 50 * best; step > best; step /= 2)
        {
            if ((4 * Difference(direction, step)) - Difference(direction, 2 * step) is { } thrice)
            {
                return thrice / 3;
            }
        }

        return Along(direction);
    }

    // A step along many coordinates, by 1 each, is shorter by the fourth root of their number: that moves a unit with √n of n weights about as far as a
    // step of one of them does.
    private double BestStep(Direction direction)
    {
        double theta = direction.Values.Length == 1 ? problem.Coordinate(direction.Start) : 0;
        return TwoSidedDifferences.BestStep(theta) / Math.Sqrt(Math.Sqrt(direction.Values.Length));
    }

    private double? Difference(Direction direction, double step)
    {
        double[] original = [.. Enumerable.Range(direction.Start, direction.Values.Length).Select(i => problem.Coordinate(i))];
        bool isSmooth = Evaluate(direction, original, step, above) & Evaluate(direction, original, -step, below);
        Move(direction, original, 0);
        return isSmooth ? above.Zip(below, (a, b) => a - b).Sum() / (2 * step) : null;
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

using System.Globalization;
using FastNet.Tests.Reference;
using FsCheck;
using FsCheck.Fluent;

namespace FastNet.Tests.Layers;

/// <summary>
/// The gradients of random networks by every parameter and every input, tensor by tensor. The environment variable <c>FASTNET_NETWORKS</c> says how
/// many networks each property takes; without it, 1,000.
/// </summary>
public class RandomNetworksTests
{
    /// <summary>Coordinates of which all are stepped along.</summary>
    private const int FewCoordinates = 500;

    private const int SampledCoordinates = 200;
    private const int RandomDirections = 5;

    // Truncation is ε² ≈ 4·10⁻¹¹ of a third derivative over a first, and rounding 10⁻¹⁶/ε ≈ 2·10⁻¹¹ of a row's loss over its gradient; where a gradient
    // is so small that the latter shows, extrapolated differences decide. A wrong term is off by parts of 1.
    private const double DifferenceTolerance = 1e-7;

    // Of the whole gradient: where a tensor's own is as small as that, its difference is rounding.
    private const double DifferenceFloor = 1e-9;

    // What a rounding is in float, 2⁻²⁴, over what it is in double, 2⁻⁵³: the same order of operations errs so much more.
    private const double FloatOverDouble = 1 << 29;

    private static readonly int Networks = Environment.GetEnvironmentVariable("FASTNET_NETWORKS") is { Length: > 0 } count
        ? int.Parse(count, CultureInfo.InvariantCulture)
        : 1_000;

    [Fact]
    public void GradientsAreTwoSidedDifferences()
    {
        int differences = 0, skipped = 0;
        int executed = Check(RandomTraining.Gentle, training =>
        {
            TrainingProblem<double> problem = new(training);
            (_, double[] gradient) = problem.Gradient();
            double whole = Norm(gradient);
            PartwiseDifferences ofCost = new(problem);
            foreach (CoordinateRange tensor in problem.Tensors)
            {
                foreach (Direction[] directions in Directions(tensor, problem.Count, new(training.Seed, RandomPurpose.Trial, step: 7)))
                {
                    double[] derivatives = [.. directions.Select(direction => direction.Dot(gradient))];
                    string? failure = Failure(directions.Select(ofCost.Along), derivatives, whole);
                    if (failure is not null)
                    {
                        failure = Failure(directions.Select(ofCost.ExtrapolatedAlong), derivatives, whole);
                    }

                    Assert.True(failure is null, $"{tensor.Name}: {failure}");
                }
            }

            differences += ofCost.Count;
            skipped += ofCost.Skipped;
        });
        Assert.Equal(Networks, executed);
        Assert.True(skipped <= differences / 20, $"{skipped} of {differences} differences had a kink within reach of the step; at most 5 % may.");
    }

    [Fact]
    public void GradientsAreTheDerivativesOfDualNumbersAndFloatFollowsDouble()
    {
        int skipped = 0;
        int executed = Check(RandomTraining.Any, training =>
        {
            TrainingProblem<double> problem = new(training);
            (double cost, double[] gradient) = problem.Gradient();
            ExactDerivatives exact = new(training);
            TensorError[] errors = [.. exact.ErrorsOf(gradient)];
            Assert.Equal(exact.Cost, cost, TensorError.Tolerance * Math.Max(1, exact.Cost));
            foreach (TensorError error in errors)
            {
                Assert.True(error.Distance <= error.Allowed, $"{error.Name}: {error.Distance:E2} from the derivative, {error.Allowed:E2} allowed; {error}.");
            }

            TrainingProblem<float> single = new(training);
            double[] parts = new double[problem.PartCount];
            problem.EvaluateParts(parts);
            single.EvaluateParts(parts);
            if (!single.Pieces.SequenceEqual(problem.Pieces))
            {
                skipped++;
                return;
            }

            double[] differences = [.. single.Gradient().Gradient.Zip(gradient, (a, b) => a - b)];
            foreach ((CoordinateRange tensor, TensorError ofDouble) in problem.Tensors.Zip(errors))
            {
                (double distance, double allowed) = (tensor.NormOf(differences), FloatOverDouble * ofDouble.Allowed);
                Assert.True(distance <= allowed, $"{tensor.Name}: float is {distance:E2} from double, {allowed:E2} allowed; {ofDouble}.");
            }
        });
        Assert.Equal(Networks, executed);
        Assert.True(skipped <= Networks / 20, $"{skipped} of {Networks} networks had a kink within a rounding of float; at most 5 % may.");
    }

    [Fact]
    public void GradientsAreAddedToWhatIsThere()
    {
        int executed = Check(RandomTraining.Any, training =>
        {
            TrainingProblem<double> problem = new(training);
            double[] fromZero = problem.Gradient().Gradient, fromOne = problem.Gradient(there: 1).Gradient;
            foreach (CoordinateRange tensor in problem.Tensors)
            {
                double[] before = new double[tensor.Length];
                Array.Fill(before, tensor.Name == "x" ? 0 : 1);
                ArraySegment<double> alone = new(fromZero, tensor.Start, tensor.Length), added = new(fromOne, tensor.Start, tensor.Length);

                // Terms may be far larger than their sum, as they are before batch norm. What is overwritten or added twice is off by parts of 1.
                double distance = Norm(alone.Zip(added, before).Select(of => of.First + of.Third - of.Second));
                Assert.True(distance <= 1e-9 * (Norm(alone) + Norm(before)), $"{tensor.Name}: off by {distance:E2}.");
            }
        });
        Assert.Equal(Networks, executed);
    }

    // What the tolerance is worth: a billionth of one component, the largest, of any tensor whose derivative is well conditioned.
    [Fact]
    public void AComponentThatIsOffByABillionthIsNoticed()
    {
        int tensors = 0, wellConditioned = 0;
        foreach (RandomTraining training in RandomTraining.Any.Generator.Sample(50))
        {
            TrainingProblem<double> problem = new(training);
            double[] gradient = problem.Gradient().Gradient;
            ExactDerivatives exact = new(training);
            TensorError[] errors = [.. exact.ErrorsOf(gradient)];
            for (int i = 0; i < errors.Length; i++)
            {
                tensors++;
                CoordinateRange tensor = problem.Tensors[i];
                int largest = Enumerable.Range(tensor.Start, tensor.Length).MaxBy(index => Math.Abs(gradient[index]));
                double off = 1e-9 * Math.Abs(gradient[largest]);
                if (off > 2 * errors[i].Allowed)
                {
                    wellConditioned++;
                    double[] wrong = [.. gradient];
                    wrong[largest] *= 1 + 1e-9;
                    TensorError error = exact.ErrorsOf(wrong).ElementAt(i);
                    Assert.True(error.Distance > error.Allowed, $"{training}: {error}");
                }
            }
        }

        Assert.True(wellConditioned > 0.8 * tensors, $"{wellConditioned} of {tensors} tensors are well conditioned.");
    }

    // By Check, and counted, so that a runner that does not know properties cannot pass them over.
    private static int Check(Arbitrary<RandomTraining> trainings, Action<RandomTraining> property)
    {
        int executed = 0;
        Prop.ForAll(trainings, training =>
        {
            executed++;
            property(training);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Networks));
        return executed;
    }

    // Each coordinate where they are few; else the tensor's share of those that are sampled, and random signs.
    private static IEnumerable<Direction[]> Directions(CoordinateRange tensor, int coordinates, Philox random)
    {
        if (coordinates <= FewCoordinates)
        {
            return [[.. Enumerable.Range(tensor.Start, tensor.Length).Select(Direction.Along)]];
        }

        int share = Math.Max(1, SampledCoordinates * tensor.Length / coordinates);
        return
        [
            [.. Enumerable.Range(0, share).Select(i => Direction.Along(tensor.Start + (int)(random.Uniform(tensor.Start + i) * tensor.Length)))],
            [.. Enumerable.Range(0, RandomDirections).Select(i => Direction.Signs(tensor.Start, tensor.Length, random, first: i * tensor.Length))],
        ];
    }

    // Of differences, those that were not skipped, against derivatives; null for none.
    private static string? Failure(IEnumerable<double?> differences, double[] derivatives, double whole)
    {
        (double Difference, double Derivative)[] pairs =
            [.. differences.Zip(derivatives).Where(pair => pair.First is not null).Select(pair => (pair.First!.Value, pair.Second))];
        double distance = Norm(pairs.Select(pair => pair.Difference - pair.Derivative));
        double norms = Norm(pairs.Select(pair => pair.Difference)) + Norm(pairs.Select(pair => pair.Derivative));
        return distance <= Math.Max(DifferenceTolerance * norms, DifferenceFloor * whole)
            ? null
            : $"{distance:E2} from the differences; their norms are {norms:E2}, that of the whole gradient {whole:E2}.";
    }

    private static double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(value => value * value));
}

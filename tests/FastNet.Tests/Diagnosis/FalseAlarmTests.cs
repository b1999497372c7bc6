using FastNet.Training;
using Xunit.Abstractions;

namespace FastNet.Tests.Diagnosis;

/// <summary>
/// How often clean data are accused, over 200 seeds: of data, split, network and order. Each test prints its rates; docs/decisions/false-alarms.md has them in a table.
/// </summary>
public sealed class FalseAlarmTests(ITestOutputHelper output)
{
    private const int Seeds = 200;

    // 5 % of 200, and 3 deviations of √(200·0.05·0.95) above.
    private const int Most = 19;

    // A verdict takes the lower end of 95 % to be above 0, which chance brings about in 2.5 %: 5 of 200, and 3 deviations of 2.2 above.
    private const int MostVerdicts = 11;

    private readonly SortedDictionary<string, int> alarms = new(StringComparer.Ordinal);

    [Fact]
    public void ClassesThatOverlap()
    {
        SoftmaxCrossEntropy<float> loss = new();
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            Dataset<float> all = Planted.Overlapping<float>(seed, 1500);
            Split<float> raw = Split.Stratified(all, new(60, 20, 20), seed);
            Split<float> parts = Normalized(raw);
            Network<float> network = new(4, [Layer.Dense(8), Layer.Relu(), Layer.Dense(2)], seed), linear = new(4, [Layer.Dense(2)], seed);
            Check(new Preflight<float>(network, loss, Optimizer), parts);
            Train(network, loss, parts.Train, epochs: 20);
            Train(linear, loss, parts.Train, epochs: 20);
            AttainableError attainable = AttainableError.BestOf(
            [
                ("the largest class", BaselineErrors.Constant(parts.Train, parts.Dev!, seed)), ("neighbours", BaselineErrors.Neighbours(parts.Train, parts.Dev!, 5, seed)),
                ("linear", ErrorOf(linear, loss, parts.Dev!, seed)),
            ]);
            Judge(new ErrorDiagnosis(tolerance: 0.02, seed), network, loss, parts, attainable, seed);
            Compare(raw, DataSchema.OfNumbers(all.FeatureNames, "class", 4, hasHeader: true), seed);
        }

        Report("overlapping classes");
    }

    [Fact]
    public void ValuesOnALine()
    {
        MeanSquaredError<float> loss = new();
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            Dataset<float> all = Planted.Linear<float>(seed, 400);
            Split<float> raw = Split.Random(all, new(60, 20, 20), seed);
            Split<float> parts = Normalized(raw);
            Network<float> network = new(4, [Layer.Dense(1)], seed);
            Check(new Preflight<float>(network, loss, Optimizer), parts);
            Train(network, loss, parts.Train, epochs: 60);
            MeasuredError constant = BaselineErrors.Constant(parts.Train, parts.Dev!, seed);
            AttainableError attainable = AttainableError.BestOf([("the mean", constant), ("neighbours", BaselineErrors.Neighbours(parts.Train, parts.Dev!, 5, seed))]);
            Judge(new ErrorDiagnosis(tolerance: 0.05 * constant.Value, seed), network, loss, parts, attainable, seed);
            Compare(raw, DataSchema.OfNumbers(all.FeatureNames, "value", 4, hasHeader: true), seed);
        }

        Report("values on a line");
    }

    private static Optimizer<float> Optimizer(Network<float> network) => new Adam<float>(network) { LearningRate = 0.01, Regularizer = Regularizer.WeightDecay(0.01) };

    private static void Train(Network<float> network, Loss<float> loss, Dataset<float> train, int epochs) =>
        new Trainer<float>(network, Optimizer(network), loss).Fit(train, null, epochs, 32);

    private static MeasuredError ErrorOf(Network<float> network, Loss<float> loss, Dataset<float> part, ulong seed) => ExampleErrors.Of(network, loss, part).ToError(seed);

    private static Split<float> Normalized(Split<float> raw)
    {
        Normalizer normalizer = Normalizer.Fit(raw.Train.Features);
        return new(normalizer.Apply(raw.Train), normalizer.Apply(raw.Dev!), normalizer.Apply(raw.Test!));
    }

    private void Check(Preflight<float> preflight, Split<float> parts)
    {
        foreach ((string name, Dataset<float>? dev) in new (string, Dataset<float>?)[] { ("with a dev part", parts.Dev), ("of the train part alone", null) })
        {
            foreach (PreflightCheck check in preflight.Run(parts.Train, dev).Checks)
            {
                Count($"preflight {name}: {check.Subject}", check.Outcome == CheckOutcome.Failed);
            }
        }
    }

    private void Judge(ErrorDiagnosis diagnosis, Network<float> network, Loss<float> loss, Split<float> parts, AttainableError attainable, ulong seed)
    {
        IReadOnlyList<GapVerdict> verdicts = diagnosis.Judge(
            ErrorOf(network, loss, parts.Train, seed), null, ErrorOf(network, loss, parts.Dev!, seed), ErrorOf(network, loss, parts.Test!, seed), attainable);
        foreach (GapVerdict verdict in verdicts)
        {
            Count($"verdict: {verdict.Kind}", verdict.Outcome == GapOutcome.High);
        }
    }

    private void Compare(Split<float> raw, DataSchema schema, ulong seed)
    {
        foreach ((string names, Dataset<float> first, Dataset<float> second) in new[] { ("train and dev", raw.Train, raw.Dev!), ("dev and test", raw.Dev!, raw.Test!) })
        {
            Count($"columns of {names}", FeatureComparison.Run(first, second, schema)[0].AdjustedPValue < 0.05);
            Count($"classifier of {names}", TwoSampleClassifier.Run(first, second, seed).PValue < 0.05);
        }
    }

    private void Count(string subject, bool isAlarm) => alarms[subject] = alarms.GetValueOrDefault(subject) + (isAlarm ? 1 : 0);

    private void Report(string data)
    {
        foreach ((string subject, int count) in alarms)
        {
            output.WriteLine($"| {data} | {subject} | {count} of {Seeds} |");
        }

        Assert.Equal(10 + 3 + 4, alarms.Count);
        Assert.All(alarms, one => Assert.InRange(one.Value, 0, one.Key.StartsWith("verdict", StringComparison.Ordinal) ? MostVerdicts : Most));
    }
}

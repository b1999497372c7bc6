using System.Globalization;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>A training of a learning curve or of a sweep.</summary>
/// <param name="X">The train examples, or λ.</param>
/// <param name="Train">The train error.</param>
/// <param name="Dev">The dev error.</param>
internal sealed record CurvePoint(double X, MeasuredError Train, MeasuredError Dev);

/// <summary>Errors by something that is varied from training to training.</summary>
internal sealed record MeasuredCurve(IReadOnlyList<CurvePoint> Points)
{
    private const int MostSizes = 6;
    private const int FewestExamples = 16;

    // A normal quantile of 0.975, twice: what a 95 % interval is wide in deviations.
    private const double Deviations = 3.92;

    // Less than this share of the error is not worth twice the examples.
    private const double WorthwhileFall = 0.1;

    private static readonly double[] Lambdas = [0, 0.01, 0.1, 1, 10, 100];

    /// <summary>The point of the least dev error, the largest of equals: λ that costs nothing keeps weights small.</summary>
    public CurvePoint Best => Points.Reverse().MinBy(point => point.Dev.Value)!;

    /// <summary>Errors by the number of train examples: nested subsets, each twice the one before.</summary>
    public static MeasuredCurve OfExamples(TrainSettings settings, TrainingData<float> data, DiagnosedModel whole, Interruption interruption)
    {
        Split<float> parts = data.Raw;
        int[] order = NestedSubsets.Order(parts.Train, settings.Network.Seed);
        int least = int.Max(FewestExamples, 2 * parts.Train.ClassNames.Count);
        return new(
        [
            .. NestedSubsets.Sizes(parts.Train.Count, least, MostSizes).Select(size => Point(
                size, settings.Network.Seed,
                size == parts.Train.Count ? whole : DiagnosedModel.Fit(settings, data, parts with { Train = parts.Train.Select(order.AsSpan(0, size)) }, interruption))),
        ]);
    }

    /// <summary>Errors by λ of the penalty λ/(2m)·Σw², alone.</summary>
    public static MeasuredCurve OfLambda(TrainSettings settings, TrainingData<float> data, Interruption interruption) => new(
    [
        .. Lambdas.Select(lambda => Point(lambda, settings.Network.Seed, DiagnosedModel.Fit(
            settings with
            {
                Network = settings.Network with { L2 = lambda },
                Optimization = settings.Optimization with { L2 = lambda, WeightDecay = 0 },
            },
            data, data.Raw, interruption))),
    ]);

    /// <summary>What more examples would bring.</summary>
    public string Extrapolate()
    {
        PowerLaw? law = PowerLaw.Fit(
            [.. Points.Select(point => point.X)], [.. Points.Select(point => point.Dev.Value)],
            [.. Points.Select(point => double.Max(point.Dev.Interval.Width / Deviations, double.Epsilon + (1e-9 * (1 + point.Dev.Value))))]);
        if (law is null)
        {
            return Points.Count < 4
                ? $"no extrapolation: {Points.Count} sizes are too few, four are needed"
                : "no extrapolation: the dev error does not fall with more examples by more than its intervals allow";
        }

        double now = Points[^1].X;
        Interval twice = law.IntervalAt(2 * now), four = law.IntervalAt(4 * now);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"dev error about {law.Floor:G3} + {law.Factor:G3}·n^-{law.Power:G3}: {law.At(2 * now):G3} ({twice.Low:G3} to {twice.High:G3}) with twice the examples, "
            + $"{law.At(4 * now):G3} ({four.Low:G3} to {four.High:G3}) with four times; more data {(law.PromisesFall(WorthwhileFall) ? "would help" : "is not shown to help")}");
    }

    /// <summary>The chart of both errors.</summary>
    public LineChart ToChart(string title, string x, string error) => new(title, x, error,
    [
        new("train", [.. Points.Select(point => point.X)], [.. Points.Select(point => point.Train.Value)]),
        new("dev", [.. Points.Select(point => point.X)], [.. Points.Select(point => point.Dev.Value)]),
    ])
    {
        XIsLogarithmic = true,
    };

    private static CurvePoint Point(double x, ulong seed, DiagnosedModel model) => new(x, model.Train.ToError(seed), model.Dev.ToError(seed));
}

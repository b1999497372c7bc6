using System.Globalization;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>What is reached without a look at the features: a model that is no better has learnt nothing.</summary>
/// <param name="Answer">What is always said: the train part's largest class, or the means of its targets.</param>
/// <param name="Error">The share that this gets wrong, or its RMSE: of one target in its own unit, of several in their deviations.</param>
internal sealed record Baseline(string Answer, double Error)
{
    /// <summary>That of a class.</summary>
    public static Baseline OfClass(string name, double error) => new($"'{name}'", error);

    /// <summary>That of means.</summary>
    public static Baseline OfMeans(IReadOnlyList<double> means, double error) =>
        new($"the mean, {string.Join(", ", means.Select(mean => mean.ToString("G4", CultureInfo.InvariantCulture)))}", error);

    /// <summary>The baseline that a train part gives for another part.</summary>
    public static Baseline Of(Dataset<float> train, Dataset<float> part)
    {
        if (train.HasClasses)
        {
            int largest = train.Classes.ToArray().CountBy(k => k).MaxBy(count => count.Value).Key;
            return OfClass(train.ClassNames[largest], part.Classes.ToArray().Average(k => k == largest ? 0.0 : 1));
        }

        Normalizer targets = Normalizer.Fit(train.Values);
        double squares = 0;
        for (int row = 0; row < part.Count; row++)
        {
            for (int i = 0; i < part.ValueCount; i++)
            {
                double distance = (part.Values[row, i] - targets.Centers[i]) / (part.ValueCount == 1 ? 1 : targets.Scales[i]);
                squares += distance * distance;
            }
        }

        return OfMeans(targets.Centers, Math.Sqrt(squares / ((double)part.Count * part.ValueCount)));
    }
}

using System.Globalization;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>What is reached without a look at the features: a model that is no better has learnt nothing.</summary>
/// <param name="Answer">What is always said: the train part's largest class, or the mean of its values.</param>
/// <param name="Error">The share that this gets wrong, or its RMSE.</param>
internal sealed record Baseline(string Answer, double Error)
{
    /// <summary>The baseline that a train part gives for another part.</summary>
    public static Baseline Of(Dataset<float> train, Dataset<float> part)
    {
        if (train.HasClasses)
        {
            int largest = train.Classes.ToArray().CountBy(k => k).MaxBy(count => count.Value).Key;
            return new($"'{train.ClassNames[largest]}'", part.Classes.ToArray().Average(k => k == largest ? 0.0 : 1));
        }

        double mean = train.Values.Values.ToArray().Average(value => (double)value);
        double error = Math.Sqrt(part.Values.Values.ToArray().Average(value => (value - mean) * (value - mean)));
        return new($"the mean, {mean.ToString("G4", CultureInfo.InvariantCulture)}", error);
    }
}

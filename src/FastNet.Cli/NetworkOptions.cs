using System.CommandLine;
using System.Globalization;

namespace FastNet.Cli;

/// <summary>The options that say what network is built.</summary>
internal sealed class NetworkOptions
{
    private const int MostUnits = 65_536;
    private const string Probability = "a probability above 0 and at most 1";

    private readonly Option<string> hidden = new("--hidden")
    {
        Description = "Units of the hidden layers, or none.",
        HelpName = "64,32",
        DefaultValueFactory = _ => "256,128",
    };

    private readonly Option<ActivationKind?> activation = CreateActivation("Of the hidden layers. Default: relu.");

    private readonly Option<bool> batchNorm = new("--batch-norm")
    {
        Description = "Normalise each hidden layer by its batch, before the activation.",
    };

    private readonly Option<double?> keep = ParsedOption.Real(
        "--keep", "The probability that a hidden unit is kept; 1 drops nothing.", Probability, IsProbability, 0.8);

    private readonly Option<double?> inputKeep = ParsedOption.Real(
        "--input-keep", "The probability that an input is kept; 1 drops nothing. Default: 0.8 from 32 features on, else 1.", Probability, IsProbability);

    private readonly Option<double?> l2 = ParsedOption.Real("--l2", "λ of the penalty λ/(2m)·Σw².", ParsedOption.NotNegative, rate => rate >= 0, 0);

    private readonly Option<ulong?> seed = CreateSeed("Selects split, first weights, dropout and order.");

    /// <summary>Gives a command the options.</summary>
    public NetworkOptions(Command command)
    {
        hidden.Validators.Add(result =>
        {
            if (ParseHidden(result.GetValueOrDefault<string>()) is null)
            {
                result.AddError($"--hidden: expected whole numbers from 1 to {MostUnits} like 64,32, or none; got '{result.GetValueOrDefault<string>()}'.");
            }
        });
        foreach (Option option in new Option[] { hidden, activation, batchNorm, keep, inputKeep, l2, seed })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What they were given.</summary>
    public NetworkSettings Read(ParseResult parsed) => new()
    {
        Hidden = ParseHidden(parsed.GetValue(hidden))!,
        Activation = parsed.GetValue(activation) ?? ActivationKind.Relu,
        BatchNorm = parsed.GetValue(batchNorm),
        KeepProbability = parsed.GetValue(keep)!.Value,
        InputKeepProbability = parsed.GetValue(inputKeep),
        L2 = parsed.GetValue(l2)!.Value,
        Seed = parsed.GetValue(seed)!.Value,
    };

    public static Option<ActivationKind?> CreateActivation(string description) => ParsedOption.Choice<ActivationKind>("--activation", description);

    public static Option<ulong?> CreateSeed(string description) => ParsedOption.Whole("--seed", description, ulong.MinValue, ulong.MaxValue, 1UL);

    private static bool IsProbability(double value) => value is > 0 and <= 1;

    private static int[]? ParseHidden(string? text)
    {
        if (text == "none")
        {
            return [];
        }

        string[] parts = text?.Split(',') ?? [];
        int[] units = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out units[i]) || units[i] is < 1 or > MostUnits)
            {
                return null;
            }
        }

        return units;
    }
}

using System.CommandLine;
using System.Globalization;

namespace FastNet.Cli;

/// <summary>The option <c>--initializer</c>: what first weights are drawn from.</summary>
internal static class InitializerOption
{
    private const string Normal = "normal:";

    private static readonly Dictionary<string, Initializer> Names = new()
    {
        ["henormal"] = Initializer.HeNormal,
        ["heuniform"] = Initializer.HeUniform,
        ["glorotnormal"] = Initializer.GlorotNormal,
        ["glorotuniform"] = Initializer.GlorotUniform,
        ["lecunnormal"] = Initializer.LeCunNormal,
        ["lecununiform"] = Initializer.LeCunUniform,
        ["orthogonal"] = Initializer.Orthogonal(),
    };

    public static Option<string?> Create()
    {
        string forms = $"{string.Join(", ", Names.Keys)} or {Normal}DEVIATION";
        Option<string?> option = new("--initializer") { Description = $"The first weights: {forms}. Default: what suits the activation.", HelpName = "name" };
        option.CompletionSources.Add([.. Names.Keys]);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var text, ..] && Parse(text.Value) is null)
            {
                result.AddError($"--initializer: expected {forms}, the deviation above 0; got '{text.Value}'.");
            }
        });
        return option;
    }

    /// <summary>The initializer; null for text that is none.</summary>
    public static Initializer? Parse(string text) =>
        Names.TryGetValue(text.ToLowerInvariant(), out Initializer? named) ? named
        : text.StartsWith(Normal, StringComparison.OrdinalIgnoreCase)
            && double.TryParse(text.AsSpan(Normal.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out double deviation)
            && deviation > 0 && double.IsFinite(deviation) ? Initializer.ScaledNormal(deviation)
        : null;
}

using FastNet.Training;

namespace FastNet.Cli;

/// <summary>How a model does on a part of the data.</summary>
/// <param name="Part">Which.</param>
/// <param name="Examples">How many it has.</param>
/// <param name="Evaluation">Loss and error, the latter in the target's own unit.</param>
internal sealed record JudgedPart(SplitPart Part, long Examples, Evaluation Evaluation)
{
    /// <summary>The part's name.</summary>
    public string Name => PartFile.Names[Part];

    /// <summary>The part by which a model is to be judged: dev, on which test is not spent; else test, else train.</summary>
    public static JudgedPart Judge(IReadOnlyList<JudgedPart> parts) =>
        parts.FirstOrDefault(part => part.Part == SplitPart.Dev) ?? parts.FirstOrDefault(part => part.Part == SplitPart.Test) ?? parts[0];
}

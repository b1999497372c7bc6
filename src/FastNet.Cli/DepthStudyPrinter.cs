using System.Text.Json.Nodes;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>What <c>fastnet inspect --depth</c> says.</summary>
internal static class DepthStudyPrinter
{
    /// <param name="terminal">Where it is said in words.</param>
    /// <param name="json">Where it is said in JSON.</param>
    /// <param name="study">What there is to say.</param>
    public static void Print(Terminal terminal, JsonObject json, DepthStudy study)
    {
        TextTable.Write(
            terminal, [], ["layer", "activation", "gradient"],
            TextTable.Some(study.Layers).Select(layer => (string[])[TrainReport.Figure(layer.Depth), TrainReport.Figure(layer.Activation), TrainReport.Figure(layer.Gradient)]));
        terminal.Out.WriteLine($"factor   {TrainReport.Figure(study.ActivationFactor)} from an activation to the next, {TrainReport.Figure(study.GradientFactor)} from a gradient to the one before");
        terminal.Out.WriteLine($"finding  {study.Finding}");

        json["layers"] = JsonOutput.Array(study.Layers.Select(layer => new JsonObject
        {
            ["depth"] = layer.Depth,
            ["activation"] = JsonOutput.Number(layer.Activation),
            ["gradient"] = JsonOutput.Number(layer.Gradient),
        }));
        json["activationFactor"] = JsonOutput.Number(study.ActivationFactor);
        json["gradientFactor"] = JsonOutput.Number(study.GradientFactor);
        json["finding"] = study.Finding;
    }
}

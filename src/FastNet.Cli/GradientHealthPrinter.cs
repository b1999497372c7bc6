using System.Text.Json.Nodes;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>What <c>fastnet inspect</c> says of a step of training.</summary>
internal static class GradientHealthPrinter
{
    /// <param name="terminal">Where it is said in words.</param>
    /// <param name="json">Where it is said in JSON.</param>
    /// <param name="report">What there is to say.</param>
    public static void Print(Terminal terminal, JsonObject json, GradientHealthReport report)
    {
        terminal.Out.WriteLine();
        terminal.Out.WriteLine($"a step of training, at a loss of {TrainReport.Figure(report.Loss)}; root mean squares");
        TextTable.Write(terminal, ["layer"], ["activation", "gradient", "dead", "saturated"], report.Layers.Select(layer => (string[])
            [$"{layer.Index} {layer.Name}", Figure(layer.Activation), Figure(layer.Gradient), Share(layer.DeadShare), Share(layer.SaturatedShare)]));
        TextTable.Write(terminal, ["parameter"], ["value", "gradient", "update", "update/value"], report.Layers.SelectMany(layer => layer.Parameters).Select(one => (string[])
            [one.Slice.Name, Figure(one.Weight), Figure(one.Gradient), Figure(one.Update), Figure(one.UpdateRatio)]));
        foreach (HealthFinding finding in report.Findings)
        {
            terminal.Out.WriteLine($"finding  {finding.Sentence}");
        }

        if (report.Findings.Count == 0)
        {
            terminal.Out.WriteLine("finding  nothing is wrong");
        }

        json["health"] = new JsonObject
        {
            ["loss"] = JsonOutput.Number(report.Loss),
            ["layers"] = JsonOutput.Array(report.Layers.Select(Of)),
            ["findings"] = JsonOutput.Array(report.Findings.Select(finding => new JsonObject
            {
                ["problem"] = finding.Problem.ToString(),
                ["layer"] = finding.Layer,
                ["value"] = JsonOutput.Number(finding.Value),
                ["sentence"] = finding.Sentence,
            })),
        };
    }

    private static JsonObject Of(LayerHealth layer) => new()
    {
        ["index"] = layer.Index,
        ["layer"] = layer.Name,
        ["activation"] = JsonOutput.Number(layer.Activation),
        ["gradient"] = JsonOutput.Number(layer.Gradient),
        ["deadShare"] = JsonOutput.Number(layer.DeadShare),
        ["saturatedShare"] = JsonOutput.Number(layer.SaturatedShare),
        ["parameters"] = JsonOutput.Array(layer.Parameters.Select(one => new JsonObject
        {
            ["name"] = one.Slice.Name,
            ["value"] = JsonOutput.Number(one.Weight),
            ["gradient"] = JsonOutput.Number(one.Gradient),
            ["update"] = JsonOutput.Number(one.Update),
            ["updateRatio"] = JsonOutput.Number(one.UpdateRatio),
        })),
    };

    private static string Figure(double? value) => value is { } known && !double.IsNaN(known) ? TrainReport.Figure(known) : string.Empty;

    private static string Share(double? value) => value is { } known ? TrainReport.Share(known) : string.Empty;
}

using System.Text.Json.Nodes;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary>What <c>fastnet inspect</c> says of a model.</summary>
internal static class ModelPrinter
{
    private const int MostFeatures = 20;
    private const string Architecture = "fastnet.architecture";

    // What stands in the file for the program and is shown in other words, or is no one's concern.
    private static readonly string[] Known =
    [
        Architecture, "fastnet.checksum", "fastnet.classes", "fastnet.columns", "fastnet.format", "fastnet.normaliser", "fastnet.numerics", "fastnet.target_normaliser",
    ];

    /// <param name="terminal">Where it is said in words.</param>
    /// <param name="json">Where it is said in JSON.</param>
    /// <param name="path">The model's file.</param>
    /// <param name="model">The model.</param>
    public static void Print(Terminal terminal, JsonObject json, string path, TrainedModel<float> model)
    {
        IReadOnlyDictionary<string, string> metadata = NetworkFile.ReadMetadata(path);
        JsonObject[] layers = [.. JsonNode.Parse(metadata[Architecture])!["layers"]!.AsArray().Select(layer => layer!.DeepClone().AsObject())];
        Parameter[] parameters = [.. model.Network.Slices.Select(slice => Parameter.Of(slice, slice.Of(model.Network.Parameters)))];
        (string Name, double Center, double Scale)[] features =
            [.. model.Schema.FeatureNames.Select((name, i) => (name, model.Normalizer.Centers[i], model.Normalizer.Scales[i]))];
        KeyValuePair<string, string>[] more = [.. metadata.Where(entry => !Known.Contains(entry.Key)).OrderBy(entry => entry.Key, StringComparer.Ordinal)];

        terminal.Out.WriteLine(
            $"model    {Terminal.Printable(path)}: {model.Task.ToString().ToLowerInvariant()}, {model.Network.Parameters.Length} parameters, numerics version {model.NumericsVersion}");
        TextTable.Write(terminal, ["layer", "settings"], [], layers.Select((layer, i) => (string[])
            [$"{i} {layer["layer"]}", string.Join(", ", layer.Where(entry => entry.Key != "layer").Select(entry => $"{entry.Key} {entry.Value}"))]));
        TextTable.Write(terminal, ["parameter", "shape"], ["mean", "rms"], parameters.Select(one => (string[])
            [one.Name, string.Join('x', one.Shape), TrainReport.Figure(one.Mean), TrainReport.Figure(one.RootMeanSquare)]));
        TextTable.Write(terminal, ["feature"], ["center", "scale"], features.Take(MostFeatures).Select(Cells));
        if (features.Length > MostFeatures)
        {
            terminal.Out.WriteLine($"         and {features.Length - MostFeatures} more: --json has all");
        }

        if (model.TargetNormalizer is { } targets)
        {
            TextTable.Write(terminal, ["target"], ["center", "scale"], model.Schema.Targets.Select((target, i) => Cells((target.Name, targets.Centers[i], targets.Scales[i]))));
        }
        else
        {
            terminal.Out.WriteLine($"target   {Terminal.Printable(model.Schema.Targets[0].Name)}");
            terminal.Out.WriteLine($"classes  {Terminal.Printable(string.Join(", ", model.ClassNames))}");
        }

        if (model.Schema.Ignored.Count > 0)
        {
            terminal.Out.WriteLine($"ignored  {Terminal.Printable(string.Join(", ", model.Schema.Ignored))}");
        }

        foreach ((string key, string value) in more)
        {
            terminal.Out.WriteLine($"{Terminal.Printable(key)}  {Terminal.Printable(value)}");
        }

        json["task"] = model.Task.ToString().ToLowerInvariant();
        json["numericsVersion"] = model.NumericsVersion;
        json["layers"] = JsonOutput.Array(layers);
        json["parameters"] = JsonOutput.Array(parameters.Select(one => one.ToJson()));
        json["features"] = JsonOutput.Array(features.Select(Node));
        json["targets"] = JsonOutput.Array(model.Schema.Targets.Select((target, i) => model.TargetNormalizer is { } values
            ? Node((target.Name, values.Centers[i], values.Scales[i]))
            : new JsonObject { ["name"] = target.Name }));
        json["classes"] = JsonOutput.Strings(model.ClassNames);
        json["ignored"] = JsonOutput.Strings(model.Schema.Ignored);
        json["metadata"] = new JsonObject(more.Select(entry => KeyValuePair.Create<string, JsonNode?>(entry.Key, entry.Value)));
    }

    private static string[] Cells((string Name, double Center, double Scale) column) =>
        [column.Name, TrainReport.Figure(column.Center), TrainReport.Figure(column.Scale)];

    private static JsonObject Node((string Name, double Center, double Scale) column) =>
        new() { ["name"] = column.Name, ["center"] = JsonOutput.Number(column.Center), ["scale"] = JsonOutput.Number(column.Scale) };

    /// <summary>A parameter; its shape as the file has it.</summary>
    private sealed record Parameter(string Name, int[] Shape, double Mean, double RootMeanSquare)
    {
        public static Parameter Of(ParameterSlice slice, ReadOnlySpan<float> values)
        {
            (double sum, double squares) = (0, 0);
            foreach (float value in values)
            {
                sum += value;
                squares += (double)value * value;
            }

            return new(slice.Name, slice.Kind == ParameterKind.Weight ? [slice.Columns, slice.Rows] : [slice.Length], sum / values.Length, Math.Sqrt(squares / values.Length));
        }

        public JsonObject ToJson() => new()
        {
            ["name"] = Name,
            ["shape"] = JsonOutput.Array(Shape.Select(side => (JsonNode)side)),
            ["mean"] = JsonOutput.Number(Mean),
            ["rms"] = JsonOutput.Number(RootMeanSquare),
        };
    }
}

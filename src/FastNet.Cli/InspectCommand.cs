using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json.Nodes;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary><c>fastnet inspect</c>: what a model is, how healthy its gradients are, or how signals go through a deep network.</summary>
internal sealed class InspectCommand
{
    private readonly Command command = new(
        "inspect",
        "Shows what a model is. With data, it shows one step of training by layer too, and what is wrong with it. With --depth in the place of a model, it shows how "
        + "activations and gradients go through a network of so many layers at its first weights.");

    private readonly Argument<string> modelFile = Files.Existing("model", "A file that train wrote.");
    private readonly Argument<string> data = Files.Existing("data", "A file with the model's columns and the target, gzip or plain.");
    private readonly Option<string?> targetFile = Files.CreateTargets();
    private readonly TableOptionSet table;
    private readonly Option<OptimizerKind?> optimizer = OptimizationOptions.CreateOptimizer();
    private readonly Option<double?> learningRate = OptimizationOptions.CreateLearningRate();
    private readonly Option<int?> examples = ParsedOption.Whole("--examples", "With data: examples of the step.", 2, 65_536, 256);
    private readonly Option<int?> depth = ParsedOption.Whole<int>("--depth", "Layers of a network that is all of one width.", 1, 10_000);
    private readonly Option<int?> width = ParsedOption.Whole("--width", "With --depth: units of each layer.", 1, 65_536, 256);
    private readonly Option<ActivationKind?> activation = NetworkOptions.CreateActivation("With --depth: of each layer. Default: relu.");
    private readonly Option<string?> initializer = InitializerOption.Create();
    private readonly Option<ulong?> seed = NetworkOptions.CreateSeed("Selects the examples or, with --depth, weights and inputs.");
    private readonly Option<bool> json = JsonOutput.Create();
    private readonly Symbol[] ofData;
    private readonly Symbol[] ofDepth;

    private InspectCommand()
    {
        modelFile.Arity = ArgumentArity.ZeroOrOne;
        data.Arity = ArgumentArity.ZeroOrOne;
        command.Arguments.Add(modelFile);
        command.Arguments.Add(data);
        command.Options.Add(targetFile);
        table = new TableOptionSet(command);
        foreach (Option option in new Option[] { optimizer, learningRate, examples })
        {
            command.Options.Add(option);
        }

        ofData = [.. command.Options];
        ofDepth = [width, activation, initializer];
        foreach (Option option in new Option[] { depth, width, activation, initializer, seed, json })
        {
            command.Options.Add(option);
        }
    }

    public static Command Create(Terminal terminal)
    {
        InspectCommand inspect = new();
        inspect.command.SetAction(parsed => inspect.Execute(parsed, terminal));
        return inspect.command;
    }

    private void Execute(ParseResult parsed, Terminal terminal)
    {
        string? model = parsed.GetValue(modelFile);
        int? layers = parsed.GetValue(depth);
        if (model is null == layers is null)
        {
            throw new InvalidDataException($"expected a model or --depth, got {(model is null ? "none" : "both")}.");
        }

        string? examplesFile = parsed.GetValue(data);
        RefuseUnless(parsed, layers is not null, "--depth", ofDepth);
        RefuseUnless(parsed, examplesFile is not null, "data", ofData);
        RefuseUnless(parsed, layers is not null || examplesFile is not null, "data or --depth", [seed]);
        JsonObject result = [];
        Terminal talk = parsed.GetValue(json) ? terminal.Silenced() : terminal;
        if (layers is { } count)
        {
            DepthStudyPrinter.Print(talk, result, Study(parsed, count));
        }
        else
        {
            TrainedModel<float> loaded = Files.LoadModel(model!, terminal);
            GradientHealthReport? health = examplesFile is null ? null : Observe(parsed, loaded, examplesFile);
            ModelPrinter.Print(talk, result, model!, loaded);
            if (health is not null)
            {
                GradientHealthPrinter.Print(talk, result, health);
            }
        }

        if (parsed.GetValue(json))
        {
            JsonOutput.Write(terminal, result);
        }
    }

    private static void RefuseUnless(ParseResult parsed, bool isRight, string beside, Symbol[] options)
    {
        if (!isRight && SavedArguments.Given(parsed).FirstOrDefault(given => options.Contains(SavedArguments.SymbolOf(given))) is OptionResult { Option: var option })
        {
            throw new InvalidDataException($"{option.Name}: expected {beside} beside it, got none.");
        }
    }

    private DepthStudy Study(ParseResult parsed, int layers) => DepthStudy.Run<float>(
        layers, parsed.GetValue(width)!.Value, NetworkSettings.CreateActivation(parsed.GetValue(activation) ?? ActivationKind.Relu),
        parsed.GetValue(initializer) is { } form ? InitializerOption.Parse(form) : null, parsed.GetValue(seed)!.Value);

    private GradientHealthReport Observe(ParseResult parsed, TrainedModel<float> model, string file)
    {
        Dataset<float> raw = ModelInput.ReadExamples(model, file, table.Read(parsed, new TableOptions()), parsed.GetValue(targetFile));
        Dataset<float> prepared = TrainingData<float>.Prepare(raw, model.Normalizer, model.TargetNormalizer);
        OptimizerKind chosen = parsed.GetValue(optimizer) ?? OptimizerKind.Adam;
        OptimizationSettings settings = new() { Optimizer = chosen, LearningRate = parsed.GetValue(learningRate) ?? OptimizationSettings.DefaultLearningRate(chosen) };
        MiniBatch<float> batch = new MiniBatches<float>(prepared, int.Min(parsed.GetValue(examples)!.Value, prepared.Count), parsed.GetValue(seed)!.Value)[0];
        return GradientHealth.Observe(model.Network, model.CreateLoss(), network => settings.Create(network, prepared.Count), batch.Features, batch.Targets);
    }
}

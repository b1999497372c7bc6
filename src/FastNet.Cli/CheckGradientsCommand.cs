using System.CommandLine;
using System.Globalization;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary><c>fastnet check-gradients</c>: whether the gradients of a network are those of its cost.</summary>
internal sealed class CheckGradientsCommand
{
    private const int Wrong = 1;

    private readonly Command command = new(
        "check-gradients",
        "Compares a network's gradients, in double, with differences of its cost: at its first weights, and after some training. The network is the one that "
        + "train builds from the same options. The exit code is 1 if a gradient is wrong.");

    private readonly DataOptions data;
    private readonly NetworkOptions network;

    private readonly Option<int?> examples = ParsedOption.Whole("--examples", "Examples of the train part to check with.", 2, 65_536, 32);

    private readonly Option<int?> steps = ParsedOption.Whole("--steps", "Steps of Adam on these examples before the second check.", 1, 1_000_000, 20);

    private readonly Option<int?> components = ParsedOption.Create<int>(
        "--components", "number|all", "Components to check, as many of each parameter as it has, or an equal share.", "a whole number of at least 1, or all",
        text => text == "all" ? int.MaxValue
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0 ? count : null,
        1000);

    private CheckGradientsCommand()
    {
        data = new DataOptions(command);
        network = new NetworkOptions(command);
        command.Options.Add(examples);
        command.Options.Add(steps);
        command.Options.Add(components);
    }

    public static Command Create(Terminal terminal)
    {
        CheckGradientsCommand check = new();
        check.command.SetAction(parsed => check.Execute(parsed, terminal));
        return check.command;
    }

    private int Execute(ParseResult parsed, Terminal terminal)
    {
        NetworkSettings settings = network.Read(parsed);
        DataSettings source = data.Read(parsed);
        TrainingData<double> table = new(source, settings.Seed);
        Dataset<double> train = table.Raw.Train;
        TrainedModel<double> model = table.CreateModel(settings);
        MiniBatch<double> batch = new MiniBatches<double>(table.Prepare(train), parsed.GetValue(examples)!.Value, settings.Seed)[0];
        GradientCheckOptions options = new()
        {
            Regularizer = settings.L2 > 0 ? Regularizer.L2(settings.L2, train.Count) : Regularizer.None,
            MaxComponents = parsed.GetValue(components)!.Value,
            Seed = settings.Seed,
        };
        GradientCheckPrinter printer = new(terminal.Out, model.Network);
        printer.Start(Terminal.Printable(source.Name), batch.Count, train.Count);

        int count = parsed.GetValue(steps)!.Value;
        Loss<double> loss = model.CreateLoss();
        GradientCheckReport first = GradientCheck.Run(model.Network, batch.Features, batch.Targets, loss, options);
        printer.Print("at the first weights", first);
        Train(model.Network, batch, loss, options.Regularizer, count);
        GradientCheckReport second = GradientCheck.Run(
            model.Network, batch.Features, batch.Targets, loss, options with { Pass = Pass.Training(count) });
        printer.Print($"after {count} steps of Adam", second);
        printer.End(first, second);
        return first.IsCorrect && second.IsCorrect ? 0 : Wrong;
    }

    private static void Train(Network<double> network, MiniBatch<double> batch, Loss<double> loss, Regularizer regularizer, int steps)
    {
        Workspace<double> workspace = network.CreateWorkspace(batch.Count);
        Adam<double> adam = new(network) { Regularizer = regularizer };
        for (int step = 0; step < steps; step++)
        {
            loss.Evaluate(network.Forward(batch.Features, workspace, Pass.Training(step)), batch.Targets, workspace.OutputGradient);
            workspace.ClearGradients();
            network.Backward(batch.Features, workspace);
            network.CommitStatistics(workspace);
            adam.Step(workspace.Gradients);
        }
    }
}

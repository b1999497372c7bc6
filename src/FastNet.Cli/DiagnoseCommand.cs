using System.CommandLine;

namespace FastNet.Cli;

/// <summary><c>fastnet diagnose</c>: its options.</summary>
internal sealed class DiagnoseCommand
{
    private readonly Command command = new(
        "diagnose",
        "Trains as train would, and says what ails the model: bias, variance, data that differ between the parts, overfitting to dev; and what to try. No model is written. "
        + "The exit code is 1 if there is a finding.");

    private readonly TrainCommand train;

    private readonly Option<double?> attainable = ParsedOption.Real(
        "--attainable", "The error that is attainable, say a person's: a share, or an RMSE. Default: what the best of some baselines shows to be attainable at least.",
        ParsedOption.NotNegative, error => error >= 0);

    private readonly Option<double?> tolerance = ParsedOption.Real(
        "--tolerance", "The gap between two errors up to which nothing is amiss. Default: 0.02; of an RMSE, 0.05 of that of always saying the mean.",
        "a finite number above 0", gap => gap > 0);

    private readonly Option<bool> preflight = new("--preflight") { Description = "Only the checks before training." };

    private readonly Option<bool> learningCurve = new("--learning-curve") { Description = "Train on growing parts of the train part: whether more data would help." };

    private readonly Option<bool> lambdaSweep = new("--lambda-sweep") { Description = "Train with several λ of --l2: what regularisation does." };

    private readonly Option<bool> tries = new("--try") { Description = "Train with each remedy, and say what it bought on the dev part." };

    private readonly Option<double?> budget = ParsedOption.Real(
        "--budget", "With --try: seconds after which no further remedy is begun. Default: 300.", "a finite number of seconds above 0", seconds => seconds > 0);

    private readonly Option<string> report = OutputFile.CreateNamed("--report", "Write an HTML page of all this.");

    private DiagnoseCommand()
    {
        train = new TrainCommand(command, saves: false);
        foreach (Option option in Own)
        {
            command.Options.Add(option);
        }
    }

    private Option[] Own => [attainable, tolerance, preflight, learningCurve, lambdaSweep, tries, budget, report];

    public static Command Create(Terminal terminal, Interruption interruption)
    {
        DiagnoseCommand diagnose = new();
        diagnose.command.SetAction(parsed => new DiagnosisRun(diagnose.Read(parsed), terminal, interruption).Execute());
        return diagnose.command;
    }

    private DiagnoseSettings Read(ParseResult parsed)
    {
        TrainSettings training = train.Read(parsed);
        training.Optimization.Check();
        DiagnoseSettings settings = new(training, TrainArguments.Of(parsed, Own))
        {
            Attainable = parsed.GetValue(attainable),
            Tolerance = parsed.GetValue(tolerance),
            PreflightOnly = parsed.GetValue(preflight),
            LearningCurve = parsed.GetValue(learningCurve),
            LambdaSweep = parsed.GetValue(lambdaSweep),
            Try = parsed.GetValue(tries),
            Budget = parsed.GetValue(budget) ?? 300,
            Report = parsed.GetValue(report),
        };
        if (settings.PreflightOnly && Own.FirstOrDefault(option => option != preflight && parsed.GetResult(option) is { Implicit: false }) is { } other)
        {
            throw new InvalidDataException($"--preflight: expected it without {other.Name}, as it stands for the checks before training alone; got both.");
        }

        if (parsed.GetValue(budget) is not null && !settings.Try)
        {
            throw new InvalidDataException("--budget: expected --try beside it, got none.");
        }

        if (settings.Report is { } path)
        {
            OutputFile.CheckNamed(report.Name, path, [training.Data.File, training.Data.Options.TargetFile]);
        }

        return settings;
    }
}

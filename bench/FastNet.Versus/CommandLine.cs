using System.CommandLine;
using System.CommandLine.Parsing;

namespace FastNet.Versus;

/// <summary>The program: parses, runs a contest, and turns every mistake into one line and an exit code.</summary>
internal static class CommandLine
{
    private const int BadInput = 2;

    /// <returns>0; 1 where results differ; 2 for bad input; 3 where a rival is missing.</returns>
    public static int Run(string[] arguments)
    {
        Argument<string> what = new("works")
        {
            Description = $"{string.Join(", ", Contest.Groups)}; all; or quick: all, with hardly any time measured.",
            DefaultValueFactory = _ => Contest.All,
        };
        what.AcceptOnlyFromAmong([.. Contest.Groups, Contest.All, Contest.Quick]);
        Argument<int> threads = new("threads") { Description = "Of every contender.", DefaultValueFactory = _ => 1 };
        threads.Validators.Add(AtLeastOne);
        Option<bool> allowMissing = new("--allow-missing") { Description = "Go on without the rivals that cannot be loaded." };
        Option<int> rounds = new("--rounds") { Description = "Blocks of calls of each contender, in alternating order.", DefaultValueFactory = _ => 9 };
        rounds.Validators.Add(AtLeastOne);
        Option<int> milliseconds = new("--milliseconds") { Description = "The least length of a block.", DefaultValueFactory = _ => 25 };
        milliseconds.Validators.Add(AtLeastOne);
        Option<string> filter = new("--filter") { Description = "Only works whose names have this in them.", DefaultValueFactory = _ => "" };

        RootCommand root = new("Times FastNet, TorchSharp, ONNX Runtime and OpenBLAS at the same work.") { what, threads, allowMissing, rounds, milliseconds, filter };
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors is [var error, ..])
        {
            Console.Error.WriteLine(error.Message.ReplaceLineEndings(" "));
            return BadInput;
        }

        root.SetAction(result => Contest.Run(
            result.GetValue(what)!, result.GetValue(filter)!, result.GetValue(threads), result.GetValue(allowMissing),
            new Rounds(result.GetValue(rounds), result.GetValue(milliseconds))));
        return root.Parse(arguments).Invoke();
    }

    private static void AtLeastOne(SymbolResult result)
    {
        if (result.Tokens is [var token, ..] && int.TryParse(token.Value, out int value) && value < 1)
        {
            result.AddError($"expected at least 1, got {value}.");
        }
    }
}

using Spectre.Console;
using ConsoleTable = Spectre.Console.Table;

namespace FastNet.Cli;

/// <summary>A table on the terminal: text to the left, numbers to the right.</summary>
internal static class TextTable
{
    private const int MostRows = 20;

    /// <param name="terminal">Where it is written.</param>
    /// <param name="texts">The columns of text, which stand first.</param>
    /// <param name="numbers">The columns of numbers.</param>
    /// <param name="rows">A cell for each column.</param>
    public static void Write(Terminal terminal, string[] texts, string[] numbers, IEnumerable<string[]> rows)
    {
        ConsoleTable table = new() { Border = terminal.IsInteractive ? TableBorder.Rounded : TableBorder.None };
        foreach (string column in texts)
        {
            table.AddColumn(column);
        }

        foreach (string column in numbers)
        {
            table.AddColumn(column, cell => cell.RightAligned());
        }

        foreach (string[] row in rows)
        {
            table.AddRow([.. row.Select(cell => Markup.Escape(Terminal.Printable(cell)))]);
        }

        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Out) }).Write(table);
    }

    /// <summary>The first, the last, and evenly some between them.</summary>
    public static IEnumerable<T> Some<T>(IReadOnlyList<T> rows)
    {
        int every = ((rows.Count - 1) / MostRows) + 1;
        return rows.Where((_, i) => i % every == 0 || i == rows.Count - 1);
    }
}

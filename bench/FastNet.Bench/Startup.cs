using FastNet.Versus;

namespace FastNet.Bench;

/// <summary>The verb startup: from the start of a process to its first prediction and training step, by the way it was compiled.</summary>
internal static class Startup
{
    private const int Children = 9;
    private static readonly string[] networks = ["16-32-4", "784-128-10"];

    /// <returns>The exit code: 2 outside the repository.</returns>
    public static int Run()
    {
        if (!Directory.Exists(StartupVariant.Project))
        {
            Console.Error.WriteLine($"expected the repository's root as the current folder, got {Directory.GetCurrentDirectory()}.");
            return 2;
        }

        DirectoryInfo folder = Directory.CreateTempSubdirectory("fastnet-startup");
        try
        {
            Measure(folder.FullName);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Measure(string folder)
    {
        string[] programs = Array.ConvertAll(StartupVariant.All, variant => variant.PublishTo(folder));
        (string Network, string Work)[] columns = [.. networks.SelectMany(network => ((string, string)[])[(network, "predict"), (network, "train")])];
        var times = new (double Main, double End)[programs.Length, columns.Length, Children];

        // The ways take turns, so that what the machine does meanwhile meets all alike.
        for (int child = 0; child < Children; child++)
        {
            for (int column = 0; column < columns.Length; column++)
            {
                for (int i = 0; i < programs.Length; i++)
                {
                    times[i, column, child] = StartupVariant.Time(programs[i], columns[column].Network, columns[column].Work);
                }
            }
        }

        string[] head =
            ["compiled by", "first line, ms", .. networks.SelectMany(network => (string[])[$"{network}: first prediction, ms", $"{network}: first step, ms"])];
        MarkdownTable.Write([head, .. Enumerable.Range(0, programs.Length).Select(Row)]);

        string[] Row(int i)
        {
            var byColumn = Enumerable.Range(0, columns.Length).Select(column => Enumerable.Range(0, Children).Select(child => times[i, column, child]));
            return
            [
                StartupVariant.All[i].Name, Milliseconds(byColumn.SelectMany(column => column).Select(time => time.Main)),
                .. byColumn.Select(column => Milliseconds(column.Select(time => time.End))),
            ];
        }

        string Milliseconds(IEnumerable<double> microseconds) => MarkdownTable.Number(Quantile.Median(microseconds) / 1e3);
    }
}

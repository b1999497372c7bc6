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
        ScalingTable.WriteHead(
            ["compiled by", "first line, ms", .. networks.SelectMany(network => (string[])[$"{network}: first prediction, ms", $"{network}: first step, ms"])]);
        for (int i = 0; i < programs.Length; i++)
        {
            List<double> mains = [];
            List<string> ends = [];
            foreach (string network in networks)
            {
                foreach (string work in (string[])["predict", "train"])
                {
                    (double Main, double End)[] times =
                        [.. Enumerable.Range(0, Children).Select(_ => StartupVariant.All[i].Time(programs[i], network, work))];
                    mains.AddRange(times.Select(time => time.Main));
                    ends.Add(ScalingTable.Text(ScalingClock.Median([.. times.Select(time => time.End)]) / 1e3));
                }
            }

            ScalingTable.WriteRow([StartupVariant.All[i].Name, ScalingTable.Text(ScalingClock.Median(mains) / 1e3), .. ends]);
        }
    }
}

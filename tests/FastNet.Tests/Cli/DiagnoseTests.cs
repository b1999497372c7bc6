using System.Globalization;
using System.Text;
using System.Xml.Linq;
using FastNet.Tests.Tables;

namespace FastNet.Tests.Cli;

/// <summary><c>fastnet diagnose</c> finds what is planted, and accuses nothing else.</summary>
public sealed class DiagnoseTests : CliTest
{
    [Fact]
    public void ATooSmallNetworkHasHighBiasAndALargerOneMendsIt()
    {
        string data = Write("underfit.csv", Planted(1, 1200, "x,y,class", (random, row) =>
        {
            double x = random(0), y = random(1);
            return $"{Cell(x)},{Cell(y)},{((int)(2 * x) == (int)(2 * y) ? "a" : "b")}";
        }));
        Outcome outcome = Run("diagnose", data, "--hidden", "2", "--try", "--epochs", "100");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("finding  high bias", outcome.Out);
        Assert.DoesNotContain("finding  high variance", outcome.Out);
        Assert.Contains(outcome.Out, line => line.StartsWith("gap      bias +", StringComparison.Ordinal) && line.Contains("nearest neighbours", StringComparison.Ordinal));
        Assert.Contains($"         fastnet train {data} --hidden 64,32 --epochs 100", outcome.Out);
        string bought = Assert.Single(outcome.Out, line => line.StartsWith("a larger network", StringComparison.Ordinal));
        Assert.Contains(" -0.", bought, StringComparison.Ordinal);

        // The same at any time, and where the error that is attainable is known.
        Assert.Equal(outcome.Out, Run("diagnose", data, "--hidden", "2", "--try", "--epochs", "100").Out);
        Assert.Contains("finding  high bias", Run("diagnose", data, "--hidden", "2", "--epochs", "20", "--attainable", "0.01").Out);

        // Less regularisation is less of all of it.
        Assert.Contains(
            $"         fastnet train {data} --hidden 2 --epochs 20 --keep 1 --input-keep 1 --weight-decay 0",
            Run("diagnose", data, "--hidden", "2", "--epochs", "20", "--max-norm", "3", "--label-smoothing", "0.1", "--augment", "noise=0.01", "--image", "1x2").Out);
    }

    [Fact]
    public void FewExamplesOfManyFeaturesHaveHighVariance()
    {
        string data = Write("overfit.csv", Noise);
        string[] options = [data, "--hidden", "64", "--keep", "1", "--input-keep", "1", "--weight-decay", "0", "--epochs", "50"];
        Outcome outcome = Run(["diagnose", .. options, "--report", In("report.html"), "--learning-curve", "--lambda-sweep"]);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("finding  high variance", outcome.Out);
        Assert.DoesNotContain("finding  high bias", outcome.Out);
        Assert.Contains($"         fastnet diagnose {string.Join(' ', options)} --learning-curve", outcome.Out);
        Assert.Contains(outcome.Out, line => line.StartsWith("curve    ", StringComparison.Ordinal));
        Assert.Contains(outcome.Out, line => line.StartsWith("lambda   least dev error ", StringComparison.Ordinal));

        // Well-formed but for its first line, with a heading for each thing that was asked for.
        XElement page = XElement.Parse(File.ReadAllText(In("report.html")).Split('\n', 2)[1]);
        Assert.Superset(
            new HashSet<string>(["Findings", "Errors", "Remedies", "Learning curve", "Regularisation", "Parts"]), page.Descendants("h2").Select(heading => heading.Value).ToHashSet());
    }

    [Fact]
    public void PartsThatDriftApartAreNamed()
    {
        string data = Write("shifted.csv", Planted(3, 600, "day,x,y,class", (random, row) =>
            $"{row},{Cell(random(0) + (row / 600.0))},{Cell(random(1))},{(random(0) + random(1) > 1 ? "a" : "b")}"));
        Outcome outcome = Run("diagnose", data, "--time", "day", "--epochs", "10", "--hidden", "16");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("finding  dev and test differ", outcome.Out);
        Assert.Contains(outcome.Out, line => line.StartsWith("parts    dev and test differ: 1 of 3 columns differ, most x ", StringComparison.Ordinal));
    }

    [Fact]
    public void ASourceWhoseFeaturesMeanAnotherThingIsAMismatch()
    {
        string data = Write("source.csv", Planted(4, 1500, "origin,x,y,class", (random, row) =>
        {
            bool app = row % 3 == 0;
            double x = random(0), y = random(1);
            return $"{(app ? "app" : "web")},{Cell(x + (app ? 0.5 : 0))},{Cell(y)},{((app ? y - x + 0.5 : x + y - 0.5) > 0.5 ? "a" : "b")}";
        }));
        Outcome outcome = Run("diagnose", data, "--source", "origin=app", "--split", "10/45/45", "--epochs", "30", "--hidden", "16", "--keep", "1", "--try");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("finding  data mismatch", outcome.Out);
        Assert.DoesNotContain("finding  train and dev differ", outcome.Out);
        Assert.Contains(outcome.Out, line => line.EndsWith("--ignore x", StringComparison.Ordinal));
        Assert.Contains(outcome.Out, line => line.StartsWith("without shifted columns", StringComparison.Ordinal));

        // No pixel can be left out of an image.
        outcome = Run("diagnose", data, "--source", "origin=app", "--split", "10/45/45", "--epochs", "30", "--hidden", "16", "--keep", "1", "--augment", "noise=0.01", "--image", "1x2", "--try");
        Assert.Contains("finding  data mismatch", outcome.Out);
        Assert.DoesNotContain(outcome.Out, line => line.Contains("--ignore", StringComparison.Ordinal));
    }

    [Fact]
    public void ALeakAndDeadInputsFailTheChecksBeforeTraining()
    {
        string leak = Write("leak.csv", Planted(5, 600, "x,code,class", (random, row) =>
        {
            bool isFirst = random(0) + random(1) > 1;
            return $"{Cell(random(0))},{(isFirst ? 7 : -2)},{(isFirst ? "a" : "b")}";
        }));
        Outcome outcome = Run("diagnose", leak, "--preflight");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal("finding  preflight: leakage", outcome.Out[^1]);
        Assert.DoesNotContain(outcome.Out, line => line.StartsWith("gap", StringComparison.Ordinal));

        Outcome dead = Run("diagnose", Write("dead.csv", Planted(6, 200, "x,y,class", (random, row) => $"7,7,{(random(0) < 0.5 ? "a" : "b")}")), "--preflight");
        Assert.Equal(1, dead.ExitCode);
        Assert.Contains("finding  preflight: gradient flow", dead.Out);
    }

    /// <summary>A class of three, one category each: no feature of the three gives all of it away, the column does.</summary>
    [Fact]
    public void AColumnOfCategoriesThatIsTheClassIsFound()
    {
        string[] codes = ["oak", "elm", "ash"];
        string Table(Func<Func<int, double>, int, string> code) => Planted(7, 600, "x,y,code,class", (random, row) =>
        {
            int species = (int)(3 * random(0));
            return $"{Cell(random(1))},{Cell(random(2))},{code(random, species)},{"abc"[species]}";
        });
        Outcome leak = Run("diagnose", Write("leak.csv", Table((_, species) => codes[species])), "--preflight");
        Assert.Equal((1, "finding  preflight: leakage"), (leak.ExitCode, leak.Out[^1]));
        Assert.Contains(leak.Out, line => line.Contains("code", StringComparison.Ordinal) && line.Contains("leakage", StringComparison.Ordinal));
        Outcome clean = Run("diagnose", Write("clean.csv", Table((random, _) => codes[(int)(3 * random(3))])), "--preflight");
        Assert.DoesNotContain("finding  preflight: leakage", clean.Out);
    }

    [Fact]
    public void AlteredExamplesAreARemedyOfVariance()
    {
        string[] free = ["--hidden", "64", "--keep", "1", "--input-keep", "1", "--weight-decay", "0"];
        string[] table = [Write("noise.csv", Noise), .. free, "--epochs", "40"];
        Outcome outcome = Run(["diagnose", .. table, "--try", "--report", In("report.html")]);
        Assert.Contains("finding  high variance", outcome.Out);
        Assert.Contains($"         fastnet train {string.Join(' ', table)} --augment jitter=0.1", outcome.Out);
        Assert.Contains(outcome.Out, line => line.StartsWith("train examples with noise ", StringComparison.Ordinal));

        // A page is handed on: it does not say where the data lie.
        Assert.Contains("fastnet train noise.csv --hidden 64", File.ReadAllText(In("report.html")), StringComparison.Ordinal);
        Assert.DoesNotContain(Folder, File.ReadAllText(In("report.html")), StringComparison.Ordinal);

        // Those that are altered already are not altered otherwise.
        outcome = Run(["diagnose", .. table, "--augment", "jitter=0.01"]);
        Assert.Contains("finding  high variance", outcome.Out);
        Assert.DoesNotContain(outcome.Out, line => line.Contains("--augment jitter=0.1", StringComparison.Ordinal));
    }

    // The digits that the tool carries are images, and so is what a file of images has.
    [Fact]
    public void ImagesAreMovedAndTurned()
    {
        string[] free = ["--hidden", "32", "--keep", "1", "--input-keep", "1", "--weight-decay", "0", "--split", "10/45/45", "--epochs", "40"];
        Outcome outcome = Run(["diagnose", .. free, "--try"]);
        Assert.Contains($"         fastnet train {string.Join(' ', free)} --augment shift=0.1,rotate=10 --image 8x8", outcome.Out);
        Assert.Contains(outcome.Out, line => line.StartsWith("moved and turned train images ", StringComparison.Ordinal));

        // 2 x 20 pixels: noise, and a class that three of them give.
        string[][] rows = [.. Noise.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(','))];
        string images = In("images.idx"), labels = In("labels.csv");
        File.WriteAllBytes(images, BinaryBytes.Idx(
            0x08, [rows.Length, 2, 20], [.. rows.SelectMany(row => row[..^1].Select(cell => (byte)(255 * double.Parse(cell, CultureInfo.InvariantCulture))))]));
        File.WriteAllLines(labels, ["class", .. rows.Select(row => row[^1])]);
        string[] data = [images, "--target-file", labels, "--hidden", "64", "--keep", "1", "--input-keep", "1", "--weight-decay", "0", "--epochs", "40"];
        Assert.Contains($"         fastnet train {string.Join(' ', data)} --augment shift=0.1,rotate=10 --image 2x20", Run(["diagnose", .. data]).Out);

        // Without some of its pixels it is none.
        Assert.Contains($"         fastnet train {string.Join(' ', data)} --ignore 40 --augment jitter=0.1", Run(["diagnose", .. data, "--ignore", "40"]).Out);
    }

    [Fact]
    public void RemediesOfSeveralTargetsAreTried()
    {
        string data = Write("values.csv", Planted(9, 300, "x,y,u,v", (random, row) => $"{Cell(random(0))},{Cell(random(1))},{Cell(random(0) * random(1))},{Cell(Math.Abs(random(0) - random(1)))}"));
        string[] options = [data, "--target", "u", "--target", "v", "--hidden", "1", "--epochs", "10"];
        Outcome outcome = Run(["diagnose", .. options, "--try"]);
        Assert.Contains("finding  high bias", outcome.Out);
        Assert.Contains($"         fastnet train {string.Join(' ', options).Replace("--hidden 1 ", "--hidden 64,32 ", StringComparison.Ordinal)}", outcome.Out);
        Assert.Contains(outcome.Out, line => line.StartsWith("a larger network ", StringComparison.Ordinal));
        Assert.DoesNotContain(outcome.Out, line => line.Contains("failed", StringComparison.Ordinal));
    }

    [Fact]
    public void CopiesThatAreKeptInSeveralPartsAreAFinding()
    {
        string clean = Clean(7, 400);
        string[] lines = clean.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string copied = Write("copied.csv", clean + string.Join('\n', lines.Skip(1).Take(100)) + "\n");
        string[] options = ["diagnose", copied, "--hidden", "8", "--epochs", "10"];
        Outcome kept = Run([.. options, "--duplicates", "keep"]);
        Assert.Equal(1, kept.ExitCode);
        Assert.Contains(kept.Out, line => line.StartsWith("finding  ", StringComparison.Ordinal) && line.Contains("examples of dev and test are in the train part too", StringComparison.Ordinal));
        Assert.DoesNotContain(Run(options).Out, line => line.Contains("are in the train part too", StringComparison.Ordinal));
    }

    [Fact]
    public void CleanDataAreNotAccused()
    {
        for (ulong seed = 10; seed < 14; seed++)
        {
            Outcome outcome = Run("diagnose", Write("clean.csv", Clean(seed, 1200)), "--hidden", "16", "--epochs", "30", "--seed", seed.ToString(CultureInfo.InvariantCulture), "--try");
            Assert.True(outcome.ExitCode == 0, string.Join('\n', outcome.Out));
            Assert.Equal("no finding", outcome.Out[^1]);
            Assert.Contains("tried    nothing: there is no remedy to train with", outcome.Out);
        }
    }

    [Fact]
    public void ValuesAreDiagnosedInTheirOwnUnit()
    {
        string data = Write("values.csv", Planted(8, 400, "x,y,value", (random, row) => $"{Cell(random(0))},{Cell(random(1))},{Cell(1000 * Math.Abs(random(0) - random(1)))}"));
        Outcome outcome = Run("diagnose", data, "--hidden", "none", "--epochs", "60", "--try", "--budget", "0.000001");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("finding  high bias", outcome.Out);

        // The deviation of |u − v| is √(1/18) = 0.236.
        double train = double.Parse(outcome.Out.Single(line => line.StartsWith("train   ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[2], CultureInfo.InvariantCulture);
        Assert.InRange(train, 200, 270);
        Assert.Contains("tried    longer training: not tried: the budget was spent", outcome.Out);
    }

    [Theory]
    [InlineData("--split: expected a dev part", "--split", "80/0/20")]
    [InlineData("--preflight: expected it without --try", "--preflight", "--try")]
    [InlineData("--budget: expected --try", "--budget", "5")]
    [InlineData("--attainable: expected a finite number of at least 0, got '-1'.", "--attainable", "-1")]
    [InlineData("--attainable: expected a share of at most 1, as the target is of classes; got 2.", "--attainable", "2")]
    [InlineData("--tolerance: expected a finite number above 0, got '0'.", "--tolerance", "0")]
    [InlineData("--tolerance: expected a share of at most 1, as the target is of classes; got 1.5.", "--tolerance", "1.5")]
    [InlineData("--augment: expected 9 features, as images of 3x3 have, got 4.", "--augment", "flip=0.5", "--image", "3x3")]
    [InlineData("--report: expected a file in a folder that exists", "--report", "no/such/folder/report.html")]
    [InlineData("expected --l2 or --weight-decay, got both.", "--l2", "1", "--weight-decay", "1")]
    public void WhatDoesNotGoTogetherIsRefused(string expected, params string[] options)
    {
        Outcome outcome = Run(["diagnose", Iris, .. options]);
        Assert.Equal(2, outcome.ExitCode);
        Assert.StartsWith($"fastnet: {expected}", Assert.Single(outcome.Error), StringComparison.Ordinal);
    }

    // 40 features, most of which say nothing.
    private static string Noise => Planted(2, 300, string.Join(',', Enumerable.Range(1, 40).Select(i => $"x{i}")) + ",class", (random, row) =>
    {
        double[] x = [.. Enumerable.Range(0, 40).Select(random)];
        return $"{string.Join(',', x.Select(Cell))},{(x[0] + x[1] + random(40) > 1.5 ? "a" : "b")}";
    });

    // x + y is from 0 to 1 or from 2 to 3, by the class, which neither shows by itself.
    private static string Clean(ulong seed, int rows) => Planted(seed, rows, "x,y,class", (random, row) =>
    {
        double u = random(0), v = 3 * random(1);
        return $"{Cell(u - v + (row % 2 * 2))},{Cell(v)},{(row % 2 == 0 ? "a" : "b")}";
    });

    private static string Planted(ulong seed, int rows, string header, Func<Func<int, double>, int, string> line)
    {
        StringBuilder text = new(header + "\n");
        for (int row = 0; row < rows; row++)
        {
            Philox random = new(seed, RandomPurpose.Trial, step: (ulong)row);
            text.Append(line(i => random.Uniform(i), row)).Append('\n');
        }

        return text.ToString();
    }

    private static string Cell(double value) => value.ToString("F4", CultureInfo.InvariantCulture);
}

using System.Text.RegularExpressions;

namespace FastNet.Tests.Contracts;

/// <summary>Calls whose bits differ between systems, processors or vector widths have no place where a value reaches training.</summary>
public partial class BannedCallTests
{
    [Fact]
    public void NoSourceOfTheLibrariesHasOne()
    {
        List<string> found = [];
        int files = 0;
        foreach (string library in (string[])["FastNet", "FastNet.Training", "FastNet.Tuning"])
        {
            string root = Path.Combine(Repository.Root, "src", library);
            foreach (string path in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
            {
                string relative = Path.GetRelativePath(root, path);
                if (!relative.StartsWith("obj", StringComparison.Ordinal))
                {
                    files++;
                    found.AddRange(File.ReadLines(path).Where(line => Banned().IsMatch(Comment().Replace(line, ""))).Select(line => $"{library}/{relative}: {line.Trim()}"));
                }
            }
        }

        Assert.Empty(found);
        Assert.True(files > 50, $"expected the libraries' sources, got {files} files");
    }

    [Theory]
    [InlineData("double y = Math.Exp(x);")]
    [InlineData("T y = T.Tanh(x);")]
    [InlineData("float y = MathF.Pow(x, 2);")]
    [InlineData("Vector512.MultiplyAddEstimate(x, y, z)")]
    [InlineData("Vector256.MinNative(x, y)")]
    [InlineData("TensorPrimitives.Sum(x)")]
    [InlineData("Vector128.Sum(x)")]
    public void SuchACallWouldBeSeen(string line) => Assert.Matches(Banned(), line);

    [Theory]
    [InlineData("double y = VectorMath.Exp(x);")]
    [InlineData("double y = Math.Sqrt(x);")]
    [InlineData("TensorPrimitives.Add(x, y, z)")]
    public void OthersWouldNot(string line) => Assert.DoesNotMatch(Banned(), line);

    [GeneratedRegex(
        @"\b(Math|MathF|T|float|double)\.(Exp|Exp2|Exp10|ExpM1|Log|Log2|Log10|LogP1|Pow|Sin|Cos|Tan|SinCos|SinPi|CosPi|Asin|Acos|Atan|Atan2|Sinh|Cosh|Tanh|Asinh|Acosh|Atanh|Cbrt|RootN|Hypot)\("
        + @"|Estimate\(|(Min|Max)Native\(|TensorPrimitives\.(Sum|Dot|Norm|SoftMax|Tanh|Sigmoid|Exp|Log|Average|StdDev|Distance|CosineSimilarity)\w*\("
        + @"|Vector\d+\.(Sum|Dot|Exp|Log|Log2|Sin|Cos)\(")]
    private static partial Regex Banned();

    [GeneratedRegex("//.*")]
    private static partial Regex Comment();
}

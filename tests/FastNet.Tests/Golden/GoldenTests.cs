namespace FastNet.Tests.Golden;

/// <summary>The product, in double and in float to a bound, against answers that others computed: libtorch, and the course's NumPy exercises.</summary>
public class GoldenTests
{
    /// <summary>File, position in it (a name may occur twice) and name of every case.</summary>
    public static TheoryData<string, int, string> Cases
    {
        get
        {
            TheoryData<string, int, string> rows = [];
            foreach ((string file, GoldenCase[] cases) in GoldenFolder.Current.Files)
            {
                for (int i = 0; i < cases.Length; i++)
                {
                    rows.Add(file, i, cases[i].Name);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees(string file, int index, string name)
    {
        GoldenCase known = GoldenFolder.Current.Files[file][index];
        Assert.Equal(name, known.Name);
        known.Check();
    }

    [Fact]
    public void TheOwnFolderHasEveryFile() => Assert.Equal(GoldenFolder.KnownFiles.Order(), GoldenFolder.Own.Files.Keys.Order());
}

namespace FastNet.Tests.Golden;

/// <summary>The product in double against answers that others computed: libtorch, and the course's NumPy exercises.</summary>
public class GoldenTests
{
    /// <summary>File, position in it (a name may occur twice) and name of every case that can run.</summary>
    public static TheoryData<string, int, string> Built => Select(isBuilt: true);

    /// <summary>The others.</summary>
    public static TheoryData<string, int, string> NotBuiltYet => Select(isBuilt: false);

    [Theory]
    [MemberData(nameof(Built))]
    [MemberData(nameof(NotBuiltYet), Skip = "Not built yet.")]
    public void Agrees(string file, int index, string name)
    {
        GoldenCase known = GoldenFolder.Current.Files[file][index];
        Assert.Equal(name, known.Name);
        known.Check();
    }

    [Fact]
    public void TheOwnFolderHasEveryFile() => Assert.Equal(GoldenFolder.KnownFiles.Order(), GoldenFolder.Own.Files.Keys.Order());

    [Fact]
    public void WhatIsSkippedIsExactlyWhatIsNotBuilt()
    {
        IEnumerable<GoldenCase> cases = GoldenFolder.Own.Files.Values.SelectMany(cases => cases);
        Assert.Equal(NotBuilt.All.Order(), cases.SelectMany(known => known.NotBuilt).Distinct().Order());
    }

    private static TheoryData<string, int, string> Select(bool isBuilt)
    {
        TheoryData<string, int, string> rows = [];
        foreach ((string file, GoldenCase[] cases) in GoldenFolder.Current.Files)
        {
            for (int i = 0; i < cases.Length; i++)
            {
                if (cases[i].NotBuilt.Count == 0 == isBuilt)
                {
                    rows.Add(file, i, cases[i].Name);
                }
            }
        }

        return rows;
    }
}

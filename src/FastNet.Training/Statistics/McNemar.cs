namespace FastNet.Training;

/// <summary>Whether two classifiers do differently on the same examples: only those that one of them alone has right say so.</summary>
public static class McNemar
{
    /// <summary>
    /// The exact two-sided p-value: of the examples on which the two differ each may have half, so that
    /// <paramref name="onlyFirst"/> is Binomial(onlyFirst + onlySecond, ½). McNemar, "Note on the sampling error of the difference between
    /// correlated proportions or percentages", Psychometrika 12, 1947. 1 where nothing differs.
    /// </summary>
    /// <param name="onlyFirst">The examples that the first alone has right.</param>
    /// <param name="onlySecond">The examples that the second alone has right.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or their sum above <see cref="BinomialTest.LargestTrials"/>.</exception>
    public static double PValue(long onlyFirst, long onlySecond)
    {
        Require.Count(onlyFirst, nameof(onlyFirst));
        Require.Count(onlySecond, nameof(onlySecond));
        Require.Count(onlyFirst + onlySecond, nameof(onlySecond), greatest: BinomialTest.LargestTrials);
        return BinomialTest.PValue(onlyFirst, onlyFirst + onlySecond, 0.5);
    }
}

using System.Globalization;
using System.Numerics;

namespace FastNet.Training;

/// <summary>Parts of a data set, without an example in common; each keeps the order of the whole.</summary>
/// <param name="Train">What the network learns from.</param>
/// <param name="Dev">What choices are made by; null where there is none.</param>
/// <param name="Test">What nobody looks at before the end; null where there is none.</param>
public sealed record Split<T>(Dataset<T> Train, Dataset<T>? Dev, Dataset<T>? Test)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Examples as in the train part that the network does not learn from; null where there is none.</summary>
    public Dataset<T>? TrainDev { get; init; }
}

/// <summary>
/// Cuts rows, or data sets by their rows, into train, dev and test parts. The same seed gives the same parts on every machine, and the same
/// ones for the rows as for the data.
/// </summary>
public static class Split
{
    /// <summary>Parts that hold each class in the same proportion, within one row; each class has one in the train part.</summary>
    /// <param name="classes">The class of each row, at least 0.</param>
    /// <param name="ratios">The shares of the parts.</param>
    /// <param name="seed">Gives the parts.</param>
    /// <exception cref="ArgumentException">
    /// A class is negative, a part that was asked for would be empty, or the train share is 0, as in default ratios.
    /// </exception>
    public static SplitRows Stratified(ReadOnlySpan<int> classes, SplitRatios ratios, ulong seed)
    {
        SplitPart[] parts = new SplitPart[classes.Length];
        StratifiedParts.Deal(StratifiedParts.Classes(classes), Shares(ratios), seed, SplitStream.Stratified, parts);
        return Rows(parts, ratios);
    }

    /// <summary>Parts that hold each class in the same proportion, within one example; each class has one in the train part.</summary>
    /// <exception cref="ArgumentException">The targets are no classes, a part that was asked for would be empty, or the train share is 0, as in default ratios.</exception>
    public static Split<T> Stratified<T>(Dataset<T> data, SplitRatios ratios, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Stratified(Classes(data), ratios, seed).Select(data);

    /// <summary>Parts drawn without regard to anything.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="ratios">The shares of the parts.</param>
    /// <param name="seed">Gives the parts.</param>
    /// <exception cref="ArgumentException">A part that was asked for would be empty, or the train share is 0, as in default ratios.</exception>
    public static SplitRows Random(int count, SplitRatios ratios, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Stratified(new int[count], ratios, seed);
    }

    /// <summary>Parts drawn without regard to the targets.</summary>
    /// <exception cref="ArgumentException">A part that was asked for would be empty, or the train share is 0, as in default ratios.</exception>
    public static Split<T> Random<T>(Dataset<T> data, SplitRatios ratios, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(data);
        return Random(data.Count, ratios, seed).Select(data);
    }

    /// <summary>
    /// Parts that share no group, as of all examples of one patient: a part has less than its share plus the largest group. Which groups go
    /// where is random; of up to 16 ways the nearest to the shares is taken.
    /// </summary>
    /// <param name="groups">The group of each row.</param>
    /// <param name="ratios">The shares of the parts.</param>
    /// <param name="seed">Gives the parts.</param>
    /// <exception cref="ArgumentException">There are fewer groups than parts, a group is null, or the train share is 0, as in default ratios.</exception>
    public static SplitRows Grouped<TGroup>(IReadOnlyList<TGroup> groups, SplitRatios ratios, ulong seed)
        where TGroup : notnull
    {
        ArgumentNullException.ThrowIfNull(groups);
        return Grouped(groups, new int[groups.Count], ratios, seed);
    }

    /// <summary>Parts that share no group, and hold each class as nearly in the same proportion as whole groups in a random order give.</summary>
    /// <param name="groups">The group of each row.</param>
    /// <param name="classes">The class of each row.</param>
    /// <param name="ratios">The shares of the parts.</param>
    /// <param name="seed">Gives the parts.</param>
    /// <exception cref="ArgumentException">
    /// There are fewer groups than parts, more or fewer groups than classes, a group is null, or the train share is 0, as in default ratios.
    /// </exception>
    public static SplitRows Grouped<TGroup>(IReadOnlyList<TGroup> groups, ReadOnlySpan<int> classes, SplitRatios ratios, ulong seed)
        where TGroup : notnull
    {
        int[] parts = GroupedParts.Assign(groups, classes, Shares(ratios), seed, SplitStream.Grouped);
        return Rows([.. parts.Select(part => (SplitPart)part)], ratios);
    }

    /// <summary>
    /// Parts that share no group, as of all examples of one patient: a part has less than its share plus the largest group, or, stratified,
    /// each class as nearly in the same proportion as whole groups in a random order give.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// There are fewer groups than parts, or more or fewer than examples; a group is null; there are no classes to stratify by; or the train share
    /// is 0, as in default ratios.
    /// </exception>
    public static Split<T> Grouped<T, TGroup>(
        Dataset<T> data, IReadOnlyList<TGroup> groups, SplitRatios ratios, ulong seed, bool stratified = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TGroup : notnull
    {
        ArgumentNullException.ThrowIfNull(data);
        return Grouped(groups, stratified ? Classes(data) : new int[data.Count], ratios, seed).Select(data);
    }

    /// <summary>
    /// The earliest rows to train, the next to dev, the latest to test, and rows of one time to one part: each cut is at most half the rows of one
    /// time away from its place, unless a part would be empty.
    /// </summary>
    /// <param name="times">The time of each row, in any order; strings are compared by their characters' codes, as dates like 2024-01-31 sort.</param>
    /// <param name="ratios">The shares of the parts.</param>
    /// <exception cref="ArgumentException">
    /// There are fewer different times than parts, a time is null or NaN, or the train share is 0, as in default ratios.
    /// </exception>
    public static SplitRows ByTime<TTime>(IReadOnlyList<TTime> times, SplitRatios ratios)
        where TTime : IComparable<TTime>
    {
        ArgumentNullException.ThrowIfNull(times);
        return Rows(TimeParts.Assign(times, Shares(ratios)), ratios);
    }

    /// <summary>
    /// The earliest examples to train, the next to dev, the latest to test, and examples of one time to one part: each cut is at most half the
    /// examples of one time away from its place, unless a part would be empty.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// There are fewer different times than parts, or more or fewer times than examples; a time is null or NaN; or the train share is 0, as in
    /// default ratios.
    /// </exception>
    public static Split<T> ByTime<T, TTime>(Dataset<T> data, IReadOnlyList<TTime> times, SplitRatios ratios)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTime : IComparable<TTime>
    {
        RequireOneEach(data, times, nameof(times));
        return ByTime(times, ratios).Select(data);
    }

    /// <summary>
    /// Dev and test from the source that counts, the target; train has what the target has left and all of the other sources. The ratios are
    /// those of the target's rows. A share of the train rows, the same of the target and of the others, becomes the train-dev part.
    /// </summary>
    /// <param name="isTarget">Whether each row is from the target source.</param>
    /// <param name="ratios">The shares of the target's rows.</param>
    /// <param name="trainDevShare">The share of the train rows, at least 0 and below 1; 0 for no train-dev part.</param>
    /// <param name="seed">Gives the parts.</param>
    /// <exception cref="ArgumentException">A part that was asked for would be empty, or the train share is 0, as in default ratios.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The train-dev share lies outside.</exception>
    public static SplitRows BySource(IReadOnlyList<bool> isTarget, SplitRatios ratios, double trainDevShare, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(isTarget);
        if (!(trainDevShare is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(trainDevShare),
                trainDevShare,
                string.Create(CultureInfo.InvariantCulture, $"expected a share from 0 to below 1, got {trainDevShare}."));
        }

        SplitPart[] parts = new SplitPart[isTarget.Count];
        StratifiedParts.Deal([.. isTarget.Select(target => target ? 0 : -1)], Shares(ratios), seed, SplitStream.TargetSource, parts);
        int[] trainSources = [.. isTarget.Select((target, row) => parts[row] != SplitPart.Train ? -1 : target ? 0 : 1)];
        StratifiedParts.Deal(trainSources, [1 - trainDevShare, trainDevShare], seed, SplitStream.TrainDev, parts);
        return Rows(parts, ratios, trainDevShare);
    }

    /// <summary>
    /// Dev and test from the source that counts, the target; train has what the target has left and all of the other sources. The ratios are
    /// those of the target's examples. A share of the train examples, the same of the target and of the others, becomes the train-dev part.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// A part that was asked for would be empty, there are more or fewer sources than examples, or the train share is 0, as in default ratios.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The train-dev share lies outside 0 to below 1.</exception>
    public static Split<T> BySource<T>(Dataset<T> data, IReadOnlyList<bool> isTarget, SplitRatios ratios, double trainDevShare, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireOneEach(data, isTarget, nameof(isTarget));
        return BySource(isTarget, ratios, trainDevShare, seed).Select(data);
    }

    private static ReadOnlySpan<int> Classes<T>(Dataset<T> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.HasClasses
            ? data.Classes
            : throw new ArgumentException("expected classes to stratify by, got values.", nameof(data));
    }

    private static void RequireOneEach<T, TItem>(Dataset<T> data, IReadOnlyList<TItem> items, string parameter)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(items, parameter);
        if (items.Count != data.Count)
        {
            throw new ArgumentException($"expected {data.Count}, one for each example, got {items.Count}.", parameter);
        }
    }

    // By the number of the part.
    private static double[] Shares(SplitRatios ratios) => ratios.Train > 0
        ? [ratios.Train, 0, ratios.Dev, ratios.Test]
        : throw new ArgumentException("expected a train share above 0, got 0, as in default(SplitRatios).", nameof(ratios));

    private static SplitRows Rows(SplitPart[] parts, SplitRatios ratios, double trainDevShare = 0)
    {
        SplitRows rows = SplitRows.Of(parts);
        double[] shares = Shares(ratios);
        shares[(int)SplitPart.TrainDev] = trainDevShare;
        foreach (SplitPart part in Enum.GetValues<SplitPart>())
        {
            if (shares[(int)part] > 0 && rows[part].Length == 0)
            {
                throw new ArgumentException(
                    $"expected at least one example in the {SplitRows.Name(part)} part, got {parts.Length} for all.", nameof(ratios));
            }
        }

        return rows;
    }
}

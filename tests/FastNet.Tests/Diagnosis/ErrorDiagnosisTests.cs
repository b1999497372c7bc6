using FastNet.Training;

namespace FastNet.Tests.Diagnosis;

/// <summary>Verdicts against intervals computed by hand.</summary>
public sealed class ErrorDiagnosisTests
{
    private static readonly ErrorDiagnosis Shares = new(tolerance: 0.02, seed: 1);

    // Wilson (1927) and Newcombe's method 10 (1998) in double, by Python with statistics.NormalDist.
    [Fact]
    public void BiasIsTheTrainErrorLessTheAttainableOne()
    {
        GapVerdict high = Bias(90, 900, AttainableError.Known(0.02));
        Assert.Equal((GapKind.Bias, GapOutcome.High), (high.Kind, high.Outcome));
        Assert.Equal(0.08, high.Gap, 1e-12);
        Assert.Equal(0.0620683648, high.Interval.Low, 1e-9);
        Assert.Equal(0.1013317526, high.Interval.High, 1e-9);
        Assert.StartsWith("high bias: train error less the attainable one (as given) is 0.08", high.Sentence, StringComparison.Ordinal);

        GapVerdict fine = Bias(18, 900, AttainableError.Known(0.02));
        Assert.Equal(GapOutcome.Fine, fine.Outcome);
        Assert.Equal(0.0113923302, fine.Interval.High, 1e-9);

        Assert.Equal(GapOutcome.CannotTell, Bias(10, 100, AttainableError.Known(0.08)).Outcome);
    }

    [Fact]
    public void ABaselineShowsBiasButNeverThatThereIsNone()
    {
        AttainableError bound = AttainableError.BestOf([("guessing", Share(150, 300)), ("neighbours", Share(15, 300))]);
        Assert.Equal(("neighbours", 0.05, true), (bound.Source, bound.Value, bound.IsBound));
        Assert.Equal(GapOutcome.High, Bias(180, 900, bound).Outcome);

        GapVerdict unknown = Bias(45, 900, bound);
        Assert.Equal(GapOutcome.CannotTell, unknown.Outcome);
        Assert.Contains("0.05 is attainable (neighbours)", unknown.Sentence, StringComparison.Ordinal);
        Assert.Null(unknown.ExamplesNeeded);

        // Whatever is attainable is at least 0: an interval of up to 0.0043 leaves no room for a bias of 0.02.
        Assert.Equal(GapOutcome.Fine, Bias(0, 900, bound).Outcome);
    }

    [Fact]
    public void VarianceIsTheDevErrorLessTheTrainError()
    {
        GapVerdict high = Shares.Judge(Share(45, 900), null, Share(45, 300), null, AttainableError.Known(0.05))[1];
        Assert.Equal((GapKind.Variance, GapOutcome.High), (high.Kind, high.Outcome));
        Assert.Equal(0.0605322826, high.Interval.Low, 1e-9);
        Assert.Equal(0.1465078104, high.Interval.High, 1e-9);

        GapVerdict open = Shares.Judge(Share(45, 900), null, Share(15, 300), null, AttainableError.Known(0.05))[1];
        Assert.Equal(GapOutcome.CannotTell, open.Outcome);
        Assert.Equal(0.0332550393, open.Interval.High, 1e-9);
        Assert.StartsWith("cannot tell: 300 and 900 examples give an interval of -0.0254 to 0.0333", open.Sentence, StringComparison.Ordinal);

        Assert.Equal(GapOutcome.Fine, Shares.Judge(Share(3, 1000), null, Share(3, 1000), null, AttainableError.Known(0))[1].Outcome);
    }

    // 20 % of 100 and 12 % of 100 tell nothing, although they differ by four times what is tolerated.
    [Fact]
    public void ALargeGapOfFewExamplesIsNoVerdict() =>
        Assert.Equal(GapOutcome.CannotTell, Shares.Judge(Share(12, 100), null, Share(20, 100), null, AttainableError.Known(0.12))[1].Outcome);

    [Theory]
    [InlineData(45, 900, 15, 300)]
    [InlineData(12, 100, 20, 100)]
    [InlineData(10, 100, 10, 60)]
    public void AsManyExamplesAsItAsksForSettleIt(int trainWrong, int trainCount, int devWrong, int devCount)
    {
        GapVerdict open = Shares.Judge(Share(trainWrong, trainCount), null, Share(devWrong, devCount), null, AttainableError.Known(0))[1];
        Assert.Equal(GapOutcome.CannotTell, open.Outcome);
        long n = open.ExamplesNeeded!.Value;

        // The same shares of half as many again, as counts are whole and Newcombe's interval is not symmetric.
        n += n / 2;
        MeasuredError train = Share(n * trainWrong / trainCount, n), dev = Share(n * devWrong / devCount, n);
        Assert.NotEqual(GapOutcome.CannotTell, Shares.Judge(train, null, dev, null, AttainableError.Known(0))[1].Outcome);
    }

    [Fact]
    public void MismatchNeedsATrainDevPart()
    {
        IReadOnlyList<GapVerdict> verdicts = Shares.Judge(Share(27, 900), Share(9, 300), Share(60, 400), Share(60, 400), AttainableError.Known(0.03));
        Assert.Equal([GapKind.Bias, GapKind.Variance, GapKind.Mismatch, GapKind.DevOverfitting], verdicts.Select(verdict => verdict.Kind));
        Assert.Equal([GapOutcome.Fine, GapOutcome.CannotTell, GapOutcome.High, GapOutcome.CannotTell], verdicts.Select(verdict => verdict.Outcome));
        Assert.StartsWith("data mismatch: dev error less train-dev error is 0.12", verdicts[2].Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain(Shares.Judge(Share(27, 900), null, Share(60, 400), null, AttainableError.Known(0.03)), verdict => verdict.Kind == GapKind.Mismatch);
    }

    [Fact]
    public void AModelThatWasChosenByDevIsFound()
    {
        GapVerdict verdict = Shares.Judge(Share(0, 900), null, Share(12, 300), Share(60, 400), AttainableError.Known(0))[^1];
        Assert.Equal((GapKind.DevOverfitting, GapOutcome.High), (verdict.Kind, verdict.Outcome));
        Assert.Equal(0.0673357261, verdict.Interval.Low, 1e-9);
        Assert.StartsWith("overfitted to dev", verdict.Sentence, StringComparison.Ordinal);
    }

    // By the interval a gap of 0 is accused in 2.5 % of cases; of 1000 draws, 4 % lies 3 deviations above. A gap as large as 0.1 is found nearly always.
    [Fact]
    public void PartsOfOneErrorAreSeldomAccusedAndOthersAreFound()
    {
        int[] alarms = new int[4], found = new int[4];
        for (ulong seed = 0; seed < 1000; seed++)
        {
            Count(alarms, Shares.Judge(Draw(900, 0.1, 0), Draw(300, 0.1, 1), Draw(300, 0.1, 2), Draw(300, 0.1, 3), AttainableError.Known(0.1)));
            Count(found, Shares.Judge(Draw(900, 0.1, 0), Draw(300, 0.2, 1), Draw(300, 0.3, 2), Draw(300, 0.4, 3), AttainableError.Known(0)));

            MeasuredError Draw(int count, double error, int part)
            {
                Philox random = new(seed, RandomPurpose.Trial, step: (ulong)part);
                return Share(Enumerable.Range(0, count).Count(i => random.Uniform(i) < error), count);
            }
        }

        Assert.All(alarms, count => Assert.InRange(count, 0, 40));

        // 0.1 is 3.6 deviations of a difference of 300 and 900 at 0.2, and 2.5 of two of 300 at 0.4.
        Assert.InRange(found[0], 1000, 1000);
        Assert.All(found, count => Assert.InRange(count, 650, 1000));

        static void Count(int[] counts, IReadOnlyList<GapVerdict> verdicts)
        {
            foreach (GapVerdict verdict in verdicts)
            {
                counts[(int)verdict.Kind] += verdict.Outcome == GapOutcome.High ? 1 : 0;
            }
        }
    }

    // The least of several errors that are the same but for chance is too small: by its own interval alone, three baselines would accuse 5 to 7 % of networks that are as good.
    // At most 2.5 % are to be; of 1000, 40 lies 3 deviations above. Twice the error is seen nearly always.
    [Fact]
    public void TheBestOfSeveralBaselinesIsNotTakenAtItsWord()
    {
        int alarms = 0, found = 0;
        for (ulong seed = 0; seed < 1000; seed++)
        {
            AttainableError best = AttainableError.BestOf([.. Enumerable.Range(1, 3).Select(i => ($"baseline {i}", Draw(300, 0.1, i)))]);
            alarms += IsHigh(Draw(900, 0.1, 0), best) ? 1 : 0;
            found += IsHigh(Draw(900, 0.2, 4), best) ? 1 : 0;

            MeasuredError Draw(int count, double error, int part)
            {
                Philox random = new(seed, RandomPurpose.Trial, step: (ulong)part);
                return Share(Enumerable.Range(0, count).Count(i => random.Uniform(i) < error), count);
            }
        }

        Assert.InRange(alarms, 0, 40);
        Assert.InRange(found, 970, 1000);

        // Of distances likewise: with each baseline the same interval gets wider.
        MeasuredError near = MeasuredError.OfDistances([.. Enumerable.Range(0, 50).Select(i => i / 50.0)], seed: 1), far = MeasuredError.OfDistances([.. Enumerable.Range(0, 50).Select(i => i / 25.0)], seed: 1);
        double[] widths = [.. Enumerable.Range(1, 12).Select(count => Judged(AttainableError.BestOf([.. Enumerable.Repeat(("baseline", near), count)])).Interval.Width)];
        Assert.Equal(widths.Order(), widths);
        Assert.True(widths[0] < widths[2] && widths[2] < widths[11], string.Join(", ", widths));

        GapVerdict Judged(AttainableError attainable) => Shares.Judge(far, null, far, null, attainable)[0];

        static bool IsHigh(MeasuredError train, AttainableError attainable) => Shares.Judge(train, null, train, null, attainable)[0].Outcome == GapOutcome.High;
    }

    [Fact]
    public void DistancesAreJudgedByTheBootstrap()
    {
        ErrorDiagnosis values = new(tolerance: 0.1, seed: 3);
        MeasuredError train = Distances(400, 1, 0), dev = Distances(200, 2, 1), other = Distances(200, 2, 2);
        Assert.Equal(Math.Sqrt(dev.Distances.ToArray().Average(d => d * d)), dev.Value, 1e-12);
        IReadOnlyList<GapVerdict> verdicts = values.Judge(train, null, dev, other, AttainableError.Known(1));
        Assert.Equal([GapOutcome.Fine, GapOutcome.High, GapOutcome.CannotTell], verdicts.Select(verdict => verdict.Outcome));

        // The root mean square of n normal numbers of deviation 1 has the deviation 1/√(2n).
        Assert.InRange(train.Interval.Width, 3 / Math.Sqrt(800), 5 / Math.Sqrt(800));
        Assert.True(verdicts[2].ExamplesNeeded > 200);
        Assert.Throws<ArgumentException>(() => values.Judge(train, null, Share(1, 10), null, AttainableError.Known(1)));

        static MeasuredError Distances(int count, double deviation, ulong step)
        {
            Philox random = new(5, RandomPurpose.Trial, step);
            return MeasuredError.OfDistances([.. Enumerable.Range(0, count).Select(i => deviation * random.Normal(i))], seed: 3);
        }
    }

    [Fact]
    public void RemediesComeInTheOrderInWhichTheyAreTried()
    {
        Assert.Equal([Remedy.LargerNetwork, Remedy.LongerTraining, Remedy.OtherOptimizer, Remedy.OtherArchitecture], Remedies.For(GapKind.Bias).Take(4));
        Assert.Equal(Remedy.MoreData, Remedies.For(GapKind.Variance)[0]);
        Assert.All(Enum.GetValues<GapKind>(), kind => Assert.NotEmpty(Remedies.For(kind)));
    }

    [Fact]
    public void NumbersOutOfRangeAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ErrorDiagnosis(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => AttainableError.Known(-0.1));
        Assert.Throws<ArgumentException>(() => AttainableError.BestOf([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Share(3, 2));
    }

    private static MeasuredError Share(long wrong, long count) => MeasuredError.OfCounts(wrong, count);

    private static GapVerdict Bias(long wrong, long count, AttainableError attainable) => Shares.Judge(Share(wrong, count), null, Share(wrong, count), null, attainable)[0];
}

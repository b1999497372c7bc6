namespace FastNet.Tuning;

/// <summary>
/// Independent points (Bergstra and Bengio, "Random search for hyper-parameter optimization", JMLR 13, 2012): coordinate j of trial n is uniform 0 of the stream of
/// <see cref="RandomPurpose.Trial"/> whose step is n and whose layer is j.
/// </summary>
public sealed class RandomSampler : Sampler
{
    private protected override void Place(ulong seed, long trial, Span<double> places)
    {
        for (int j = 0; j < places.Length; j++)
        {
            places[j] = new Philox(seed, RandomPurpose.Trial, (ulong)trial, j).Uniform(0);
        }
    }
}

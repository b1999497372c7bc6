namespace FastNet.Tuning;

/// <summary>
/// Points that leave no gaps: Sobol's sequence, scrambled (Owen, "Scrambling Sobol' and Niederreiter–Xing points", Journal of Complexity 14, 1998). Of the first 2ᵏ
/// trials each of 2ᵏ equal parts of a hyperparameter's [0, 1) has exactly one; of another seed it is another such sequence.
/// </summary>
/// <param name="isScrambled">Whether the seed selects one of many such sequences; else it is the one of the table, whose first point is 0.</param>
public sealed class SobolSampler(bool isScrambled = true) : Sampler
{
    private const int Digits = 32;

    private protected override void Place(ulong seed, long trial, Span<double> places)
    {
        if (places.Length > SobolSequence.Dimensions)
        {
            throw new ArgumentException($"expected at most {SobolSequence.Dimensions} hyperparameters for Sobol's sequence, got {places.Length}.", nameof(places));
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(trial, uint.MaxValue);
        for (int j = 0; j < places.Length; j++)
        {
            uint digits = SobolSequence.Digits((uint)trial, j);
            places[j] = (isScrambled ? Scrambled(digits, seed, j) : digits) / 4294967296.0;
        }
    }

    // Each binary digit is flipped, or not, by all digits before it: nested uniform scrambling.
    private static uint Scrambled(uint digits, ulong seed, int dimension)
    {
        uint scrambled = 0;
        for (int digit = 0; digit < Digits; digit++)
        {
            // The digits before, behind a 1 that says how many they are.
            ulong before = (1UL << digit) | ((ulong)digits >> (Digits - digit));
            uint flip = new Philox(seed, RandomPurpose.Trial, before, dimension).Bits(2) >> 31;
            scrambled = (scrambled << 1) | (((digits >> (Digits - 1 - digit)) & 1) ^ flip);
        }

        return scrambled;
    }
}

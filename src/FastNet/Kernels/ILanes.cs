namespace FastNet.Kernels;

/// <summary>
/// The operations of a vector of <typeparamref name="T"/>: one value, or 128, 256 or 512 bits of them, or two such vectors side by side. A kernel
/// or an activation is written once over lanes and compiled for each width; as every operation acts on each lane alone, all widths give the
/// same bits.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TVector">The vector: T itself, Vector128, Vector256 or Vector512 of T, or two of them; known only by its operations.</typeparam>
public unsafe interface ILanes<T, TVector>
    where T : unmanaged
    where TVector : unmanaged
{
    /// <summary>The number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>The value in every lane.</summary>
    static abstract TVector Splat(T value);

    /// <summary>The Count values from <paramref name="source"/> on; no alignment is asked for.</summary>
    static abstract TVector Load(T* source);

    /// <summary>Writes the Count lanes from <paramref name="destination"/> on; no alignment is asked for.</summary>
    static abstract void Store(TVector value, T* destination);

    /// <summary>x + y.</summary>
    static abstract TVector Add(TVector x, TVector y);

    /// <summary>x − y.</summary>
    static abstract TVector Subtract(TVector x, TVector y);

    /// <summary>x · y.</summary>
    static abstract TVector Multiply(TVector x, TVector y);

    /// <summary>x / y, rounded as IEEE 754 says.</summary>
    static abstract TVector Divide(TVector x, TVector y);

    /// <summary>x·y + z with one rounding where <see cref="Numerics.IsFused"/>, else with two.</summary>
    static abstract TVector MultiplyAdd(TVector x, TVector y, TVector z);

    /// <summary>√x, rounded as IEEE 754 says.</summary>
    static abstract TVector Sqrt(TVector x);

    /// <summary>All bits set where x &gt; y, else none; none where either is NaN.</summary>
    static abstract TVector GreaterThan(TVector x, TVector y);

    /// <summary>All bits set where x = y, else none; none where either is NaN.</summary>
    static abstract TVector AreEqual(TVector x, TVector y);

    /// <summary>x where x &gt; y, else y: also where either is NaN, or both are zeros. x86 has an instruction that says just that.</summary>
    static abstract TVector Max(TVector x, TVector y);

    /// <summary>x where x &lt; y, else y: also where either is NaN, or both are zeros.</summary>
    static abstract TVector Min(TVector x, TVector y);

    /// <summary>
    /// x·2ⁿ for an integer n, rounded once. Where x·2^(n/2) is no normal number, some processors round twice: only there may bits differ.
    /// </summary>
    static abstract TVector Scale(TVector x, TVector n);

    /// <summary>Bit by bit: <paramref name="whereSet"/> where <paramref name="mask"/> has a one, else <paramref name="whereClear"/>.</summary>
    static abstract TVector Select(TVector mask, TVector whereSet, TVector whereClear);

    /// <summary>The bits of x and of y, and-ed.</summary>
    static abstract TVector And(TVector x, TVector y);

    /// <summary>The bits of x and of y, or-ed.</summary>
    static abstract TVector Or(TVector x, TVector y);

    /// <summary>The bits of x and of y, xor-ed.</summary>
    static abstract TVector Xor(TVector x, TVector y);

    /// <summary>The sum of the bits of x and of y as integers of the size of T.</summary>
    static abstract TVector AddBits(TVector x, TVector y);

    /// <summary>The bits of x, shifted left by <paramref name="count"/>.</summary>
    static abstract TVector ShiftLeftBits(TVector x, int count);

    /// <summary>The bits of x, shifted right by <paramref name="count"/>, zeros coming in.</summary>
    static abstract TVector ShiftRightBits(TVector x, int count);

    /// <summary>All bits set in lane i where bit i of <paramref name="bits"/> is one, else none.</summary>
    static abstract TVector MaskFromBits(ulong bits);

    /// <summary>The sum of the lanes by halving: the upper half is added to the lower until one lane is left.</summary>
    static abstract T SumHalving(TVector x);
}

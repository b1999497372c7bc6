using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>Two vectors of one width.</summary>
internal readonly struct Pair<TVector>(TVector first, TVector second)
    where TVector : unmanaged
{
    public readonly TVector First = first;
    public readonly TVector Second = second;
}

/// <summary>
/// The lanes of two vectors side by side. A formula over them is two independent chains whose instructions alternate, so that a processor which
/// looks only so far ahead finds work while one of them waits.
/// </summary>
internal readonly unsafe struct PairedLanes<T, TVector, TLanes> : ILanes<T, Pair<TVector>>
    where T : unmanaged
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    public static int Count => 2 * TLanes.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Splat(T value)
    {
        TVector vector = TLanes.Splat(value);
        return new(vector, vector);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Load(T* source) => new(TLanes.Load(source), TLanes.Load(source + TLanes.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Pair<TVector> value, T* destination)
    {
        TLanes.Store(value.First, destination);
        TLanes.Store(value.Second, destination + TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Add(Pair<TVector> x, Pair<TVector> y) => new(TLanes.Add(x.First, y.First), TLanes.Add(x.Second, y.Second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Subtract(Pair<TVector> x, Pair<TVector> y) => new(TLanes.Subtract(x.First, y.First), TLanes.Subtract(x.Second, y.Second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Multiply(Pair<TVector> x, Pair<TVector> y) => new(TLanes.Multiply(x.First, y.First), TLanes.Multiply(x.Second, y.Second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Divide(Pair<TVector> x, Pair<TVector> y) => new(TLanes.Divide(x.First, y.First), TLanes.Divide(x.Second, y.Second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> MultiplyAdd(Pair<TVector> x, Pair<TVector> y, Pair<TVector> z) => new(TLanes.MultiplyAdd(x.First, y.First, z.First), TLanes.MultiplyAdd(x.Second, y.Second, z.Second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Sqrt(Pair<TVector> x) => new(TLanes.Sqrt(x.First), TLanes.Sqrt(x.Second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> GreaterThan(Pair<TVector> x, Pair<TVector> y) => new(TLanes.GreaterThan(x.First, y.First), TLanes.GreaterThan(x.Second, y.Second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> AreEqual(Pair<TVector> x, Pair<TVector> y) => new(TLanes.AreEqual(x.First, y.First), TLanes.AreEqual(x.Second, y.Second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Max(Pair<TVector> x, Pair<TVector> y) => new(TLanes.Max(x.First, y.First), TLanes.Max(x.Second, y.Second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Min(Pair<TVector> x, Pair<TVector> y) => new(TLanes.Min(x.First, y.First), TLanes.Min(x.Second, y.Second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Scale(Pair<TVector> x, Pair<TVector> n) => new(TLanes.Scale(x.First, n.First), TLanes.Scale(x.Second, n.Second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Select(Pair<TVector> mask, Pair<TVector> whereSet, Pair<TVector> whereClear) => new(TLanes.Select(mask.First, whereSet.First, whereClear.First), TLanes.Select(mask.Second, whereSet.Second, whereClear.Second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> And(Pair<TVector> x, Pair<TVector> y) => new(TLanes.And(x.First, y.First), TLanes.And(x.Second, y.Second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Or(Pair<TVector> x, Pair<TVector> y) => new(TLanes.Or(x.First, y.First), TLanes.Or(x.Second, y.Second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Xor(Pair<TVector> x, Pair<TVector> y) => new(TLanes.Xor(x.First, y.First), TLanes.Xor(x.Second, y.Second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> AddBits(Pair<TVector> x, Pair<TVector> y) => new(TLanes.AddBits(x.First, y.First), TLanes.AddBits(x.Second, y.Second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> ShiftLeftBits(Pair<TVector> x, int count) => new(TLanes.ShiftLeftBits(x.First, count), TLanes.ShiftLeftBits(x.Second, count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> ShiftRightBits(Pair<TVector> x, int count) => new(TLanes.ShiftRightBits(x.First, count), TLanes.ShiftRightBits(x.Second, count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> MaskFromBits(ulong bits) => new(TLanes.MaskFromBits(bits), TLanes.MaskFromBits(bits >> TLanes.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T SumHalving(Pair<TVector> x) => TLanes.SumHalving(TLanes.Add(x.First, x.Second));
}

using System.Runtime.CompilerServices;

namespace FastNet.Kernels;

/// <summary>The last, partly filled vector of a span; nothing outside the span is read or written.</summary>
internal static unsafe class Tail
{
    /// <summary>The <paramref name="count"/> values from <paramref name="source"/> on, and zeros in the other lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load<T, TVector, TLanes>(T* source, int count)
        where T : unmanaged
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector padded = default;
        T* lanes = (T*)&padded;
        for (int i = 0; i < count; i++)
        {
            lanes[i] = source[i];
        }

        return padded;
    }

    /// <summary>The first <paramref name="count"/> lanes to <paramref name="destination"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T, TVector, TLanes>(TVector value, T* destination, int count)
        where T : unmanaged
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        T* lanes = (T*)&value;
        for (int i = 0; i < count; i++)
        {
            destination[i] = lanes[i];
        }
    }
}

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
        Copy(source, (T*)&padded, count);
        return padded;
    }

    /// <summary>The first <paramref name="count"/> lanes to <paramref name="destination"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T, TVector, TLanes>(TVector value, T* destination, int count)
        where T : unmanaged
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector> =>
        Copy((T*)&value, destination, count);

    /// <summary>destination = source, a few elements: 16 bytes at a time, then one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy<T>(T* source, T* destination, nint count)
        where T : unmanaged
    {
        nint i = 0;
        for (; i <= count - (16 / sizeof(T)); i += 16 / sizeof(T))
        {
            Unsafe.CopyBlockUnaligned(destination + i, source + i, 16);
        }

        for (; i < count; i++)
        {
            destination[i] = source[i];
        }
    }
}

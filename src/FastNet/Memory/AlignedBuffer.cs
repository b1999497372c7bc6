namespace FastNet;

/// <summary>A pinned array whose first element lies on a 64-byte boundary: a cache line, and the widest vector.</summary>
internal sealed unsafe class AlignedBuffer<T>
    where T : unmanaged
{
    private const int Alignment = 64;

    private readonly T[] array;
    private readonly int offset;
    private readonly int length;

    /// <summary>A buffer of <paramref name="length"/> zeros.</summary>
    public AlignedBuffer(int length)
    {
        array = GC.AllocateArray<T>(checked(length + (Alignment / sizeof(T))), pinned: true);
        fixed (T* start = array)
        {
            offset = (int)((Alignment - ((nuint)start & (Alignment - 1))) & (Alignment - 1)) / sizeof(T);
            Start = start + offset;
        }

        this.length = length;
    }

    /// <summary>The first element; it does not move, and is there as long as the buffer is.</summary>
    public T* Start { get; }

    public Span<T> Span => array.AsSpan(offset, length);
}

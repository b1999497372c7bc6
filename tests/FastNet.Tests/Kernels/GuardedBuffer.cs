using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastNet.Tests.Kernels;

/// <summary>
/// Memory that shows what a kernel touches beside its operands. Everything around a span is filled with one NaN, the canary, so that a
/// stray write changes it and a stray read that matters turns a result into NaN. On Unix the page behind the memory is forbidden: a span
/// placed at the very end turns any read beyond it into a crash.
/// </summary>
internal sealed unsafe class GuardedBuffer<T> : IDisposable
    where T : unmanaged
{
    // Canaries checked on either side: more than the widest panel of two vectors.
    private const int Margin = 80;

    private readonly byte* memory;
    private readonly nuint bytes;
    private readonly int capacity;
    private int start;
    private int length;
    private int checkedEnd;

    /// <summary>Memory for spans of up to <paramref name="capacity"/> elements, with their gaps.</summary>
    public GuardedBuffer(int capacity)
    {
        nuint needed = (nuint)(capacity + Margin) * (nuint)sizeof(T);
        bytes = (needed + ForbiddenPage.Bytes - 1) / ForbiddenPage.Bytes * ForbiddenPage.Bytes;
        this.capacity = (int)(bytes / (nuint)sizeof(T));
        memory = (byte*)NativeMemory.AlignedAlloc(bytes + ForbiddenPage.Bytes, ForbiddenPage.Bytes);
        ForbiddenPage.Protect(memory + bytes, allowed: false);
        Values.Fill(Canary);
    }

    /// <summary>The NaN that fills destinations and surroundings; no kernel makes one of this payload.</summary>
    public static T Canary { get; } =
        typeof(T) == typeof(float) ? Unsafe.BitCast<int, T>(0x7FC5_5AA5) : Unsafe.BitCast<long, T>(0x7FF8_5AA5_5AA5_5AA5);

    private Span<T> Values => new(memory, capacity);

    /// <summary>A span of canaries, <paramref name="gap"/> elements before the forbidden page; gaps shift the alignment.</summary>
    public Span<T> Place(int length, int gap = 0)
    {
        this.length = length;
        checkedEnd = capacity - gap;
        start = checkedEnd - length;
        int from = int.Max(0, start - Margin);
        Values[from..].Fill(Canary);
        return Values.Slice(start, length);
    }

    /// <summary>The same with contents.</summary>
    public Span<T> Place(ReadOnlySpan<T> contents, int gap = 0)
    {
        Span<T> span = Place(contents.Length, gap);
        contents.CopyTo(span);
        return span;
    }

    /// <summary>A matrix of canaries whose last element is the last before the gap.</summary>
    public MatrixSpan<T> PlaceMatrix(int rows, int columns, int rowStride, int gap = 0) =>
        new(Place(rows == 0 ? 0 : ((rows - 1) * rowStride) + columns, gap), rows, columns, rowStride);

    /// <summary>Fails unless every canary around the span lives.</summary>
    public void AssertCanaries()
    {
        AssertCanaries(Values[int.Max(0, start - Margin)..start]);
        AssertCanaries(Values[checkedEnd..]);
    }

    /// <summary>Fails unless every canary around the matrix, and between its rows, lives.</summary>
    public void AssertCanaries(MatrixSpan<T> matrix)
    {
        AssertCanaries();
        for (int row = 0; row + 1 < matrix.Rows; row++)
        {
            AssertCanaries(matrix.Values.Slice((row * matrix.RowStride) + matrix.Columns, matrix.RowStride - matrix.Columns));
        }
    }

    public void Dispose()
    {
        ForbiddenPage.Protect(memory + bytes, allowed: true);
        NativeMemory.AlignedFree(memory);
    }

    private static void AssertCanaries(ReadOnlySpan<T> canaries)
    {
        foreach (T value in canaries)
        {
            if (!Bits.Same(value, Canary))
            {
                Assert.Fail($"A canary was overwritten with {value}.");
            }
        }
    }
}

/// <summary>A page that may not be touched.</summary>
internal static unsafe partial class ForbiddenPage
{
    public const int Bytes = 65_536;

    /// <summary>Forbids or allows a page; does nothing on Windows, where canaries alone stand guard.</summary>
    public static void Protect(byte* page, bool allowed)
    {
        const int None = 0, ReadWrite = 3;
        if (!OperatingSystem.IsWindows() && MemoryProtect(page, Bytes, allowed ? ReadWrite : None) != 0)
        {
            throw new InvalidOperationException("The page behind the buffer could not be protected.");
        }
    }

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int MemoryProtect(byte* address, nint length, int protection);
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastNet.Tests.Kernels;

/// <summary>Equality of floating-point numbers bit by bit.</summary>
internal static class Bits
{
    /// <summary>Whether both have the same bits: −0 is not 0.</summary>
    public static bool Same<T>(T x, T y)
        where T : unmanaged =>
        typeof(T) == typeof(float)
            ? Unsafe.BitCast<T, int>(x) == Unsafe.BitCast<T, int>(y)
            : Unsafe.BitCast<T, long>(x) == Unsafe.BitCast<T, long>(y);

    /// <summary>Fails at the first element whose bits differ; any NaN equals any other, as payloads are not specified.</summary>
    public static void AssertSame<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, string what = "")
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            if (!Same(expected[i], actual[i]) && !(T.IsNaN(expected[i]) && T.IsNaN(actual[i])))
            {
                Assert.Fail($"{what}: element {i} of {expected.Length}: expected {expected[i]:R}, got {actual[i]:R}.");
            }
        }
    }

    /// <summary>The same for matrices.</summary>
    public static void AssertSame<T>(T[,] expected, ReadOnlyMatrixSpan<T> actual, string what = "")
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Assert.Equal((expected.GetLength(0), expected.GetLength(1)), (actual.Rows, actual.Columns));
        var row = new T[actual.Columns];
        for (int i = 0; i < actual.Rows; i++)
        {
            for (int j = 0; j < row.Length; j++)
            {
                row[j] = expected[i, j];
            }

            AssertSame<T>(row, actual.Row(i), $"{what}, row {i}");
        }
    }
}

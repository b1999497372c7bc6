using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace FastNet;

/// <summary>One method for each mistake: what was expected, what came, and the parameter's name.</summary>
[StackTraceHidden]
internal static class Throw
{
    [DoesNotReturn]
    public static void ShapeMismatch(string parameter, (int Rows, int Columns) expected, (int Rows, int Columns) actual) =>
        throw new ArgumentException($"expected a [{expected.Rows}, {expected.Columns}] matrix, got [{actual.Rows}, {actual.Columns}].", parameter);

    [DoesNotReturn]
    public static void LengthMismatch(string parameter, long expected, long actual) =>
        throw new ArgumentException($"expected {expected} elements, got {actual}.", parameter);

    [DoesNotReturn]
    public static void TooShort(string parameter, long needed, long actual) =>
        throw new ArgumentException($"expected at least {needed} elements, got {actual}.", parameter);

    [DoesNotReturn]
    public static void Overlap(string parameter, string other) =>
        throw new ArgumentException($"expected memory apart from that of '{other}', got memory that overlaps it.", parameter);

    [DoesNotReturn]
    public static void LabelOutOfRange(string parameter, int row, int label, int classes) =>
        throw new ArgumentException($"expected a class from 0 to {classes - 1}, got {label} in row {row}.", parameter);

    [DoesNotReturn]
    public static void NotAMatrix(string parameter, ReadOnlySpan<nint> lengths, ReadOnlySpan<nint> strides) =>
        throw new ArgumentException(
            $"expected a tensor of rank 2 with adjacent columns, got rank {lengths.Length} with strides [{string.Join(", ", strides.ToArray())}].",
            parameter);

    [DoesNotReturn]
    public static void RowsOutOfRange(string parameter, int firstRow, int rows, int available) =>
        throw new ArgumentOutOfRangeException(parameter, firstRow, $"expected rows within the matrix's {available}, got {rows} from row {firstRow} on.");

    [DoesNotReturn]
    public static void BatchOutOfRange(string parameter, int rows, int maxBatch) =>
        throw new ArgumentException($"expected 1 to {maxBatch} rows, the workspace's largest batch; got {rows}.", parameter);

    [DoesNotReturn]
    public static void UnsupportedType(Type type) =>
        throw new NotSupportedException($"expected float or double, got {type.Name}.");

    [DoesNotReturn]
    public static void InvalidState(string message) => throw new InvalidOperationException(message);

    [DoesNotReturn]
    private static void OutOfRange(string parameter, string expected, object actual) =>
        throw new ArgumentOutOfRangeException(parameter, actual, string.Create(CultureInfo.InvariantCulture, $"expected {expected}, got {actual}."));

    public static void IfNot<T>(bool holds, string parameter, string expected, T actual)
        where T : notnull
    {
        if (!holds)
        {
            OutOfRange(parameter, expected, actual);
        }
    }

    /// <summary>Throws unless the value is finite and at least 0.</summary>
    public static double IfNegative(double value, string parameter)
    {
        IfNot(double.IsFinite(value) && value >= 0, parameter, "a finite value of at least 0", value);
        return value;
    }

    /// <summary>Throws unless the value, as a T, is finite and above 0.</summary>
    public static double IfNotPositive<T>(double value, string parameter)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T rounded = T.CreateTruncating(value);
        if (!T.IsFinite(rounded) || !(rounded > T.Zero))
        {
            OutOfRange(parameter, $"a finite value above 0 as {typeof(T).Name}", value);
        }

        return value;
    }

    /// <summary>Throws unless the value, as a T, is at least 0 and below 1.</summary>
    public static double IfNotBelowOne<T>(double value, string parameter)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T rounded = T.CreateTruncating(value);
        if (!(rounded >= T.Zero && rounded < T.One))
        {
            OutOfRange(parameter, $"a value from 0 to below 1 as {typeof(T).Name}", value);
        }

        return value;
    }

    public static int IfNotPositive(int value, string parameter)
    {
        IfNot(value > 0, parameter, "a number of at least 1", value);
        return value;
    }

    public static void IfUnsupported<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
        {
            UnsupportedType(typeof(T));
        }
    }
}

using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastNet;

/// <summary>
/// Flat memory in a network's order as tensors and back, with PyTorch's names and layout: a weight lies [inputs, outputs] in memory and
/// [outputs, inputs] in the file. A prefix tells copies, moments and averages from the network's own.
/// </summary>
internal static class NetworkTensors
{
    private const string CountName = "num_batches_tracked";

    /// <summary>Parameters, or what has their order.</summary>
    public static IEnumerable<SafetensorsEntry> OfParameters<T>(string prefix, Network<T> network, T[] values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        network.Slices.Select(slice =>
        {
            T[] data = new T[slice.Length];
            for (int i = 0; i < data.Length; i++)
            {
                data[FileIndex(slice, i / slice.Columns, i % slice.Columns)] = values[slice.Offset + i];
            }

            return ToEntry<T>(prefix + slice.Name, Shape(slice), data);
        });

    /// <summary>Running statistics and the number of batches behind them.</summary>
    /// <exception cref="ArgumentException">A statistic is one that a file cannot have.</exception>
    public static IEnumerable<SafetensorsEntry> OfState<T>(string prefix, Network<T> network, T[] values, long batchesTracked)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
    [
        .. network.StateSlices.Select(slice =>
        {
            ReadOnlySpan<T> data = slice.Of<T>(values.AsSpan());
            return Flaw(slice, data) is { } flaw
                ? throw new ArgumentException(flaw, nameof(network))
                : ToEntry(prefix + slice.Name, [slice.Length], data);
        }),
        .. CountNames(network).Select(name => Whole(prefix + name, batchesTracked)),
    ];

    /// <summary>Numbers beside a network's.</summary>
    /// <exception cref="IOException">They have more than 2 GiB.</exception>
    public static SafetensorsEntry ToEntry<T>(string name, int[] shape, ReadOnlySpan<T> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Safetensors.RequireLength($"tensor '{name}'", (long)data.Length * Unsafe.SizeOf<T>());
        return new(name, typeof(T) == typeof(float) ? "F32" : "F64", shape, MemoryMarshal.AsBytes(data).ToArray());
    }

    /// <summary>A whole number.</summary>
    public static SafetensorsEntry Whole(string name, long value)
    {
        byte[] data = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(data, value);
        return new(name, "I64", [], data);
    }

    /// <summary>Takes what <see cref="OfParameters"/> made out of a file's tensors.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing, or has another shape or type.</exception>
    public static T[] TakeParameters<T>(Dictionary<string, SafetensorsEntry> entries, string prefix, Network<T> network, bool allowNarrowing = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] values = new T[network.Parameters.Length];
        foreach (ParameterSlice slice in network.Slices)
        {
            T[] data = TakeNumbers<T>(entries, prefix + slice.Name, Shape(slice), allowNarrowing);
            for (int i = 0; i < data.Length; i++)
            {
                values[slice.Offset + i] = data[FileIndex(slice, i / slice.Columns, i % slice.Columns)];
            }
        }

        return values;
    }

    /// <summary>Takes what <see cref="OfState"/> made out of a file's tensors.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing, has another shape or type, or numbers that cannot be.</exception>
    public static (T[] Values, long BatchesTracked) TakeState<T>(
        Dictionary<string, SafetensorsEntry> entries, string prefix, Network<T> network, bool allowNarrowing = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] values = new T[network.State.Length];
        foreach (StateSlice slice in network.StateSlices)
        {
            T[] data = TakeNumbers<T>(entries, prefix + slice.Name, [slice.Length], allowNarrowing);
            if (Flaw<T>(slice, data) is { } flaw)
            {
                throw new InvalidDataException(flaw);
            }

            data.CopyTo(slice.Of(values.AsSpan()));
        }

        // Each layer with running statistics has its own count in the file, as in PyTorch, and all have the same.
        (string Name, long Count)? first = null;
        foreach (string name in CountNames(network))
        {
            long count = TakeWhole(entries, prefix + name);
            first ??= (name, count);
            if (count < 0 || count != first.Value.Count)
            {
                throw new InvalidDataException(
                    $"expected one number of batches, at least 0, in all layers, as they are committed together; got {first.Value.Count} in "
                    + $"'{first.Value.Name}' and {count} in '{name}'.");
            }
        }

        return (values, first?.Count ?? 0);
    }

    /// <summary>Takes numbers of a shape.</summary>
    /// <exception cref="InvalidDataException">The tensor is missing, or has another shape or type.</exception>
    public static T[] TakeNumbers<T>(Dictionary<string, SafetensorsEntry> entries, string name, int[] shape, bool allowNarrowing = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SafetensorsEntry entry = Take(entries, name, shape);
        int length = shape.Aggregate(1, (product, side) => product * side);
        int size = entry.Type switch { "F32" => sizeof(float), "F64" => sizeof(double), _ => 0 };
        if (entry.Data.Length != (long)size * length)
        {
            throw new InvalidDataException(
                $"expected tensor '{entry.Name}' as {length} numbers of type F32 or F64, got {entry.Data.Length} bytes of {entry.Type}.");
        }

        if (size == sizeof(double) && typeof(T) == typeof(float) && !allowNarrowing)
        {
            throw new InvalidDataException($"expected tensor '{entry.Name}' as F32, got F64, which float would round: allow narrowing, or load as double.");
        }

        T[] numbers = new T[length];
        for (int i = 0; i < length; i++)
        {
            numbers[i] = size == sizeof(float)
                ? T.CreateTruncating(MemoryMarshal.Cast<byte, float>(entry.Data.Span)[i])
                : T.CreateTruncating(MemoryMarshal.Cast<byte, double>(entry.Data.Span)[i]);
        }

        return numbers;
    }

    /// <summary>Takes a whole number.</summary>
    /// <exception cref="InvalidDataException">The tensor is missing, or has another shape or type.</exception>
    public static long TakeWhole(Dictionary<string, SafetensorsEntry> entries, string name)
    {
        SafetensorsEntry entry = Take(entries, name, []);
        return entry.Type == "I64" && entry.Data.Length == sizeof(long)
            ? BinaryPrimitives.ReadInt64LittleEndian(entry.Data.Span)
            : throw new InvalidDataException($"expected tensor '{name}' as a number of type I64, got {entry.Data.Length} bytes of {entry.Type}.");
    }

    private static SafetensorsEntry Take(Dictionary<string, SafetensorsEntry> entries, string name, int[] shape)
    {
        if (!entries.Remove(name, out SafetensorsEntry? entry))
        {
            throw new InvalidDataException($"expected the tensor '{name}', got none.");
        }

        return entry.Shape.AsSpan().SequenceEqual(shape)
            ? entry
            : throw new InvalidDataException($"expected tensor '{name}' of shape [{string.Join(", ", shape)}], got [{string.Join(", ", entry.Shape)}].");
    }

    private static int[] Shape(ParameterSlice slice) => slice.Kind == ParameterKind.Weight ? [slice.Columns, slice.Rows] : [slice.Columns];

    private static int FileIndex(ParameterSlice slice, int row, int column) =>
        slice.Kind == ParameterKind.Weight ? (column * slice.Rows) + row : column;

    private static string[] CountNames<T>(Network<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. network.StateSlices.Select(slice => $"{slice.Name[..slice.Name.IndexOf('.', StringComparison.Ordinal)]}.{CountName}").Distinct()];

    // What is wrong with running statistics; null for nothing.
    private static string? Flaw<T>(StateSlice slice, ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (T value in values)
        {
            if (!T.IsFinite(value) || double.CreateTruncating(value) < slice.Minimum)
            {
                string least = double.IsFinite(slice.Minimum) ? string.Create(CultureInfo.InvariantCulture, $" of at least {slice.Minimum}") : "";
                return string.Create(CultureInfo.InvariantCulture, $"expected finite numbers{least} in '{slice.Name}', got {value}.");
            }
        }

        return null;
    }
}

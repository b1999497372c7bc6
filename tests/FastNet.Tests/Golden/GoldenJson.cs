using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using FastNet.Tests.Reference;

namespace FastNet.Tests.Golden;

/// <summary>Numbers, matrices and names out of the files' JSON.</summary>
internal static partial class GoldenJson
{
    public static string Name(this JsonElement element) =>
        element.GetProperty("name").GetString() ?? throw new InvalidDataException("expected a case's name, got null.");

    /// <summary>A case's name and the number that it may carry: <c>leaky_relu(0.2)</c>, <c>huber, delta 1</c>.</summary>
    public static (string Name, double? Number) WithoutNumber(string name)
    {
        Match match = NumberAtTheEnd().Match(name);
        return match.Success
            ? (match.Groups["name"].Value, double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture))
            : (name, null);
    }

    public static double Number(this JsonElement element, string property) => element.GetProperty(property).GetDouble();

    /// <summary>All numbers in their order, however they are nested.</summary>
    public static double[] Vector(this JsonElement element, string property) => [.. Flatten(element.GetProperty(property))];

    public static Matrix Matrix(this JsonElement element, string property) => ToMatrix(element.GetProperty(property));

    /// <summary>A list of matrices: the batches of the steps.</summary>
    public static Matrix[] Matrices(this JsonElement element, string property) =>
        [.. element.GetProperty(property).EnumerateArray().Select(ToMatrix)];

    public static int[] Integers(this JsonElement element) => [.. element.EnumerateArray().Select(number => number.GetInt32())];

    public static bool IsMatrix(this JsonElement element) => element[0].ValueKind == JsonValueKind.Array;

    private static Matrix ToMatrix(JsonElement element)
    {
        int columns = element[0].GetArrayLength();
        foreach (JsonElement row in element.EnumerateArray())
        {
            if (row.GetArrayLength() != columns)
            {
                throw new InvalidDataException($"expected rows of {columns} numbers, got one of {row.GetArrayLength()}.");
            }
        }

        return new Matrix([.. Flatten(element)], element.GetArrayLength(), columns);
    }

    private static IEnumerable<double> Flatten(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Flatten) : [element.GetDouble()];

    [GeneratedRegex(@"^(?<name>.+?)(\((?<number>[-+.\deE]+)\)| (?<number>-?[.\d][-+.\deE]*))$", RegexOptions.ExplicitCapture)]
    private static partial Regex NumberAtTheEnd();
}

using System.Numerics;

namespace FastNet.Training;

/// <summary>What is asked of every number that a network gets.</summary>
internal static class EncodedNumber
{
    /// <summary>Refuses a number that no network could use, so far is it from those that a normaliser was fitted on.</summary>
    /// <exception cref="InvalidDataException">It is such a one; the message says where it stands.</exception>
    public static void RequireInReach<TCells>(TCells cells, int column, double number, Normalizer? reach, int feature)
        where TCells : struct, ICells
    {
        if (reach is not null && !double.IsNaN(number) && !reach.IsInReach(number, feature))
        {
            throw cells.Error(column, DataSchema.InReach, number);
        }
    }

    /// <summary>A number as a network takes it.</summary>
    /// <exception cref="InvalidDataException">It is not finite, or none; the message says where it stands.</exception>
    public static T Finite<T, TCells>(TCells cells, int column, double number)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TCells : struct, ICells
    {
        T value = T.CreateTruncating(number);
        return T.IsFinite(value) ? value : throw cells.Error(column, double.IsNaN(number) ? "a number" : "a finite number", number);
    }
}

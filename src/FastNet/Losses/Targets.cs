using System.Numerics;

namespace FastNet;

/// <summary>
/// What a loss compares outputs with: a class for each example, or a [batch, outputs] matrix; and how much each example weighs.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly ref struct Targets<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Classes from 0 on: [batch].</summary>
    public Targets(ReadOnlySpan<int> classes)
    {
        Classes = classes;
        HasClasses = true;
    }

    /// <summary>Values, or probabilities: [batch, outputs].</summary>
    public Targets(ReadOnlyMatrixSpan<T> values) => Values = values;

    private Targets(Targets<T> targets, ReadOnlySpan<T> weights)
    {
        this = targets;
        Weights = weights;
    }

    /// <summary>[batch]; empty where the targets are values.</summary>
    public ReadOnlySpan<int> Classes { get; }

    /// <summary>[batch, outputs]; empty where the targets are classes.</summary>
    public ReadOnlyMatrixSpan<T> Values { get; }

    /// <summary>The factor of each example's loss: [batch]; empty where all weigh 1.</summary>
    public ReadOnlySpan<T> Weights { get; }

    /// <summary>Whether the targets are classes.</summary>
    public bool HasClasses { get; }

    /// <summary>The number of examples.</summary>
    public int Count => HasClasses ? Classes.Length : Values.Rows;

    /// <summary>
    /// The same with a factor for each example's loss. The factors are not normalised: a loss still divides by its
    /// <see cref="Loss{T}.Divisor"/>, so that 1 everywhere changes nothing and 2 everywhere doubles loss and gradient.
    /// </summary>
    /// <param name="weights">[batch], each finite and at least 0, which the loss checks.</param>
    /// <exception cref="ArgumentException">There are not as many weights as examples.</exception>
    public Targets<T> WithWeights(ReadOnlySpan<T> weights)
    {
        if (weights.Length != Count)
        {
            Throw.LengthMismatch(nameof(weights), Count, weights.Length);
        }

        return new(this, weights);
    }

    /// <summary>The targets, with their weights, of <paramref name="count"/> examples from <paramref name="first"/> on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The examples lie outside.</exception>
    public Targets<T> Slice(int first, int count) =>
        new(HasClasses ? new(Classes.Slice(first, count)) : new(Values.Slice(first, count)), Weights.IsEmpty ? [] : Weights.Slice(first, count));

    /// <summary>Classes from 0 on: [batch].</summary>
    public static implicit operator Targets<T>(ReadOnlySpan<int> classes) => new(classes);

    /// <summary>Classes from 0 on: [batch].</summary>
    public static implicit operator Targets<T>(Span<int> classes) => new((ReadOnlySpan<int>)classes);

    /// <summary>Classes from 0 on: [batch].</summary>
    public static implicit operator Targets<T>(int[] classes) => new((ReadOnlySpan<int>)classes);

    /// <summary>Values, or probabilities: [batch, outputs].</summary>
    public static implicit operator Targets<T>(ReadOnlyMatrixSpan<T> values) => new(values);

    /// <summary>Values, or probabilities: [batch, outputs].</summary>
    public static implicit operator Targets<T>(MatrixSpan<T> values) => new((ReadOnlyMatrixSpan<T>)values);
}

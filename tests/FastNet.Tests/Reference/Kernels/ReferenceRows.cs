using System.Numerics;

namespace FastNet.Tests.Reference.Kernels;

/// <summary>Sums and softmax of a row: these lines define the bits.</summary>
internal static class ReferenceRows
{
    private const int Lanes = 32;

    /// <summary>Element j is added to lane j mod 32; then, while more than one lane is left, the upper half is added to the lower.</summary>
    public static T Sum<T>(ReadOnlySpan<T> x)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var lanes = new T[Lanes];
        lanes.AsSpan().Fill(T.Zero);
        for (int j = 0; j < x.Length; j++)
        {
            lanes[j % Lanes] += x[j];
        }

        for (int half = Lanes / 2; half > 0; half /= 2)
        {
            for (int lane = 0; lane < half; lane++)
            {
                lanes[lane] += lanes[lane + half];
            }
        }

        return lanes[0];
    }

    /// <summary>The largest value of a row without NaN.</summary>
    public static T Max<T>(ReadOnlySpan<T> x)
        where T : IBinaryFloatingPointIeee754<T>
    {
        T max = x[0];
        foreach (T value in x)
        {
            max = value > max ? value : max;
        }

        return max;
    }

    /// <summary>e^(xⱼ − max x), with the maximum and the sum.</summary>
    public static (T[] Exponentials, T Max, T Sum) Exponentials<T>(ReadOnlySpan<T> x)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var e = new T[x.Length];
        T max = Max(x);
        for (int j = 0; j < e.Length; j++)
        {
            e[j] = ReferenceMath.Exp(x[j] - max);
        }

        return (e, max, Sum<T>(e));
    }

    /// <summary>e^(xⱼ − max x)·(1/Σ).</summary>
    public static T[] Softmax<T>(ReadOnlySpan<T> x)
        where T : IBinaryFloatingPointIeee754<T>
    {
        (T[] e, _, T sum) = Exponentials(x);
        T factor = T.One / sum;
        return [.. e.Select(value => value * factor)];
    }

    /// <summary>xⱼ − (max x + ln Σ).</summary>
    public static T[] LogSoftmax<T>(ReadOnlySpan<T> x)
        where T : IBinaryFloatingPointIeee754<T>
    {
        (_, T max, T sum) = Exponentials(x);
        T distance = max + ReferenceMath.Log(sum);
        var y = new T[x.Length];
        for (int j = 0; j < y.Length; j++)
        {
            y[j] = x[j] - distance;
        }

        return y;
    }
}

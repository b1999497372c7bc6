using System.Numerics;

namespace FastNet.Tests.Reference.Kernels;

/// <summary>The product of matrices that defines the bits: each element one chain of multiply-adds in ascending k.</summary>
internal static class ReferenceProduct
{
    /// <summary>S + A·B, A [m, k], B [k, n], S [m, n].</summary>
    public static T[,] Multiply<T>(T[,] a, T[,] b, T[,] start)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var c = new T[a.GetLength(0), b.GetLength(1)];
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int j = 0; j < b.GetLength(1); j++)
            {
                T chain = start[i, j];
                for (int p = 0; p < b.GetLength(0); p++)
                {
                    chain = ReferenceMath.MultiplyAdd(a[i, p], b[p, j], chain);
                }

                c[i, j] = chain;
            }
        }

        return c;
    }
}

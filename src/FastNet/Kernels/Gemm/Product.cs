using System.Numerics;

namespace FastNet.Kernels;

/// <summary>A product of matrices, divided among threads by blocks of C: never over the summed index, so that every chain stays whole.</summary>
internal unsafe struct Product<T>(
    nint m, nint n, nint k, T* a, nint am, nint ak, T* b, nint bk, nint bn, T* bEnd, T* c, nint ldc, T* init, nint ldi,
    T* packed, nint packedLength, IBlockOperator<T>? finish)
    : ISection
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int Parts = 1;

    public readonly void Run(int part)
    {
        // Packed or wide: each thread takes panels of B of its own. Else, and for Aᵀ·B (the weights' gradients), rows of C.
        bool byColumns = packed != null || (n >= Blocking.WideColumns && ak == 1);
        nint panel = Blocking.PanelBytes / sizeof(T);
        (nint i, nint rows) = byColumns ? (0, m) : WorkerPool.Share(m, 1, part, Parts);
        (nint j, nint columns) = byColumns ? WorkerPool.Share(n, panel, part, Parts) : (0, n);
        if (rows > 0 && columns > 0)
        {
            LoopNest<T> nest = new(
                rows, columns, k, a + (i * am), am, ak, b + (j * bn), bk, bn, bEnd, c + (i * ldc) + j, ldc,
                init == null ? null : init + (i * ldi) + j, ldi, packed == null ? null : packed + (part * packedLength), finish);
            Simd.Run<T, LoopNest<T>>(nest);
        }
    }
}

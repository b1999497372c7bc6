using FastNet.Kernels;

namespace FastNet;

/// <summary>
/// Orthonormal vectors by Gram and Schmidt, each projected twice: that is orthogonal to rounding (Giraud, Langou, Rozložník, "The loss of
/// orthogonality in the Gram–Schmidt process", 2005). It is the Q of a QR decomposition whose R has a positive diagonal; of independent
/// normals, that Q is uniform among the orthogonal matrices (Mezzadri, "How to generate random matrices from the classical compact
/// groups", 2007).
/// </summary>
internal static class GramSchmidt
{
    /// <summary>For each row v, Q being those above it: v ← v − (v·Qᵀ)·Q, twice; v ← v/√(v·v).</summary>
    /// <param name="vectors">Rows, linearly independent, so no more than columns.</param>
    public static void Orthonormalize(MatrixSpan<double> vectors)
    {
        var projections = new double[vectors.Rows];
        var scratch = new double[Gemm.ScratchLength<double>(1, vectors.Rows, vectors.Columns, transposed: true)];
        for (int row = 0; row < vectors.Rows; row++)
        {
            MatrixSpan<double> v = vectors.Slice(row, 1), finished = vectors.Slice(0, row), projection = new(projections, 1, row);
            for (int pass = 0; pass < 2; pass++)
            {
                Gemm.Multiply(v, finished.Transposed, projection, scratch: scratch);
                foreach (ref double length in projection.Values)
                {
                    length = -length;
                }

                Gemm.Multiply(projection, finished, v, start: v, scratch);
            }

            double norm = Math.Sqrt(FlatSum.OfSquares<double>(v.Values));
            foreach (ref double value in v.Values)
            {
                value /= norm;
            }
        }
    }
}

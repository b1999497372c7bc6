namespace FastNet.Kernels;

/// <summary>The sizes that cut a product into pieces for the caches. Measurements: docs/decisions/gemm.md.</summary>
internal static class Blocking
{
    /// <summary>The most rows of C whose tiles share a panel of B before the next: the rows of A that they read stay in the L2 cache.</summary>
    public const int Mc = 64;

    /// <summary>Columns of B packed at a time: with kc = 1024, 1 MB of float.</summary>
    public const int Nc = 256;

    /// <summary>Rows of B packed at a time: a panel of 32 columns takes 128 KB of float.</summary>
    public const int Kc = 1024;

    /// <summary>Whether packing a B whose columns are adjacent is repaid: it does not stay in the L2 cache, and enough rows share the cost.</summary>
    /// <param name="m">Rows of A.</param>
    /// <param name="bytes">The size of B.</param>
    public static bool IsWorthPacking(int m, long bytes) => bytes >= 8 << 20 ? m >= 32 : bytes >= 2 << 20 && m >= 512;

    /// <summary>The widest panel of B, in bytes: two vectors of 512 bits. Packed panels are padded to it.</summary>
    public const int PanelBytes = 128;

    /// <summary>
    /// Multiply-adds below which a product is not worth dividing among threads: some 9 µs of one. Handing over takes 0.1 to 0.4 µs, but each thread
    /// also fetches what the other has computed, which at this size costs what it saves.
    /// </summary>
    public const long WorthDividing = 500_000;

    /// <summary>Columns of C from which it is divided by columns rather than rows: fewer leave some thread without a panel of its own.</summary>
    public const int WideColumns = 128;
}

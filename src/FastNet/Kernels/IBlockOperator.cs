namespace FastNet.Kernels;

/// <summary>An element-wise operation in place on a finished block of a product, while it is still in the cache.</summary>
public interface IBlockOperator<T>
{
    /// <summary>block = f(block), element by element; called for blocks in any order, from any thread.</summary>
    void Apply(MatrixSpan<T> block);
}

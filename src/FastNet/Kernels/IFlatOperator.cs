namespace FastNet.Kernels;

/// <summary>An element-wise operation in place on flat memory.</summary>
internal unsafe interface IFlatOperator<T>
    where T : unmanaged
{
    /// <summary>x = f(x), element by element.</summary>
    void Apply(T* x, nint length);
}

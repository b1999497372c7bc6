using FastNet.Tests.Reference;

namespace FastNet.Tests.Golden;

/// <summary>Parameters by name in PyTorch's layout: a weight is [outputs, inputs], the transpose of what lies in memory.</summary>
internal static class PyTorchLayout
{
    public static void Write(this Network<double> network, string name, Matrix weight)
    {
        ParameterSlice slice = network.Slice(name);
        Assert.Equal((slice.Columns, slice.Rows), (weight.Rows, weight.Columns));
        weight.Transposed().Values.CopyTo(slice.Of(network.Parameters));
    }

    public static void Write(this Network<double> network, string name, double[] vector)
    {
        ParameterSlice slice = network.Slice(name);
        Assert.Equal(slice.Length, vector.Length);
        vector.CopyTo(slice.Of(network.Parameters));
    }

    /// <summary>A weight's part of the parameters, of their gradients or the like.</summary>
    public static Matrix ReadMatrix(this Network<double> network, string name, ReadOnlySpan<double> flat)
    {
        ParameterSlice slice = network.Slice(name);
        return new Matrix(slice.Of(flat).ToArray(), slice.Rows, slice.Columns).Transposed();
    }

    /// <summary>A vector's part of the parameters, of their gradients or the like.</summary>
    public static double[] ReadVector(this Network<double> network, string name, ReadOnlySpan<double> flat) =>
        network.Slice(name).Of(flat).ToArray();

    private static ParameterSlice Slice(this Network<double> network, string name) => network.Slices.Single(slice => slice.Name == name);
}

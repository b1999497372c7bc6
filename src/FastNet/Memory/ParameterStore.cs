using System.Numerics;

namespace FastNet;

/// <summary>One parameter as a layer declares it.</summary>
/// <param name="Name">Its name within the layer: <c>weight</c>, <c>bias</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Rows">Rows in memory: a weight's inputs; 1 for a vector.</param>
/// <param name="Columns">Columns in memory: a weight's outputs; a vector's length.</param>
/// <param name="Initializer">Its first values.</param>
public sealed record ParameterDeclaration(string Name, ParameterKind Kind, int Rows, int Columns, Initializer Initializer);

/// <summary>A network's parameters in one flat buffer: slices tight, all weights first, then the rest, each in the layers' order.</summary>
internal sealed class ParameterStore<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> values;

    public ParameterStore(IReadOnlyList<IReadOnlyList<ParameterDeclaration>> layers, ulong seed)
    {
        ByLayer = [.. layers.Select(declarations => new ParameterSlice[declarations.Count])];
        int offset = 0;
        foreach (bool weights in (ReadOnlySpan<bool>)[true, false])
        {
            for (int layer = 0; layer < layers.Count; layer++)
            {
                for (int i = 0; i < layers[layer].Count; i++)
                {
                    ParameterDeclaration declared = layers[layer][i];
                    if ((declared.Kind == ParameterKind.Weight) == weights)
                    {
                        ParameterSlice slice = new($"{layer}.{declared.Name}", declared.Kind, declared.Rows, declared.Columns, offset);
                        ByLayer[layer][i] = slice;
                        offset = checked(offset + (declared.Rows * declared.Columns));
                    }
                }
            }

            WeightCount = weights ? offset : WeightCount;
        }

        Slices = [.. ByLayer.SelectMany(slices => slices)];
        values = new AlignedBuffer<T>(offset);
        for (int layer = 0; layer < layers.Count; layer++)
        {
            for (int i = 0; i < layers[layer].Count; i++)
            {
                ParameterDeclaration declared = layers[layer][i];
                Philox random = new(seed, RandomPurpose.Initialize, (ulong)i, layer);
                declared.Initializer.Fill(ByLayer[layer][i].Of(values.Span), declared.Rows, declared.Columns, random);
            }
        }
    }

    /// <summary>The slices of each layer, in the order of its declarations.</summary>
    public ParameterSlice[][] ByLayer { get; }

    /// <summary>All slices, in the layers' order.</summary>
    public ParameterSlice[] Slices { get; }

    /// <summary>The elements of kind weight, which come first.</summary>
    public int WeightCount { get; }

    public Span<T> Values => values.Span;
}

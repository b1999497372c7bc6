using System.Numerics;

namespace FastNet;

/// <summary>A network's parameters in one flat buffer: slices tight, all weights first, then the rest, each in the layers' order.</summary>
internal sealed class ParameterStore<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> values;

    /// <summary>The parameters of layers, initialised from the seed; null leaves them at 0.</summary>
    public ParameterStore(IReadOnlyList<IReadOnlyList<ParameterDeclaration>> layers, ulong? seed)
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
        if (seed is { } key)
        {
            Initialize(layers, key);
        }
    }

    /// <summary>The slices of each layer, in the order of its declarations.</summary>
    public ParameterSlice[][] ByLayer { get; }

    /// <summary>All slices, in the layers' order.</summary>
    public ParameterSlice[] Slices { get; }

    /// <summary>The elements of kind weight, which come first.</summary>
    public int WeightCount { get; }

    public Span<T> Values => values.Span;

    private void Initialize(IReadOnlyList<IReadOnlyList<ParameterDeclaration>> layers, ulong seed)
    {
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
}

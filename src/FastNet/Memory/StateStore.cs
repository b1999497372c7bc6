using System.Numerics;

namespace FastNet;

/// <summary>A network's running statistics in one flat buffer: slices tight, in the layers' order.</summary>
internal sealed class StateStore<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> values;

    /// <summary>The statistics of layers, each at its initial value.</summary>
    public StateStore(IReadOnlyList<IReadOnlyList<StateDeclaration>> layers)
    {
        ByLayer = new StateSlice[layers.Count][];
        int offset = 0;
        for (int layer = 0; layer < layers.Count; layer++)
        {
            ByLayer[layer] = new StateSlice[layers[layer].Count];
            for (int i = 0; i < ByLayer[layer].Length; i++)
            {
                StateDeclaration declared = layers[layer][i];
                ByLayer[layer][i] = new($"{layer}.{declared.Name}", declared.Length, offset, declared.Minimum);
                offset = checked(offset + declared.Length);
            }
        }

        Slices = [.. ByLayer.SelectMany(slices => slices)];
        values = new AlignedBuffer<T>(offset);
        foreach ((StateSlice slice, StateDeclaration declared) in Slices.Zip(layers.SelectMany(declarations => declarations)))
        {
            slice.Of(values.Span).Fill(T.CreateTruncating(declared.InitialValue));
        }
    }

    /// <summary>The slices of each layer, in the order of its declarations.</summary>
    public StateSlice[][] ByLayer { get; }

    /// <summary>All slices, in the layers' order.</summary>
    public StateSlice[] Slices { get; }

    public Span<T> Values => values.Span;

    /// <summary>A layer's statistics, its declarations one after another.</summary>
    public Span<T> Of(int layer)
    {
        StateSlice[] slices = ByLayer[layer];
        return slices.Length == 0 ? [] : Values[slices[0].Offset..(slices[^1].Offset + slices[^1].Length)];
    }
}

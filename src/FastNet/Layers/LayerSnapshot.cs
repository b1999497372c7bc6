using System.Numerics;

namespace FastNet;

/// <summary>A layer's parameters and running statistics as they were, for inference after they have moved on.</summary>
internal sealed class LayerSnapshot<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ParameterSlice[] slices;
    private readonly StateSlice[] stateSlices;
    private readonly T[] parameters;
    private readonly T[] state;

    public LayerSnapshot(LayerContext<T> context)
    {
        List<T> values = [], statistics = [];
        slices = new ParameterSlice[context.ParameterCount];
        for (int i = 0; i < slices.Length; i++)
        {
            slices[i] = context.Slice(i) with { Offset = values.Count };
            values.AddRange(context.Parameter(i));
        }

        stateSlices = new StateSlice[context.StateCount];
        for (int i = 0; i < stateSlices.Length; i++)
        {
            stateSlices[i] = context.StateSlice(i) with { Offset = statistics.Count };
            statistics.AddRange(context.State(i));
        }

        parameters = [.. values];
        state = [.. statistics];
    }

    /// <summary>A context of inference over the copies; without scratch, masks, workers or a finish.</summary>
    public LayerContext<T> Context => new(slices, parameters, stateSlices, state, [], [], [], [], Pass.Inference, null, null, 0, 0);
}

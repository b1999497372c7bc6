using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>Lays out a workspace for the layers of a network.</summary>
internal static class WorkspacePlanner
{
    /// <summary>Where passes keep what.</summary>
    /// <param name="layers">The network's, in order.</param>
    /// <param name="applied">Of each layer, what the one before applies for it to its own output, which then serves both; null if none does.</param>
    /// <param name="parameters">The number of parameters.</param>
    /// <param name="maxBatch">The most rows of a pass.</param>
    /// <param name="workers">The threads of passes.</param>
    /// <exception cref="OverflowException">A buffer would have 2³¹ elements or more.</exception>
    public static WorkspacePlan Plan<T>(Layer<T>[] layers, IBlockOperator<T>?[] applied, int parameters, int maxBatch, WorkerPool? workers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var slots = new WorkspacePlan.Slot[layers.Length];
        int activations = 0, masks = 0, kept = 0, scratch = 0, width = 0;
        for (int i = 0; i < layers.Length; i++)
        {
            Layer<T> layer = layers[i];
            bool shares = applied[i] is not null;
            int offset = shares ? slots[i - 1].ActivationOffset : activations;
            slots[i] = new(layer.Outputs, offset, masks, layer.MaskLength(maxBatch), kept, layer.KeptLength(maxBatch));
            activations = shares ? activations : checked(activations + (maxBatch * layer.Outputs));
            masks = checked(masks + slots[i].MaskLength);
            kept = checked(kept + slots[i].KeptLength);
            scratch = int.Max(scratch, layer.ScratchLength(maxBatch, workers));
            width = int.Max(width, layer.Outputs);
        }

        return new WorkspacePlan(maxBatch, activations, checked(maxBatch * width), parameters, kept, scratch, masks, slots);
    }
}

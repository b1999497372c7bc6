using System.Numerics;
using FastNet.Kernels;

namespace FastNet.Tests.Layers;

/// <summary>
/// The kinks of activations: places where the slope jumps, or (as that costs parts of the step already) bends. Two passes whose elements lie on
/// the same pieces have no kink between them.
/// </summary>
internal static class Kinks
{
    /// <summary>Appends on which smooth piece of its activation each element of the last pass lies; nothing for smooth activations.</summary>
    public static void AddPieces<T>(Network<T> network, Workspace<T> workspace, List<int> pieces)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < network.Layers.Count; i++)
        {
            if (PieceOf<T>(network.Layers[i]) is { } pieceOf)
            {
                foreach (T a in workspace.Activation(i).Values[..(workspace.Batch * workspace.Activation(i).Columns)])
                {
                    pieces.Add(pieceOf(a));
                }
            }
        }
    }

    // Of an activation's output.
    private static Func<T, int>? PieceOf<T>(Layer layer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => layer switch
        {
            ActivationLayer<Relu> or ActivationLayer<LeakyRelu> or ActivationLayer<Elu> or ActivationLayer<Selu> or ActivationLayer<Softsign> =>
                a => a > T.Zero ? 1 : 0,
            ActivationLayer<HardSigmoid> => a => a <= T.Zero ? 0 : a < T.One ? 1 : 2,
            ActivationLayer<HardSwish> => a => a == T.Zero ? 0 : a < T.CreateTruncating(3) ? 1 : 2,
            _ => null,
        };
}

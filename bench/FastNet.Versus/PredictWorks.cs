using FastNet.Bench;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FastNet.Versus;

/// <summary>Outputs of dense ReLU networks for a batch.</summary>
internal static class PredictWorks
{
    public const string Group = "predict";

    public static IEnumerable<WorkPlan> Plans(Setting setting) =>
        from widths in Networks.ReluWidths
        from batch in (int[])[1, 64, 128]
        select new WorkPlan(Group, Name(widths, batch), () => Build(setting, widths, batch));

    public static string Name(int[] widths, int batch) => $"predict {new DenseShape(widths, batch).Name} batch {batch}";

    private static Work Build(Setting setting, int[] widths, int batch)
    {
        Network<float> network = new DenseShape(widths, batch).CreateNetwork();
        float[] x = Numbers.Uniform(batch * widths[0], seed: 3);
        List<Contender> contenders = [FastNetPrediction.Create(setting, network, x, batch)];
        List<IDisposable> owned = [];
        if (setting.HasOnnxRuntime)
        {
            OnnxPrediction prediction = new(network, x, batch, setting.Threads);
            owned.Add(prediction);
            contenders.Add(prediction.Contender);
        }

        if (setting.HasTorch)
        {
            Sequential module = Networks.ToTorch(network, () => nn.ReLU());
            module.eval();
            Tensor input = tensor(x, [batch, widths[0]]);
            owned.AddRange([module, input]);
            contenders.Add(TorchWork.Contender(Systems.Libtorch, () => Forward(module, input), () => no_grad()));
        }

        // Outputs are of the size of the inputs, ½; a sum of 784 products is rounded by some 1e-6 of that, and three layers pass it on.
        return new Work(contenders, (_, _) => 2e-5, new Volume(new DenseShape(widths, batch).PredictOperations, "GFLOP/s"), owned);
    }

    private static Tensor Forward(Sequential module, Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        return module.forward(input).MoveToOuterDisposeScope();
    }
}

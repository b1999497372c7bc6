using System.Runtime.InteropServices;
using Google.Protobuf;
using Onnx;

namespace FastNet.Versus;

/// <summary>A dense ReLU network as an ONNX file, laid out as PyTorch exports one: Gemm with a transposed weight, then Relu.</summary>
internal static class OnnxModel
{
    public const string Input = "x";
    public const string Output = "y";

    private const int IrVersion = 8;
    private const int Opset = 17;

    public static byte[] From(Network<float> network)
    {
        GraphProto graph = new() { Name = "network" };
        graph.Input.Add(Matrix(Input, network.Inputs));
        graph.Output.Add(Matrix(Output, network.Outputs));
        string x = Input;
        foreach (((float[] weight, float[] bias, int inputs, int outputs), int layer) in Networks.DenseLayers(network).Select((dense, i) => (dense, i)))
        {
            if (layer > 0)
            {
                graph.Node.Add(new NodeProto { OpType = "Relu", Input = { x }, Output = { $"a{layer}" } });
                x = $"a{layer}";
            }

            bool isLast = layer == (network.Layers.Count - 1) / 2;
            string z = isLast ? Output : $"z{layer}";
            graph.Initializer.Add(Tensor($"weight{layer}", weight, outputs, inputs));
            graph.Initializer.Add(Tensor($"bias{layer}", bias, outputs));
            graph.Node.Add(new NodeProto
            {
                OpType = "Gemm",
                Input = { x, $"weight{layer}", $"bias{layer}" },
                Output = { z },
                Attribute = { new AttributeProto { Name = "transB", Type = AttributeProto.Types.AttributeType.Int, I = 1 } },
            });
            x = z;
        }

        ModelProto model = new() { IrVersion = IrVersion, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = Opset });
        return model.ToByteArray();
    }

    private static TensorProto Tensor(string name, float[] values, params ReadOnlySpan<long> dimensions)
    {
        TensorProto tensor = new()
        {
            Name = name,
            DataType = (int)TensorProto.Types.DataType.Float,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(values)),
        };
        tensor.Dims.AddRange(dimensions.ToArray());
        return tensor;
    }

    // [any number of rows, columns]
    private static ValueInfoProto Matrix(string name, int columns)
    {
        TensorShapeProto shape = new();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = "batch" });
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = columns });
        TypeProto.Types.Tensor type = new() { ElemType = (int)TensorProto.Types.DataType.Float, Shape = shape };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = type } };
    }
}

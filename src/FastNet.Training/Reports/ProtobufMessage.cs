using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace FastNet.Training;

/// <summary>A message in protobuf's wire format (protobuf.dev/programming-guides/encoding), field by field.</summary>
internal sealed class ProtobufMessage
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int LengthDelimited = 2;
    private const int Fixed32 = 5;

    private readonly ArrayBufferWriter<byte> buffer = new();

    public ReadOnlySpan<byte> Written => buffer.WrittenSpan;

    public void Integer(int field, long value)
    {
        Tag(field, Varint);
        WriteVarint((ulong)value);
    }

    public void Float(int field, float value)
    {
        Tag(field, Fixed32);
        BinaryPrimitives.WriteSingleLittleEndian(buffer.GetSpan(sizeof(float)), value);
        buffer.Advance(sizeof(float));
    }

    public void Double(int field, double value)
    {
        Tag(field, Fixed64);
        WriteDouble(value);
    }

    public void Doubles(int field, IReadOnlyCollection<double> values)
    {
        Tag(field, LengthDelimited);
        WriteVarint((ulong)values.Count * sizeof(double));
        foreach (double value in values)
        {
            WriteDouble(value);
        }
    }

    public void Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    public void Message(int field, Action<ProtobufMessage> write)
    {
        ProtobufMessage inner = new();
        write(inner);
        Bytes(field, inner.Written);
    }

    private void Bytes(int field, ReadOnlySpan<byte> bytes)
    {
        Tag(field, LengthDelimited);
        WriteVarint((ulong)bytes.Length);
        buffer.Write(bytes);
    }

    private void Tag(int field, int wireType) => WriteVarint(((ulong)field << 3) | (uint)wireType);

    private void WriteDouble(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(buffer.GetSpan(sizeof(double)), value);
        buffer.Advance(sizeof(double));
    }

    private void WriteVarint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            buffer.Write([(byte)(value | 0x80)]);
        }

        buffer.Write([(byte)value]);
    }
}

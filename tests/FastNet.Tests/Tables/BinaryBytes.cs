using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace FastNet.Tests.Tables;

/// <summary>Writes binary files by their formats' specifications, number by number.</summary>
internal static class BinaryBytes
{
    /// <summary>An npy file of a header as NumPy writes it, filled up with spaces to a multiple of 64 bytes.</summary>
    public static byte[] Npy(string type, string shape, byte[] numbers, bool isFortran = false, int version = 1)
    {
        string dictionary = $"{{'descr': '{type}', 'fortran_order': {(isFortran ? "True" : "False")}, 'shape': {shape}, }}";
        int start = version == 1 ? 10 : 12;
        int length = (((start + dictionary.Length + 1 + 63) / 64) * 64) - start;
        byte[] sizes = new byte[start - 8];
        if (version == 1)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(sizes, (ushort)length);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(sizes, (uint)length);
        }

        return [0x93, .. "NUMPY"u8, (byte)version, 0, .. sizes, .. Encoding.ASCII.GetBytes(dictionary.PadRight(length - 1) + "\n"), .. numbers];
    }

    public static byte[] Idx(byte type, int[] sizes, byte[] numbers) =>
        [0, 0, type, (byte)sizes.Length, .. sizes.SelectMany(size => WholeNumber(size, 4, isBigEndian: true)), .. numbers];

    /// <summary>Numbers of NumPy's type, such as "&gt;i4".</summary>
    public static byte[] Numbers(string type, params double[] values)
    {
        bool isBig = type[0] == '>';
        int size = int.Parse(type[2..], CultureInfo.InvariantCulture);
        return [.. values.SelectMany(value => (type[1], size) switch
        {
            ('f', 2) => WholeNumber(BitConverter.HalfToUInt16Bits((Half)value), 2, isBig),
            ('f', 4) => WholeNumber(BitConverter.SingleToUInt32Bits((float)value), 4, isBig),
            ('f', 8) => WholeNumber(BitConverter.DoubleToUInt64Bits(value), 8, isBig),
            _ => WholeNumber(new BigInteger(value), size, isBig),
        })];
    }

    /// <summary>Text of a fixed number of characters, filled with zeros.</summary>
    public static byte[] Text(bool isBigEndian, int characters, params string[] texts) =>
        [.. texts.SelectMany(text => text.EnumerateRunes().Select(rune => rune.Value).Concat(Enumerable.Repeat(0, characters)).Take(characters))
            .SelectMany(rune => WholeNumber(rune, 4, isBigEndian))];

    private static byte[] WholeNumber(BigInteger value, int size, bool isBigEndian)
    {
        byte[] bytes = [.. Enumerable.Range(0, size).Select(i => (byte)((value >> (8 * i)) & 0xFF))];
        return isBigEndian ? [.. Enumerable.Reverse(bytes)] : bytes;
    }
}

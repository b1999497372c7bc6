using System.IO.Compression;

namespace FastNet.Training;

/// <summary>Gzip files, that is RFC 1952's one member or several behind each other, refused where their end is missing.</summary>
internal static class GzipFile
{
    private const byte First = 0x1F;
    private const byte Second = 0x8B;
    private const int BufferSize = 1 << 16;

    private static readonly byte[] Mark = "The end of a whole gzip file."u8.ToArray();

    /// <summary>Whether a stream that can seek holds one.</summary>
    public static bool IsGzip(Stream stream)
    {
        long start = stream.Position;
        bool isGzip = stream.ReadByte() == First && stream.ReadByte() == Second;
        stream.Position = start;
        return isGzip;
    }

    /// <summary>The decompressed contents.</summary>
    /// <exception cref="InvalidDataException">The file is cut, or damaged.</exception>
    public static Stream Open(Stream stream)
    {
        MemoryStream compressed = new();
        stream.CopyTo(compressed);
        long length = compressed.Length;

        // GZipStream compares the checksums that it comes to, but ends without a word where the file does. So a member of known contents goes
        // behind it: only if all before it are whole do the contents end with it.
        using (GZipStream gzip = new(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Mark);
        }

        compressed.Position = 0;
        if (!EndsWithMark(compressed))
        {
            throw new InvalidDataException("its end is missing.");
        }

        compressed.SetLength(length);
        compressed.Position = 0;
        return new GZipStream(compressed, CompressionMode.Decompress);
    }

    private static bool EndsWithMark(Stream compressed)
    {
        using GZipStream gzip = new(compressed, CompressionMode.Decompress, leaveOpen: true);
        byte[] buffer = new byte[BufferSize + Mark.Length];
        int kept = 0;
        while (gzip.Read(buffer, kept, BufferSize) is > 0 and int read)
        {
            int end = kept + read;
            kept = int.Min(end, Mark.Length);
            buffer.AsSpan(end - kept, kept).CopyTo(buffer);
        }

        return buffer.AsSpan(0, kept).SequenceEqual(Mark);
    }
}

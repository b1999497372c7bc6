using System.IO.Compression;

namespace FastNet.Training;

/// <summary>Gzip files, that is RFC 1952's one member or several behind each other, refused where their end is missing.</summary>
internal static class GzipFile
{
    private const byte First = 0x1F;
    private const byte Second = 0x8B;

    /// <summary>Whether a stream that can seek holds one.</summary>
    public static bool IsGzip(Stream stream)
    {
        long start = stream.Position;
        bool isGzip = stream.ReadByte() == First && stream.ReadByte() == Second;
        stream.Position = start;
        return isGzip;
    }

    /// <summary>The decompressed contents, as they are read. A read throws <see cref="InvalidDataException"/> where the file is cut, or damaged.</summary>
    /// <param name="stream">The file; it stays open.</param>
    /// <param name="name">What errors call it.</param>
    public static Stream Open(Stream stream, string name) => new WholeGzip(stream, name);

    // GZipStream compares the checksums that it comes to, but ends without a word where the file does. So a member of known contents goes
    // behind the file: only if all before it are whole do the contents end with it.
    private sealed class WholeGzip(Stream file, string name) : ReadOnlyStream
    {
        private const int BufferSize = 1 << 16;

        private static readonly byte[] Mark = "The end of a whole gzip file."u8.ToArray();

        private readonly GZipStream contents = new(new Appended(file, Compressed(Mark)), CompressionMode.Decompress);

        // What was read and not handed out; the last bytes may be the mark's.
        private readonly byte[] buffer = new byte[BufferSize + Mark.Length];
        private int first;
        private int end;
        private bool isAtEnd;

        public override int Read(Span<byte> destination)
        {
            while (end - first <= Mark.Length && !isAtEnd)
            {
                Fill();
            }

            int count = int.Min(destination.Length, end - first - Mark.Length);
            buffer.AsSpan(first, count).CopyTo(destination);
            first += count;
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            contents.Dispose();
            base.Dispose(disposing);
        }

        private void Fill()
        {
            buffer.AsSpan(first, end - first).CopyTo(buffer);
            (first, end) = (0, end - first);
            int count;
            try
            {
                count = contents.Read(buffer, end, BufferSize);
            }
            catch (InvalidDataException exception)
            {
                throw new InvalidDataException($"{name}: expected a whole gzip file: {exception.Message}", exception);
            }

            end += count;
            isAtEnd = count == 0;
            if (isAtEnd && !buffer.AsSpan(0, end).SequenceEqual(Mark))
            {
                throw new InvalidDataException($"{name}: expected a whole gzip file: its end is missing.");
            }
        }

        private static byte[] Compressed(byte[] bytes)
        {
            MemoryStream compressed = new();
            using (GZipStream gzip = new(compressed, CompressionLevel.Fastest))
            {
                gzip.Write(bytes);
            }

            return compressed.ToArray();
        }
    }

    /// <summary>A stream and, behind its end, some bytes.</summary>
    private sealed class Appended(Stream stream, byte[] bytes) : ReadOnlyStream
    {
        private int first = -1;

        public override int Read(Span<byte> destination)
        {
            if (first < 0 && stream.Read(destination) is > 0 and int read)
            {
                return read;
            }

            first = int.Max(first, 0);
            int count = int.Min(destination.Length, bytes.Length - first);
            bytes.AsSpan(first, count).CopyTo(destination);
            first += count;
            return count;
        }
    }

    /// <summary>What a stream is that is only read, from its beginning to its end.</summary>
    private abstract class ReadOnlyStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public abstract override int Read(Span<byte> destination);

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

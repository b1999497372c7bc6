namespace FastNet.Training;

/// <summary>A format of tables' files that <see cref="Table.Read(string, TableOptions?)"/> learns of by <see cref="Table.Register"/>.</summary>
public abstract class TableFileFormat
{
    /// <summary>Whether a file is of the format.</summary>
    /// <param name="start">Its first 8 bytes, or all where there are fewer.</param>
    public abstract bool Matches(ReadOnlySpan<byte> start);

    /// <summary>Reads a file.</summary>
    /// <param name="stream">The contents, which can seek.</param>
    /// <param name="name">What errors call it: a message starts with it.</param>
    /// <param name="wanted">Of the columns' names: which are read. Of others <see cref="TableColumn.PassedOver"/> stands in the table.</param>
    /// <exception cref="InvalidDataException">The contents are not what was expected.</exception>
    public abstract Table Read(Stream stream, string name, Func<IReadOnlyList<string>, bool[]> wanted);
}

using FastNet.Training;

namespace FastNet.Cli;

/// <summary>What data a command was asked to read.</summary>
/// <param name="File">The file; null for the digits that the tool carries.</param>
/// <param name="Options">How to read it.</param>
/// <param name="Split">How to cut it.</param>
/// <param name="Normalizer">What its features are brought to.</param>
internal sealed record DataSettings(string? File, DatasetOptions Options, SplitSettings Split, NormalizerKind Normalizer)
{
    private const string Carried = "digits.csv.gz";
    private const int CarriedSide = 8;

    /// <summary>What messages call it.</summary>
    public string Name => File ?? Carried;

    /// <summary>Reads the table.</summary>
    /// <exception cref="InvalidDataException">It is no such table.</exception>
    public TablePlan Read()
    {
        using Stream stream = Open();
        return TablePlan.Read(stream, Name, Options);
    }

    /// <summary>The shape of the images that the examples are; null where it is not known, or the features are not all of an image.</summary>
    /// <param name="table">What was read.</param>
    /// <param name="features">How many features examples have.</param>
    public ImageShape? ImageOf(Table table, int features) =>
        (File is null ? new ImageShape(CarriedSide, CarriedSide) : table.Image) is { } image && image.FeatureCount == features ? image : null;

    /// <summary>The file's bytes.</summary>
    public Stream Open() => File is not null ? System.IO.File.OpenRead(File)
        : typeof(DataSettings).Assembly.GetManifestResourceStream(Carried) ?? throw new InvalidDataException($"{Carried}: expected the digits inside the tool, got none.");
}

using System.Globalization;
using System.Numerics;

namespace FastNet.Training;

/// <summary>A file of an epoch's network.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Measure">What early stopping would watch, or the dev part's loss.</param>
/// <param name="File">The file's name within the folder.</param>
public sealed record KeptCheckpoint(int Epoch, double Measure, string File);

/// <summary>Keeps the networks of the best epochs as files <c>epoch-0012.safetensors</c>; a worse one gives way to a better one.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="folder">An existing folder.</param>
/// <param name="count">The most files, at least 1.</param>
/// <param name="write">Writes a network to a path; null for <see cref="NetworkFile"/>.</param>
/// <exception cref="ArgumentException">There is no such folder, or the count is below 1.</exception>
public sealed class KeptCheckpoints<T>(string folder, int count, Action<string, Network<T>>? write = null)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly string folder = Directory.Exists(folder) ? folder : throw new ArgumentException($"expected an existing folder, got '{folder}'.", nameof(folder));
    private readonly int count = count >= 1 ? count : throw new ArgumentOutOfRangeException(nameof(count), count, $"expected at least 1 file, got {count}.");
    private readonly List<KeptCheckpoint> kept = [];

    /// <summary>The files that there are, the best first; of equals the earlier.</summary>
    public IReadOnlyList<KeptCheckpoint> Kept => kept;

    internal void Offer(int epoch, double measure, Network<T> network)
    {
        if (kept.Count == count && !(measure < kept[^1].Measure))
        {
            return;
        }

        string file = string.Create(CultureInfo.InvariantCulture, $"epoch-{epoch:D4}.safetensors");
        string path = Path.Combine(folder, file);
        if (write is null)
        {
            NetworkFile.Save(path, network);
        }
        else
        {
            write(path, network);
        }

        int place = kept.TakeWhile(better => better.Measure <= measure).Count();
        kept.Insert(place, new KeptCheckpoint(epoch, measure, file));
        if (kept.Count > count)
        {
            File.Delete(Path.Combine(folder, kept[^1].File));
            kept.RemoveAt(count);
        }
    }

    internal void Restore(IEnumerable<KeptCheckpoint> saved)
    {
        kept.Clear();
        kept.AddRange(saved.Take(count));
    }
}

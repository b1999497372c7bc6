using System.Globalization;
using System.Numerics;

namespace FastNet.Training;

/// <summary>A file of an epoch's network.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Measure">What early stopping would watch, or the dev part's loss.</param>
public sealed record KeptCheckpoint(int Epoch, double Measure)
{
    /// <summary>The file's name within the folder: <c>epoch-0012.safetensors</c>.</summary>
    public string File => string.Create(CultureInfo.InvariantCulture, $"epoch-{Epoch:D4}.safetensors");
}

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

        KeptCheckpoint offered = new(epoch, measure);
        string path = Path.Combine(folder, offered.File);
        if (write is null)
        {
            NetworkFile.Save(path, network);
        }
        else
        {
            write(path, network);
        }

        int place = kept.TakeWhile(better => better.Measure <= measure).Count();
        kept.Insert(place, offered);
        if (kept.Count > count)
        {
            File.Delete(Path.Combine(folder, kept[^1].File));
            kept.RemoveAt(count);
        }
    }

    /// <summary>Begins anew, with those of a training that goes on, as far as their files are there.</summary>
    internal void Restore(IEnumerable<KeptCheckpoint> saved)
    {
        kept.Clear();
        kept.AddRange(saved.Where(checkpoint => File.Exists(Path.Combine(folder, checkpoint.File))).Take(count));
    }
}

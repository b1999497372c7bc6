using System.Globalization;
using System.Numerics;

namespace FastNet.Training;

/// <summary>A file of an epoch's network.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Measure">What early stopping would watch, or the dev part's loss; without a dev part the cost of training.</param>
public sealed record KeptCheckpoint(int Epoch, double Measure)
{
    /// <summary>The file's name within the folder: <c>epoch-0012.safetensors</c>.</summary>
    public string File => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Epoch:D4}{Extension}");

    internal const string Prefix = "epoch-";
    internal const string Extension = ".safetensors";
}

/// <summary>
/// Keeps the networks of the best epochs, and of the last ones, as files <c>epoch-0012.safetensors</c>; what is neither any more is deleted, and so is what a training that goes
/// on from a saved state, or is rolled back, finds of epochs that come again.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class KeptCheckpoints<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const string Prefix = KeptCheckpoint.Prefix;
    private const string Extension = KeptCheckpoint.Extension;

    private readonly string folder;
    private readonly int last;
    private readonly Action<string, Network<T>> write;
    private readonly List<KeptCheckpoint> kept = [];

    /// <summary>Files in a folder.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="best">The most files of best epochs, at least 0.</param>
    /// <param name="last">The most files of last epochs, at least 0; one of both is above 0.</param>
    /// <param name="write">Writes a network to a path; null for <see cref="NetworkFile"/>.</param>
    /// <exception cref="ArgumentException">There is no such folder, or a number lies outside.</exception>
    public KeptCheckpoints(string folder, int best, int last = 0, Action<string, Network<T>>? write = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(best);
        ArgumentOutOfRangeException.ThrowIfNegative(last);
        if (best + last == 0 || !Directory.Exists(folder))
        {
            throw new ArgumentException(best + last == 0 ? "expected at least 1 file, got 0." : $"expected an existing folder, got '{folder}'.");
        }

        (this.folder, Best, this.last) = (folder, best, last);
        this.write = write ?? ((path, network) => NetworkFile.Save(path, network));
    }

    /// <summary>The files that there are, the best first; of equals the earlier.</summary>
    public IReadOnlyList<KeptCheckpoint> Kept => kept;

    internal int Best { get; }

    /// <summary>Begins anew: files of earlier trainings stay.</summary>
    internal void Begin() => kept.Clear();

    internal void Offer(int epoch, double measure, Network<T> network)
    {
        KeptCheckpoint offered = new(epoch, measure);
        int place = kept.TakeWhile(better => better.Measure <= measure).Count();
        if (place < Best || last > 0)
        {
            write(PathOf(offered), network);
            kept.Insert(place, offered);
        }

        for (int i = kept.Count - 1; i >= Best; i--)
        {
            if (kept[i].Epoch <= epoch - last)
            {
                File.Delete(PathOf(kept[i]));
                kept.RemoveAt(i);
            }
        }
    }

    /// <summary>Goes on with those of a saved state, as far as their files are there; files of epochs that come after it are deleted, as they come again.</summary>
    internal void Restore(IEnumerable<KeptCheckpoint> saved, int nextEpoch)
    {
        kept.Clear();
        kept.AddRange(saved.Where(checkpoint => File.Exists(PathOf(checkpoint))));
        foreach (string path in Directory.GetFiles(folder, $"{Prefix}*{Extension}"))
        {
            string number = Path.GetFileName(path)[Prefix.Length..^Extension.Length];
            if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int epoch) && epoch >= nextEpoch)
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>Goes back to those of a state of this training, as far as they are still kept; the others are deleted.</summary>
    internal void TakeBack(IEnumerable<KeptCheckpoint> saved)
    {
        foreach (KeptCheckpoint other in kept.Except(saved).ToArray())
        {
            File.Delete(PathOf(other));
            kept.Remove(other);
        }
    }

    private string PathOf(KeptCheckpoint checkpoint) => Path.Combine(folder, checkpoint.File);
}

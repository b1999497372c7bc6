using System.Runtime.InteropServices;
using System.Text;

namespace FastNet.Versus;

/// <summary>
/// TorchSharp's native library is built by GCC 13 and asks the system's libstdc++ for version GLIBCXX_3.4.32, which that of GCC 12 (Debian 12) lacks.
/// All it wants from that version is <c>std::ios_base_library_init</c>, a name that &lt;ostream&gt; mentions and no code calls: there is no relocation
/// for it, so the loader never looks it up and only the version's own name keeps the library from loading. Where the system's libstdc++ is too
/// old, the copy beside this program is relabelled to ask for GLIBCXX_3.4.30, of GCC 12, from which it takes another symbol anyway.
/// </summary>
internal static class TorchLibrary
{
    private const string Wanted = "GLIBCXX_3.4.32";
    private const string Enough = "GLIBCXX_3.4.30";

    private static string Location => Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so");

    /// <summary>To be called before the library is first used.</summary>
    public static void MakeLoadable()
    {
        if (!File.Exists(Location) || NativeLibrary.TryLoad(Location, out _))
        {
            return;
        }

        byte[] library = File.ReadAllBytes(Location);
        if (library.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Wanted)) < 0)
        {
            return;
        }

        // The version table has each name's hash beside it, and the loader compares both.
        Replace(library, BitConverter.GetBytes(ElfHash(Wanted)), BitConverter.GetBytes(ElfHash(Enough)));
        Replace(library, Encoding.ASCII.GetBytes(Wanted), Encoding.ASCII.GetBytes(Enough));
        string relabelled = $"{Location}.{Environment.ProcessId}";
        File.WriteAllBytes(relabelled, library);
        File.Move(relabelled, Location, overwrite: true);
    }

    private static void Replace(Span<byte> bytes, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        for (int at = bytes.IndexOf(from); at >= 0; at = bytes.IndexOf(from))
        {
            to.CopyTo(bytes[at..]);
            bytes = bytes[(at + to.Length)..];
        }
    }

    // System V ABI, "Hash Table".
    private static uint ElfHash(string name)
    {
        uint hash = 0;
        foreach (char letter in name)
        {
            hash = (hash << 4) + letter;
            uint high = hash & 0xf000_0000;
            hash = (hash ^ (high >> 24)) & ~high;
        }

        return hash;
    }
}

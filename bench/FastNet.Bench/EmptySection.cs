namespace FastNet.Bench;

/// <summary>Nothing to do: what is timed is the fork and the join.</summary>
internal readonly struct EmptySection : ISection
{
    public void Run(int part)
    {
    }
}

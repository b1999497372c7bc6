namespace FastNet.Bench;

/// <summary>A piece of work of one shape, to be timed by BenchmarkDotNet or against the machine's limits.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Shape">Of what.</param>
/// <param name="Volume">Of a call.</param>
/// <param name="Build">Takes the memory; what it returns does the work once.</param>
/// <param name="Reason">Why it may stay below 80 % of the machine's limit; null where it should not.</param>
public sealed record Kernel(string Name, string Shape, Volume Volume, Func<Action> Build, string? Reason = null)
{
    public override string ToString() => $"{Name} {Shape}";
}

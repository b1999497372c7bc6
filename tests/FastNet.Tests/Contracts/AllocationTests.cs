namespace FastNet.Tests.Contracts;

public class AllocationTests
{
    /// <summary>16-32-4, and 784-256-128-10 at batch 128 on one thread and two: steps with norms, both kinds of dropout and Adam, and predictions.
    /// A network of every kind of layer, with each optimizer, groups, regularizers, clipping, noise, a schedule and averages.</summary>
    [Fact]
    public void StepsAndPredictionsAllocateNothingInTheWholeProcess() =>
        Assert.Equal(["0", "0", "0", "0"], Child.RunTrainer(["allocations"])[1..]);
}

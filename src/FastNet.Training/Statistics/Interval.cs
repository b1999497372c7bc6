namespace FastNet.Training;

/// <summary>The numbers from <paramref name="Low"/> to <paramref name="High"/>, both included.</summary>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>High − low.</summary>
    public double Width => High - Low;

    /// <summary>Whether <paramref name="x"/> lies inside or on an end.</summary>
    public bool Contains(double x) => Low <= x && x <= High;
}

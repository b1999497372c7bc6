namespace FastNet.Kernels;

/// <summary>A number as a type argument, so that the rows and vectors that a tile does not have fold away.</summary>
internal interface ICount
{
    static abstract int Count { get; }
}

internal readonly struct N1 : ICount
{
    public static int Count => 1;
}

internal readonly struct N2 : ICount
{
    public static int Count => 2;
}

internal readonly struct N3 : ICount
{
    public static int Count => 3;
}

internal readonly struct N4 : ICount
{
    public static int Count => 4;
}

internal readonly struct N5 : ICount
{
    public static int Count => 5;
}

internal readonly struct N6 : ICount
{
    public static int Count => 6;
}

internal readonly struct N7 : ICount
{
    public static int Count => 7;
}

internal readonly struct N8 : ICount
{
    public static int Count => 8;
}

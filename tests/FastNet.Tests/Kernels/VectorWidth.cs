using System.Runtime.Intrinsics;

namespace FastNet.Tests.Kernels;

/// <summary>
/// Runs kernels on vectors of a chosen width, also on one that the processor lacks and that is then emulated, slowly.
/// </summary>
/// <remarks>
/// The width is the process's, so one test at a time chooses it. Other tests that run meanwhile get the same bits, only by another road.
/// </remarks>
internal sealed class VectorWidth : IDisposable
{
    private static readonly object Gate = new();

    /// <summary>The widest that the processor has.</summary>
    public static readonly int Native =
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 64;

    private VectorWidth(int bits) => Numerics.VectorBits = bits;

    /// <summary>Every width, 64 being scalars.</summary>
    public static IReadOnlyList<int> Bits { get; } = [64, 128, 256, 512];

    /// <summary>Every width, as a theory's data.</summary>
    public static TheoryData<int> All => [.. Bits];

    /// <summary>Whether the processor has vectors of this width; where it has not, tests take fewer sizes.</summary>
    public static bool IsAccelerated(int bits) => bits <= Native;

    /// <summary>Kernels use this width until the result is disposed.</summary>
    public static VectorWidth Force(int bits)
    {
        Monitor.Enter(Gate);
        return new VectorWidth(bits);
    }

    public void Dispose()
    {
        Numerics.VectorBits = Native;
        Monitor.Exit(Gate);
    }
}

using System.Numerics;

namespace FastNet.Training;

/// <summary>Raw features from a file.</summary>
/// <param name="Values">[rows, features].</param>
/// <param name="Lines">[rows]: where each stands in the file, from 1 on.</param>
public sealed record InputFeatures<T>(T[] Values, IReadOnlyList<long> Lines)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

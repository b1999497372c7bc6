using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>
/// L = (1/(batch·outputs)) Σᵢ vᵢ Σⱼ |zᵢⱼ − tᵢⱼ|;  ∂L/∂z = v·sign(z − t)/(batch·outputs), 0 where z = t. Targets: values.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class MeanAbsoluteError<T>() : ElementLoss<T, AbsoluteError>(default)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

using System.Numerics;
using FastNet.Kernels;

namespace FastNet;

/// <summary>L = (1/(batch·outputs)) Σᵢ vᵢ Σⱼ (zᵢⱼ − tᵢⱼ)²;  ∂L/∂z = 2v(z − t)/(batch·outputs). Targets: values.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class MeanSquaredError<T>() : ElementLoss<T, SquaredError>(default)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

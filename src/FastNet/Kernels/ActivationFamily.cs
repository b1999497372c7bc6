namespace FastNet.Kernels;

/// <summary>What an activation does to the variance that passes through it, and so which first values suit the dense layer before it.</summary>
public enum ActivationFamily
{
    /// <summary>Odd around its centre (identity, tanh, sigmoid and their kin): Glorot's initialisation.</summary>
    Symmetric,

    /// <summary>
    /// Passes positive inputs and stops or shrinks negative ones, so that half of the variance is lost (ReLU and its kin): He's.
    /// </summary>
    Rectifying,

    /// <summary>Brings variance 1 back to 1 by itself (SELU): LeCun's.</summary>
    SelfNormalizing,
}

namespace FastNet.Kernels;

/// <summary>xⁿ for whole n ≥ 0 by squaring: products in an order that n fixes. Error: about n·2⁻⁵³, relative.</summary>
internal static class IntegerPower
{
    public static double Of(double x, long n)
    {
        double result = 1;
        for (double power = x; n > 0; n >>= 1, power *= power)
        {
            if ((n & 1) != 0)
            {
                result *= power;
            }
        }

        return result;
    }
}

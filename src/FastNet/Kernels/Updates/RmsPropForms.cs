namespace FastNet.Kernels;

/// <summary>The four forms of RMSprop.</summary>
internal static class RmsPropForms
{
    internal readonly struct Plain : IRmsPropForm
    {
        public static bool IsCentered => false;

        public static bool HasMomentum => false;
    }

    internal readonly struct WithMomentum : IRmsPropForm
    {
        public static bool IsCentered => false;

        public static bool HasMomentum => true;
    }

    internal readonly struct Centered : IRmsPropForm
    {
        public static bool IsCentered => true;

        public static bool HasMomentum => false;
    }

    internal readonly struct CenteredWithMomentum : IRmsPropForm
    {
        public static bool IsCentered => true;

        public static bool HasMomentum => true;
    }
}

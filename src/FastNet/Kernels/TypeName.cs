namespace FastNet;

/// <summary>What files and reports call a type of ours or a user's.</summary>
internal static class TypeName
{
    /// <summary>
    /// The name alone for a type of FastNet, <c>Adam</c>; for any other the full name, as two may have one name in two namespaces. Without
    /// the assembly, whose version may change, and without the type of numbers.
    /// </summary>
    public static string Of(object value)
    {
        Type type = value.GetType();
        return type.Namespace == nameof(FastNet)
            ? type.Name.Split('`')[0]
            : (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Split('`')[0];
    }
}

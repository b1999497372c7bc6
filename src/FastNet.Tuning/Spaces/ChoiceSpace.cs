namespace FastNet.Tuning;

/// <summary>Given values, each as likely as another.</summary>
internal sealed class ChoiceSpace : Space
{
    private readonly Setting[] settings;

    public ChoiceSpace(Setting[] settings, bool isOrdered)
    {
        this.settings = settings.Length >= 2 && settings.Distinct().Count() == settings.Length
            ? settings
            : throw new ArgumentException($"expected two values or more that differ, got {(settings.Length == 0 ? "none" : string.Join(", ", settings))}.");
        IsOrdered = isOrdered;
    }

    public override int? Count => settings.Length;

    public override bool IsOrdered { get; }

    public override double PlaceOf(Setting setting)
    {
        int index = Array.IndexOf(settings, setting);
        return index >= 0 ? (index + 0.5) / settings.Length : throw NotHere(setting);
    }

    public override string ToString() => $"{(IsOrdered ? "Ordered" : "Choice")}({string.Join(", ", settings)})";

    private protected override Setting SettingAt(double place) => settings[int.Min((int)(place * settings.Length), settings.Length - 1)];
}

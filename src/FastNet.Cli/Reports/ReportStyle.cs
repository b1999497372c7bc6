namespace FastNet.Cli;

/// <summary>The colours and the style sheet of a report.</summary>
internal static class ReportStyle
{
    public const string LightBackground = "#ffffff";
    public const string DarkBackground = "#16181d";

    /// <summary>Lines and bars of charts, the first first: each with a contrast of at least 3 to both backgrounds, as WCAG 2.2 (1.4.11) asks of graphics.</summary>
    public static IReadOnlyList<string> Palette { get; } = ["#2f7fd0", "#d9711c", "#2f9a5b", "#b65fc4", "#cf4f4f", "#808488"];

    public static string Color(int line) => Palette[line % Palette.Count];

    /// <summary>It has none of XML's characters, which would be escaped.</summary>
    public const string Sheet = $$"""
        :root { color-scheme: light dark; --background: {{LightBackground}}; --ink: #1c1e22; --faint: #d8dade; }
        @media (prefers-color-scheme: dark) { :root { --background: {{DarkBackground}}; --ink: #e4e6ea; --faint: #3a3e46; } }
        body { margin: 0 auto; padding: 1rem 1.5rem 3rem; max-width: 76rem; background: var(--background); color: var(--ink);
          font: 15px/1.5 system-ui, sans-serif; }
        h1 { font-size: 1.6rem; margin: 0.8rem 0; }
        h2 { font-size: 1.2rem; margin: 2rem 0 0.6rem; padding-top: 0.8rem; border-top: 1px solid var(--faint); }
        p { margin: 0.4rem 0; max-width: 50rem; overflow-wrap: anywhere; }
        .wide { overflow-x: auto; margin: 0.6rem 0 1rem; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { padding: 0.2rem 0.7rem; text-align: left; border-bottom: 1px solid var(--faint); vertical-align: top; }
        th { font-weight: 600; }
        th, td:first-child { max-width: 20rem; overflow-wrap: break-word; }
        .number, .heat thead th + th { text-align: right; }
        .none { opacity: 0.45; }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 1rem 2rem; }
        figure { margin: 0.6rem 0; max-width: 44rem; }
        figcaption { font-weight: 600; overflow-wrap: anywhere; }
        svg { display: block; width: 100%; height: auto; }
        svg text { font-family: inherit; }
        .legend { display: flex; flex-wrap: wrap; gap: 0.1rem 1.2rem; font-size: 0.9rem; }
        .key { display: inline-block; width: 1.2rem; height: 0.25rem; margin-right: 0.4rem; vertical-align: middle; border-radius: 2px; }
        """;
}

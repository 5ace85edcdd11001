using System.Text.RegularExpressions;

namespace CommandCenter.Web.Tests.House;

/// <summary>An icon that the sprite does not hold is drawn as nothing, and nobody is told.</summary>
public sealed partial class IconTests
{
    [Fact]
    public void Every_icon_that_is_named_is_in_the_sprite()
    {
        var sprite = File.ReadAllText(Path.Combine(SourceTree.Root, "src/CommandCenter.Web/wwwroot/lib/lucide/sprite.svg"));
        var missing =
            from file in SourceTree.Files("src/CommandCenter.Web", ".razor", ".js")
            from Match named in NamedIcon().Matches(file.Text)
            let name = named.Groups[1].Value
            where !sprite.Contains($"id=\"{name}\"", StringComparison.Ordinal)
            select $"{file.Path}: {name}";
        missing.ShouldBeEmpty("look for the name in wwwroot/lib/lucide/sprite.svg");
    }

    [GeneratedRegex("""(?:(?:<Icon\b[^>]*\bName|\bIcon)=|\bicon\(|\bicon: )["']([a-z0-9-]+)["']""")]
    private static partial Regex NamedIcon();
}

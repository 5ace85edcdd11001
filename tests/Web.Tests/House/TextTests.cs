using System.Text.RegularExpressions;

namespace CommandCenter.Web.Tests.House;

/// <summary>What may stand in no source file.</summary>
public sealed partial class TextTests
{
    [Fact]
    public void Nothing_is_left_for_later() =>
        Found(LeftForLater(), "src", ".cs", ".razor", ".js", ".css", ".sql").ShouldBeEmpty("do it now, or open an issue");

    [Fact]
    public void No_page_carries_a_style_of_its_own() =>
        Found(InlineStyle(), "src/CommandCenter.Web", ".razor").ShouldBeEmpty("styles stand in X.razor.css and take their values from theme.css");

    [Fact]
    public void No_page_carries_a_script_of_its_own() =>
        Found(InlineScript(), "src/CommandCenter.Web", ".razor").ShouldBeEmpty("the content security policy refuses inline scripts: use a module");

    [Fact]
    public void Colours_stand_in_the_theme_alone() => Found(RawColour(), "src/CommandCenter.Web", ".css", ".razor", ".js")
        .Where(line => !line.StartsWith("src/CommandCenter.Web/wwwroot/theme.css", StringComparison.Ordinal))
        .ShouldBeEmpty("use a --cc- token of theme.css");

    [Fact]
    public void Sql_for_ClickHouse_stands_in_Analytics_alone() => Found(ClickHouseParameter(), "src/CommandCenter.Web", ".cs", ".razor")
        .ShouldBeEmpty("SQL belongs into Analytics/X/XQueries.cs");

    private static IEnumerable<string> Found(Regex wanted, string folder, params string[] endings) =>
        from file in SourceTree.Files(folder, endings)
        from line in file.Lines.Select((text, index) => (text, number: index + 1))
        where wanted.IsMatch(line.text)
        select $"{file.Path}:{line.number}: {line.text.Trim()}";

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX|NotImplementedException)\b")]
    private static partial Regex LeftForLater();

    [GeneratedRegex("""\sstyle\s*=\s*["@]""", RegexOptions.IgnoreCase)]
    private static partial Regex InlineStyle();

    [GeneratedRegex("""<script(?![^>]*\ssrc=)|\son(?:click|load|error|input|change|submit)\s*=\s*["']""", RegexOptions.IgnoreCase)]
    private static partial Regex InlineScript();

    [GeneratedRegex("""(?<![\w&/"'(-])#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\b(?!["'\w-])|["'`]#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{8}|[0-9a-fA-F]{3})["'`]|\brgba?\(\s*\d|\bhsla?\(\s*\d""")]
    private static partial Regex RawColour();

    [GeneratedRegex(@"\{\w+:(?:U?Int(?:8|16|32|64)|Float64|String|DateTime64\(3\))\}")]
    private static partial Regex ClickHouseParameter();
}

using System.Text.RegularExpressions;

namespace CommandCenter.Web.Tests.House;

/// <summary>Each file holds one idea, and shows it by its size.</summary>
public sealed partial class SizeTests
{
    [Theory]
    [InlineData("src", ".cs", 300)]
    [InlineData("demo", ".cs", 300)]
    [InlineData("benchmarks", ".cs", 300)]
    [InlineData("tests", ".cs", 500)]
    [InlineData("src", ".razor", 200)]
    [InlineData("src", ".js", 250)]
    public void A_file_stays_small(string folder, string ending, int limit) => SourceTree.Files(folder, ending)
        .Select(file => (file.Path, file.Lines.Count))
        .Where(file => file.Count > limit)
        .Select(file => $"{file.Path}: {file.Count} lines")
        .ShouldBeEmpty($"a {ending} file under {folder} has at most {limit} lines: find the second idea in it and give it a file");

    [Fact]
    public void The_program_is_a_table_of_contents() =>
        SourceTree.Files("src/CommandCenter.Web", "/Program.cs").Single().Lines.Count.ShouldBeLessThanOrEqualTo(60);

    [Fact]
    public void A_module_exports_at_most_four_things() => SourceTree.Files("src", ".js")
        .Select(file => (file.Path, Count: Exports(file.Text)))
        .Where(file => file.Count > 4)
        .Select(file => $"{file.Path}: {file.Count} exports")
        .ShouldBeEmpty();

    private static int Exports(string text) => ExportedDeclaration().Count(text)
        + ExportedList().Matches(text).Sum(list => list.Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length);

    [GeneratedRegex(@"^export\s+(?:default|async|function|class|const|let)\b", RegexOptions.Multiline)]
    private static partial Regex ExportedDeclaration();

    [GeneratedRegex(@"^export\s*\{([^}]*)\}", RegexOptions.Multiline)]
    private static partial Regex ExportedList();
}

using System.Text.RegularExpressions;

namespace CommandCenter.Web.Tests.House;

/// <summary>Names come from the subject, never from patterns.</summary>
public sealed partial class NameTests
{
    private const string Advice = "name it after what it is in the subject: Desk, Board, Ledger, Roster, Catalog, reading, parcel";

    [Fact]
    public void No_type_is_named_after_a_pattern() => Assemblies.All
        .SelectMany(assembly => assembly.Written())
        .Where(type => Pattern().IsMatch(type.Name.Split('`')[0]))
        .Select(type => type.FullName)
        .ShouldBeEmpty(Advice);

    [Fact]
    public void No_file_is_named_after_a_pattern() => new[] { "src", "demo", "tests", "benchmarks" }
        .SelectMany(folder => SourceTree.Files(folder, ".cs", ".razor", ".js", ".css", ".sql"))
        .Where(file => Pattern().IsMatch(file.Name.Split('.')[0]))
        .Select(file => file.Path)
        .ShouldBeEmpty(Advice);

    [GeneratedRegex("(Helper|Util|Utility|Utilitie|Manager|Impl|Repository|Repositorie)s?$", RegexOptions.IgnoreCase)]
    private static partial Regex Pattern();
}

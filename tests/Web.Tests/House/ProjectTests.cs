using System.Reflection;
using System.Xml.Linq;

namespace CommandCenter.Web.Tests.House;

/// <summary>Each project touches exactly one outside thing.</summary>
public sealed class ProjectTests
{
    [Theory]
    [InlineData("src/CommandCenter.Domain")]
    [InlineData("src/CommandCenter.Analytics", "CommandCenter.Domain")]
    [InlineData("src/CommandCenter.Store", "CommandCenter.Domain")]
    [InlineData("src/CommandCenter.Web", "CommandCenter.Domain", "CommandCenter.Analytics", "CommandCenter.Store")]
    [InlineData("demo/CommandCenter.Demo", "CommandCenter.Domain")]
    public void A_project_refers_only_to_its_neighbours(string folder, params string[] allowed)
    {
        var project = SourceTree.Files(folder, ".csproj").Single();
        var references = XDocument.Load(Path.Combine(SourceTree.Root, project.Path))
            .Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
        references.Except(allowed).ShouldBeEmpty($"{folder} may refer to {string.Join(", ", allowed)} alone (docs/architecture.md)");
    }

    [Fact]
    public void Domain_refers_to_the_base_library_alone() =>
        References(Assemblies.Domain).Where(name => !name.StartsWith("System", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void Analytics_knows_neither_the_store_nor_http() => References(Assemblies.Analytics)
        .Where(name => IsOf(name, "Microsoft.EntityFrameworkCore", "Microsoft.AspNetCore", "Microsoft.Data.Sqlite", "CommandCenter.Store", "CommandCenter.Web"))
        .ShouldBeEmpty("what Analytics needs of a decision is handed to it as a value");

    [Fact]
    public void Store_does_not_know_ClickHouse()
    {
        References(Assemblies.Store).Where(name => IsOf(name, "CommandCenter.Analytics", "CommandCenter.Web")).ShouldBeEmpty();
        SourceTree.Files("src/CommandCenter.Store", ".cs", ".sql")
            .Where(file => file.Text.Contains("ClickHouse", StringComparison.OrdinalIgnoreCase))
            .Select(file => file.Path)
            .ShouldBeEmpty();
    }

    [Fact]
    public void A_namespace_is_its_folder()
    {
        var wrong = from folder in SourceTree.Projects
                    from file in SourceTree.Files($"src/{folder}", ".cs")
                    let inner = Path.GetDirectoryName(file.Path)![$"src/{folder}".Length..].Replace('/', '.')
                    let declared = file.Lines.FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal))
                    where declared is not null && declared != $"namespace {folder}{inner};"
                    select $"{file.Path}: {declared}";
        wrong.ShouldBeEmpty("a file's namespace is its project and folders");
    }

    private static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(name => name.Name!);

    private static bool IsOf(string name, params string[] families) =>
        families.Any(family => name.StartsWith(family, StringComparison.Ordinal));
}

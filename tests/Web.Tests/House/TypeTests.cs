using System.Reflection;
using CommandCenter.Domain.Access;
using Microsoft.AspNetCore.Components;

namespace CommandCenter.Web.Tests.House;

public sealed class TypeTests
{
    /// <summary>Interfaces with one implementation today, and why they are there.</summary>
    private static readonly Dictionary<string, string> Reasons = new()
    {
        ["CommandCenter.Web.Live.ILivePanel"] = "each live feature brings its panel; the feed knows none by name",
        ["CommandCenter.Web.Live.ILiveLayer"] = "each live feature brings its layers; the feed knows none by name",
        ["CommandCenter.Web.Map.ITileShelf"] = "a feature brings the layers that come and go; the map knows none by name",
    };

    /// <summary>What the server asks for itself, at start or to write; the answer is shown to nobody.</summary>
    private static readonly string[] AskedByTheServer =
    [
        "ReadingsQueries.LatestAsync", "ReadingsQueries.RecentIdsAsync", "ReadingsQueries.FindAsync", "ReadingsQueries.UnchangedAsync",
        "RetentionQueries.SweepAsync", "RetentionQueries.SweepHoursAsync",
        "IndicatorQueries.LastImportAsync", "IndicatorQueries.AddAsync",
        "FeatureQueries.AppendAsync", "FeatureQueries.LastVersionAsync", "FeatureQueries.DropAsync", "FeatureQueries.LoadAsync", "FeatureQueries.SizeAsync",
        "FeatureQueries.TotalAsync",
    ];

    [Fact]
    public void An_interface_has_two_implementations_or_a_written_reason()
    {
        var types = Assemblies.All.SelectMany(assembly => assembly.Written()).ToList();
        var idle = types
            .Where(type => type.IsInterface && !Reasons.ContainsKey(type.FullName!))
            .Where(contract => types.Count(type => type.IsClass && contract.IsAssignableFrom(type)) < 2)
            .Select(contract => contract.FullName);
        idle.ShouldBeEmpty("use the class itself, or write the reason down here");
    }

    [Fact]
    public void A_class_is_sealed_unless_something_derives_from_it()
    {
        var types = Assemblies.All.SelectMany(assembly => assembly.Written()).ToList();
        var open = types
            .Where(type => type.IsClass && !type.IsSealed && !type.IsAbstract && type != typeof(Program) && type.Name != "_Imports")
            .Where(type => !typeof(IComponent).IsAssignableFrom(type))
            .Where(type => !types.Any(other => other.BaseType == type || other.BaseType is { IsGenericType: true } b && b.GetGenericTypeDefinition() == type))
            .Select(type => type.FullName);
        open.ShouldBeEmpty("sealed by default");
    }

    [Fact]
    public void A_public_type_of_Domain_and_Analytics_says_what_it_is()
    {
        var silent = from folder in new[] { "src/CommandCenter.Domain", "src/CommandCenter.Analytics" }
                     from file in SourceTree.Files(folder, ".cs")
                     let lines = file.Lines
                     from i in Enumerable.Range(0, lines.Count)
                     where DeclaresPublicType(lines[i]) && !IsDocumented(lines, i)
                     select $"{file.Path}:{i + 1}: {lines[i].Trim()}";
        silent.ShouldBeEmpty("a doc comment says what it is: unit, CRS, range, errors, source");
    }

    [Fact]
    public void A_query_cannot_be_asked_without_a_scope()
    {
        var open = from type in Assemblies.Analytics.Written()
                   where type.Name.EndsWith("Queries", StringComparison.Ordinal)
                   from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                   where !method.GetParameters().Any(parameter => CarriesScope(parameter.ParameterType))
                   select $"{type.Name}.{method.Name}";
        open.Except(AskedByTheServer).ShouldBeEmpty("take a RegionScope, or a request record that holds one");
    }

    private static bool CarriesScope(Type type) =>
        type == typeof(RegionScope) || type.GetProperties().Any(property => property.PropertyType == typeof(RegionScope));

    private static bool DeclaresPublicType(string line) =>
        line.StartsWith("public ", StringComparison.Ordinal)
        && line.Split(' ', '(', '<').Any(word => word is "class" or "record" or "struct" or "interface" or "enum" or "delegate");

    private static bool IsDocumented(IReadOnlyList<string> lines, int declaration)
    {
        var above = declaration - 1;
        while (above >= 0 && lines[above].StartsWith('[')) above--;
        return above >= 0 && lines[above].StartsWith("///", StringComparison.Ordinal);
    }
}

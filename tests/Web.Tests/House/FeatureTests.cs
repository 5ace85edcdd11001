using System.Reflection;
using System.Text.RegularExpressions;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Store;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Web.Tests.House;

/// <summary>Each feature is one folder with one door, and none reaches into another.</summary>
public sealed class FeatureTests
{
    private static readonly ILookup<string, Type> Features = Assemblies.Web.Written()
        .Where(type => Assemblies.FeatureOf(type) is not null)
        .ToLookup(type => Assemblies.FeatureOf(type)!);

    [Fact]
    public void A_feature_names_no_type_of_another()
    {
        var named = from folder in Features
                    from file in SourceTree.Files($"src/CommandCenter.Web/Features/{folder.Key}", ".cs", ".razor")
                    from other in Features
                    where other.Key != folder.Key && Names(file.Text, other)
                    select $"{file.Path} names {other.Key}";
        named.ShouldBeEmpty("what two features need lives in Domain, Shared, Live or Map");
    }

    [Theory]
    [InlineData("Shared")]
    [InlineData("Shell")]
    [InlineData("Live")]
    [InlineData("Map")]
    [InlineData("Indicators")]
    public void What_all_features_stand_on_knows_none_of_them(string folder)
    {
        var named = from file in SourceTree.Files($"src/CommandCenter.Web/{folder}", ".cs", ".razor")
                    from feature in Features
                    where Names(file.Text, feature)
                    select $"{file.Path} names {feature.Key}";
        named.ShouldBeEmpty();
    }

    [Fact]
    public void A_component_asks_a_door_and_never_a_store()
    {
        var wrong = from component in Components()
                    from injected in Injected(component)
                    where IsStore(injected)
                    select $"{component.Name} injects {injected.Name}";
        wrong.ShouldBeEmpty("ask the feature's door (XDesk), which checks the permission");
    }

    [Fact]
    public void A_component_asks_no_other_features_door()
    {
        var wrong = from component in Components()
                    from injected in Injected(component)
                    let feature = Assemblies.FeatureOf(injected)
                    where feature is not null && feature != Assemblies.FeatureOf(component)
                    select $"{component.Name} injects {injected.FullName}";
        wrong.ShouldBeEmpty();
    }

    private static bool Names(string text, IGrouping<string, Type> feature) =>
        Regex.IsMatch(text, $@"\bFeatures\.{feature.Key}\b")
        || feature.Any(type => Regex.IsMatch(text, $@"(?<![\w.]){feature.Key}\.{Regex.Escape(type.Name.Split('`')[0])}\b"));

    private static IEnumerable<Type> Components() => Assemblies.Web.Written().Where(typeof(IComponent).IsAssignableFrom);

    private static IEnumerable<Type> Injected(Type component) => component
        .GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        .Where(property => property.GetCustomAttribute<InjectAttribute>() is not null)
        .Select(property => property.PropertyType)
        .Concat(component.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.ParameterType));

    private static bool IsStore(Type type) =>
        typeof(DbContext).IsAssignableFrom(type)
        || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDbContextFactory<>))
        || typeof(IClickHouse).IsAssignableFrom(type)
        || type.Assembly == typeof(CommandCenterDb).Assembly;
}

using System.Reflection;
using System.Runtime.CompilerServices;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Domain.Geography;
using CommandCenter.Store;

namespace CommandCenter.Web.Tests.House;

/// <summary>The product as it was compiled.</summary>
internal static class Assemblies
{
    public static Assembly Domain { get; } = typeof(RegionCode).Assembly;
    public static Assembly Analytics { get; } = typeof(IClickHouse).Assembly;
    public static Assembly Store { get; } = typeof(CommandCenterDb).Assembly;
    public static Assembly Web { get; } = typeof(Program).Assembly;

    public static IReadOnlyList<Assembly> All { get; } = [Domain, Analytics, Store, Web];

    /// <summary>Types somebody wrote: no lambdas, iterators or generated regular expressions.</summary>
    public static IEnumerable<Type> Written(this Assembly assembly) => assembly.GetTypes()
        .Where(type => type.FullName!.StartsWith("CommandCenter.", StringComparison.Ordinal)
            && !type.FullName.Contains('<')
            && type.GetCustomAttribute<CompilerGeneratedAttribute>() is null);

    /// <summary>The feature a type belongs to, or null.</summary>
    public static string? FeatureOf(Type type)
    {
        const string features = "CommandCenter.Web.Features.";
        return type.Namespace?.StartsWith(features, StringComparison.Ordinal) == true
            ? type.Namespace[features.Length..].Split('.')[0]
            : null;
    }
}

using System.Reflection;

namespace CommandCenter.Analytics.Schema;

/// <summary>One numbered file of statements: <c>001_readings.sql</c>.</summary>
public sealed record SchemaFile(string Name, string Text)
{
    /// <summary>The files under <c>Schema/</c> that an assembly carries, in the order of their numbers.</summary>
    public static IReadOnlyList<SchemaFile> Embedded(Assembly assembly)
    {
        var folder = $"{assembly.GetName().Name}.Schema.";
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new SchemaFile(name[folder.Length..], Read(assembly, name)))];
    }

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}

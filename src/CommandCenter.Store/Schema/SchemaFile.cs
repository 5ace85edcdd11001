using System.Security.Cryptography;
using System.Text;

namespace CommandCenter.Store.Schema;

/// <summary>One numbered step of the schema, <c>001_accounts</c>. Once applied it never changes; a change is the next number.</summary>
internal sealed record SchemaFile(string Name, string Sql)
{
    /// <summary>SHA-256 of the text, lower-case hex.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    /// <summary>The steps built into this assembly for a provider, in order.</summary>
    public static IReadOnlyList<SchemaFile> For(string provider)
    {
        var assembly = typeof(SchemaFile).Assembly;
        var prefix = $"{typeof(SchemaFile).Namespace}.{provider}.";
        return [.. assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(resource => new SchemaFile(resource[prefix.Length..^".sql".Length], Read(resource)))];

        string Read(string resource)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            return reader.ReadToEnd();
        }
    }
}

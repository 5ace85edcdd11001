using System.Reflection;
using System.Security.Cryptography;
using CommandCenter.Analytics.ClickHouse;

namespace CommandCenter.Analytics.Schema;

/// <summary>
/// Applies the numbered files <c>Schema/NNN_name.sql</c>, each once and in order, and remembers them by their SHA-256.
/// Statements are written to be repeatable (<c>IF NOT EXISTS</c>): a start that was cut short is done again. The files speak
/// of one server; on a cluster <see cref="ClusterSchema"/> says the same to all of them.
/// </summary>
/// <param name="cluster">The cluster as its servers name it; null for one server.</param>
public sealed class SchemaRunner(IClickHouse clickHouse, IReadOnlyList<SchemaFile> files, string? cluster = null)
{
    /// <summary>The files of the product.</summary>
    public static IReadOnlyList<SchemaFile> Files { get; } = SchemaFile.Embedded(Assembly.GetExecutingAssembly());

    /// <exception cref="InvalidOperationException">A file was changed after it was applied.</exception>
    public async Task ApplyAsync(CancellationToken cancel)
    {
        await ExecuteAsync("""
            CREATE TABLE IF NOT EXISTS schema_versions
            (
                name       String,
                sha256     String,
                applied_at DateTime64(3, 'UTC') DEFAULT now64(3)
            )
            ENGINE = MergeTree
            ORDER BY name
            """, cancel);
        var rows = await clickHouse.QueryAsync(
            new("SELECT name, any(sha256) FROM schema_versions GROUP BY name"),
            row => KeyValuePair.Create(row.ReadString(), row.ReadString()), cancel);
        var applied = rows.ToDictionary();
        foreach (var file in files)
        {
            var sha256 = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(file.Text)));
            if (!applied.TryGetValue(file.Name, out var known)) await ApplyAsync(file, sha256, cancel);
            else if (known != sha256)
                throw new InvalidOperationException($"The schema file {file.Name} was changed after it was applied; changes go into a new file with the next number.");
        }
    }

    private async Task ApplyAsync(SchemaFile file, string sha256, CancellationToken cancel)
    {
        foreach (var statement in SqlTokens.Statements(file.Text))
            await ExecuteAsync(statement, cancel);
        await clickHouse.ExecuteAsync(
            new Sql("INSERT INTO schema_versions (name, sha256) SELECT {name:String}, {sha256:String}")
                .With("name", file.Name)
                .With("sha256", sha256),
            cancel);
    }

    private async Task ExecuteAsync(string statement, CancellationToken cancel)
    {
        foreach (var part in cluster is null ? [statement] : ClusterSchema.Expand(statement, cluster))
            await clickHouse.ExecuteAsync(new(part), cancel);
    }
}

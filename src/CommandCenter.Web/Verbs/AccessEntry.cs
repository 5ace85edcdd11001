using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CommandCenter.Web.Verbs;

/// <summary>A line of the lists that <c>create-accounts</c> reads and writes: an account, or an ingest token.
/// Wanted, a token's <see cref="Token"/> is its name; issued, its secret.</summary>
internal sealed record AccessEntry(
    string? User = null, string? Name = null, string? Password = null, string? Token = null, string? Role = null, string? Scope = null,
    bool? Display = null, string? Phone = null)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    public static async Task<IReadOnlyList<AccessEntry>> ReadAsync(string path, CancellationToken cancel)
    {
        await using var file = File.OpenRead(path);
        return await JsonSerializer.DeserializeAsync<AccessEntry[]>(file, Format, cancel) ?? [];
    }

    /// <summary>Replaces the file whole; only its owner may read it.</summary>
    public static async Task WriteAsync(string path, IEnumerable<AccessEntry> entries, CancellationToken cancel)
    {
        var draft = path + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var file = new FileStream(draft, options))
            await JsonSerializer.SerializeAsync(file, entries, Format, cancel);
        File.Move(draft, path, overwrite: true);
    }
}

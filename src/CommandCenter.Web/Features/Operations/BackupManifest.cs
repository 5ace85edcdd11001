using System.Text.Encodings.Web;
using System.Text.Json;
using CommandCenter.Analytics.Backup;
using CommandCenter.Store.Backup;

namespace CommandCenter.Web.Features.Operations;

/// <summary>What a backup holds, as its <c>manifest.json</c> says: written last, so a folder with one is whole.</summary>
/// <param name="At">The moment it shows.</param>
/// <param name="Build">Of the program that made it.</param>
internal sealed record BackupManifest(
    int Format, DateTimeOffset At, string Build, StoreContent Store, SavedFacts Facts, IReadOnlyList<SavedFile> Files)
{
    public const string FileName = "manifest.json";
    public const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public long Bytes => Files.Sum(file => file.Bytes);

    /// <exception cref="InvalidOperationException">There is none, it cannot be read, or it is of another format.</exception>
    public static BackupManifest Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) throw new InvalidOperationException($"{folder} 中没有 {FileName}：不是完整的备份。");
        BackupManifest? manifest = null;
        try
        {
            manifest = JsonSerializer.Deserialize<BackupManifest>(File.ReadAllBytes(path), Json);
        }
        catch (JsonException)
        {
            // Said below.
        }

        return manifest is { Format: CurrentFormat, Store: not null, Facts: not null, Files: not null }
            ? manifest
            : throw new InvalidOperationException($"{path} 无法读取，或来自不兼容的版本。");
    }

    public async Task WriteAsync(string folder, CancellationToken cancel)
    {
        await using var file = new FileStream(Path.Combine(folder, FileName), FileMode.CreateNew, FileAccess.Write);
        await JsonSerializer.SerializeAsync(file, this, Json, cancel);
        file.Flush(flushToDisk: true);
    }
}

/// <param name="Name">Name on ClickHouse's disk of backups.</param>
/// <param name="Database">The database that was saved.</param>
/// <param name="IsInFolder">False when a ClickHouse server keeps its part on its own disk.</param>
internal sealed record SavedFacts(string Name, string Database, bool IsInFolder, IReadOnlyList<TableTotals> Totals);

/// <param name="Path">Inside the backup's folder, with forward slashes.</param>
/// <param name="Sha256">Lower-case hex.</param>
internal sealed record SavedFile(string Path, long Bytes, string Sha256);

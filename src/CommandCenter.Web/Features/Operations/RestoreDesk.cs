using CommandCenter.Analytics.Backup;
using CommandCenter.Store.Backup;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Operations;

/// <summary>Brings a backup back, into an empty data folder, an empty store and an empty ClickHouse and never over anything.</summary>
internal sealed class RestoreDesk(CommandCenterOptions options, StoreBackup store, FactsBackup facts)
{
    /// <summary>Checks every file against its checksum and changes nothing.</summary>
    /// <exception cref="InvalidOperationException">It is not whole.</exception>
    public static async Task<BackupManifest> CheckAsync(string folder, CancellationToken cancel)
    {
        var manifest = BackupManifest.Read(folder);
        await BackupFiles.CheckAsync(folder, manifest.Files, cancel);
        return manifest;
    }

    /// <summary>Restores, and compares what is there now with what the backup says.</summary>
    /// <exception cref="InvalidOperationException">The backup is not whole, or the place is not empty: nothing was changed. Or what
    /// came back is not what was saved: the product does not start on it.</exception>
    public async Task<BackupManifest> RestoreAsync(string folder, CancellationToken cancel)
    {
        var manifest = await CheckAsync(folder, cancel);
        await RefuseFullAsync(cancel);

        await File.WriteAllTextAsync(options.RestoringMark, folder, cancel);
        var rows = await store.RestoreAsync(Path.Combine(folder, "store"), manifest.Store, cancel);
        await RestoreFactsAsync(folder, manifest.Facts, cancel);
        BackupFiles.Copy(Path.Combine(folder, "files"), options.DataFolder);
        Compare("表", manifest.Store.Rows, rows);
        Compare("ClickHouse", manifest.Facts.Totals, await facts.TotalsAsync(cancel));
        File.Delete(options.RestoringMark);
        return manifest;
    }

    private async Task RestoreFactsAsync(string folder, SavedFacts saved, CancellationToken cancel)
    {
        var staged = Path.Combine(FactsBackup.FolderIn(options.ClickHouseFolder), saved.Name);
        if (saved.IsInFolder) BackupFiles.Copy(Path.Combine(folder, "clickhouse"), staged);
        await facts.RestoreAsync(saved.Name, saved.Database, cancel);
        if (saved.IsInFolder) Directory.Delete(staged, recursive: true);
    }

    private async Task RefuseFullAsync(CancellationToken cancel)
    {
        var known = BackupDesk.NotFiles.Append(Path.GetFileName(options.KeysFolder)).ToArray();
        if (Directory.EnumerateFileSystemEntries(options.DataFolder).FirstOrDefault(entry => !known.Contains(Path.GetFileName(entry))) is { } found)
            throw new InvalidOperationException($"数据文件夹不是空的（{Path.GetFileName(found)}），未恢复。");
        if ((await facts.TotalsAsync(cancel)).Count > 0) throw new InvalidOperationException("ClickHouse 中已有数据表，未恢复。");
        if (!await store.IsEmptyAsync(cancel)) throw new InvalidOperationException("关系库中已有数据表，未恢复。");
    }

    private static void Compare<T>(string what, IEnumerable<T> saved, IEnumerable<T> restored)
    {
        if (!saved.OrderBy(item => item!.ToString(), StringComparer.Ordinal).SequenceEqual(restored.OrderBy(item => item!.ToString(), StringComparer.Ordinal)))
            throw new InvalidOperationException($"恢复后的{what}数据与备份不一致：{string.Join('、', restored.Except(saved))}");
    }
}

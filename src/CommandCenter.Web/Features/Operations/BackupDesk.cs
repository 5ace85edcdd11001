using System.Globalization;
using CommandCenter.Analytics.Backup;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Store.Audit;
using CommandCenter.Store.Backup;
using CommandCenter.Web.Live;
using CommandCenter.Web.Nodes;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Operations;

/// <summary>A backup that was made.</summary>
/// <param name="At">The moment it shows.</param>
internal sealed record BackupEntry(string Name, DateTimeOffset At, long Bytes, long Readings, string Folder);

/// <summary>
/// Where backups are made, of the running product too: decisions, facts, the spool and the files of the data folder, as of one
/// moment. Readings are acknowledged on meanwhile; only their way into ClickHouse waits.
/// </summary>
internal sealed class BackupDesk(
    CommandCenterOptions options, StoreBackup store, FactsBackup facts, TelemetryIntake intake, AuditTrail trail, ServerInstance server, TimeProvider clock)
{
    private readonly SemaphoreSlim _making = new(1, 1);

    /// <summary>Of the data folder: saved by other means, or of this process alone.</summary>
    public static readonly string[] NotFiles = ["clickhouse", "store.db", "store.db-journal", "backups", "imports", "basemaps", ServerNote.FileName, Node.FileName];

    /// <summary>Makes a backup, and takes the oldest away beyond the number to keep. The audit trail tells who had everything copied.</summary>
    /// <exception cref="BackupRunningException">One is being made.</exception>
    /// <exception cref="BackupElsewhereException">Another node takes the readings: what is acknowledged lies there.</exception>
    /// <exception cref="ClickHouseException">ClickHouse refused.</exception>
    public async Task<BackupEntry> MakeAsync(AuditActor actor, string address, CancellationToken cancel)
    {
        if (!intake.IsRunning) throw new BackupElsewhereException();
        if (!await _making.WaitAsync(0, cancel)) throw new BackupRunningException();
        try
        {
            var at = clock.GetUtcNow();
            var name = at.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
            var folder = Path.Combine(options.BackupsFolder, name);
            if (Directory.Exists(folder)) throw new BackupRunningException();
            var draft = folder + ".partial";
            try
            {
                var manifest = await SaveAsync(name, draft, at, cancel);
                Directory.Move(draft, folder);
                Prune();
                await trail.RecordAsync(new()
                {
                    Action = AuditActions.BackedUp, Actor = actor, Address = address, Target = name,
                    Detail = new Dictionary<string, string> { ["bytes"] = manifest.Bytes.ToString(CultureInfo.InvariantCulture) },
                }, CancellationToken.None);
                return Entry(folder, manifest);
            }
            finally
            {
                Remove(draft);
                Remove(Staged(name));
            }
        }
        finally
        {
            _making.Release();
        }
    }

    /// <summary>The whole backups in the folder, the newest first.</summary>
    public IReadOnlyList<BackupEntry> List() => !Directory.Exists(options.BackupsFolder) ? [] :
    [
        .. Directory.GetDirectories(options.BackupsFolder)
            .Where(folder => File.Exists(Path.Combine(folder, BackupManifest.FileName)) && !folder.EndsWith(".partial", StringComparison.Ordinal))
            .Select(folder => Entry(folder, BackupManifest.Read(folder)))
            .OrderByDescending(entry => entry.At),
    ];

    private async Task<BackupManifest> SaveAsync(string name, string draft, DateTimeOffset at, CancellationToken cancel)
    {
        Directory.CreateDirectory(draft);
        string database;
        IReadOnlyList<TableTotals> totals;
        using (await intake.HoldInsertsAsync(cancel))
        {
            at = clock.GetUtcNow();
            database = await facts.SaveAsync(name, cancel);
            totals = await facts.TotalsAsync(cancel);
            BackupFiles.Copy(options.DataFolder, Path.Combine(draft, "files"), NotFiles);
        }

        var decisions = await store.SaveAsync(Directory.CreateDirectory(Path.Combine(draft, "store")).FullName, cancel);
        var isInFolder = Directory.Exists(Staged(name));
        if (isInFolder) BackupFiles.Move(Staged(name), Path.Combine(draft, "clickhouse"));
        var manifest = new BackupManifest(
            BackupManifest.CurrentFormat, at, server.Build, decisions, new(name, database, isInFolder, totals), await BackupFiles.WeighAsync(draft, cancel));
        await manifest.WriteAsync(draft, cancel);
        return manifest;
    }

    private void Prune()
    {
        foreach (var old in List().Skip(options.BackupsKept)) Remove(old.Folder);
    }

    private string Staged(string name) => Path.Combine(FactsBackup.FolderIn(options.ClickHouseFolder), name);

    private static BackupEntry Entry(string folder, BackupManifest manifest) => new(
        Path.GetFileName(folder), manifest.At, manifest.Bytes,
        (long)(manifest.Facts.Totals.FirstOrDefault(table => table.Table == "readings")?.Rows ?? 0), folder);

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}

/// <summary>A backup is made by the node that takes the readings.</summary>
internal sealed class BackupElsewhereException() : Exception("Another node takes the readings and makes the backups.");

/// <summary>Only one backup is made at a time, and only one a second.</summary>
internal sealed class BackupRunningException() : Exception("A backup is being made.");

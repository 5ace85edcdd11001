using System.Diagnostics;
using System.Runtime.InteropServices;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Store;
using CommandCenter.Web.Live;
using CommandCenter.Web.Shared;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Web.Features.Operations;

/// <summary>Asks every part how it is. A part that does not answer within two seconds is down; the others are still told.</summary>
internal sealed class StatusDesk(
    CommandCenterOptions options, IClickHouse clickHouse, IDbContextFactory<CommandCenterDb> stores, TelemetryIntake intake,
    LiveFeed live, BackupDesk backups, ServerInstance server, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();

    public async Task<SystemStatus> ReadAsync(CancellationToken cancel)
    {
        var facts = AskAsync(async limit => (await clickHouse.QueryAsync(new("SELECT version()"), row => row.ReadString(), limit)).Single(), cancel);
        var decisions = AskAsync(StoreVersionAsync, cancel);
        var (factsVersion, factsTime, factsFault) = await facts;
        var (storeVersion, storeTime, storeFault) = await decisions;
        var now = clock.GetUtcNow();
        return new(
            now, _startedAt,
            new(server.Build[..8], RuntimeInformation.FrameworkDescription, factsVersion ?? "—", storeVersion ?? "—"),
            new(options.ClickHouse?.Address.ToString() ?? "进程内", factsTime, factsFault, clickHouse.Line.ToString().ToLowerInvariant()),
            clickHouse.QueryCount,
            new(options.Store.IsServer ? options.Store.ToString() : "数据文件夹", storeTime, storeFault),
            SpoolStatus.Of(intake.Status, now),
            Disk(),
            new(Environment.WorkingSet, GC.GetTotalMemory(forceFullCollection: false)),
            live.Connections,
            intake.IsRunning ? "本节点" : await TakerAsync(cancel),
            backups.List().FirstOrDefault());
    }

    private async Task<string> StoreVersionAsync(CancellationToken cancel)
    {
        await using var store = await stores.CreateDbContextAsync(cancel);
        var name = options.Store.IsServer ? "PostgreSQL" : "SQLite";
        var version = await store.Database.SqlQueryRaw<string>(options.Store.IsServer
            ? "SELECT current_setting('server_version') AS \"Value\"" : "SELECT sqlite_version() AS Value").SingleAsync(cancel);
        return $"{name} {version}";
    }

    /// <summary>Where the node that holds the seat is reached; null when its lease ran out, or the store does not say.</summary>
    private async Task<string?> TakerAsync(CancellationToken cancel) => (await AskAsync(async limit =>
    {
        await using var store = await stores.CreateDbContextAsync(limit);
        return await store.Database.SqlQuery<string>($"""
            SELECT url AS "Value" FROM nodes WHERE id = (SELECT holder FROM leases WHERE name = 'intake' AND until > clock_timestamp())
            """).SingleAsync(limit);
    }, cancel)).Answer;

    private static async Task<(string? Answer, double? Milliseconds, string? Fault)> AskAsync(
        Func<CancellationToken, Task<string>> question, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        var asked = Stopwatch.GetTimestamp();
        try
        {
            // A driver that hangs does not watch its token: it is left behind.
            var answer = await Task.Run(() => question(limit.Token), limit.Token).WaitAsync(Patience, cancel);
            return (answer, Math.Round(Stopwatch.GetElapsedTime(asked).TotalMilliseconds, 1), null);
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            return (null, null, failure is TimeoutException or OperationCanceledException ? "no_answer" : "failed");
        }
    }

    private DiskStatus Disk()
    {
        var drive = new DriveInfo(options.DataFolder);
        return new(drive.AvailableFreeSpace, drive.TotalSize);
    }
}

using System.Collections.Immutable;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Status;
using CommandCenter.Store;
using CommandCenter.Store.Nodes;
using CommandCenter.Store.Records;
using CommandCenter.Web.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CommandCenter.Web.Features.Alarms;

/// <summary>The open alarms of the city, in memory on every node. Readers see one whole snapshot.</summary>
internal sealed class AlarmBoard(IDbContextFactory<CommandCenterDb> stores, StoreChanges changes, DeviceWarnings warnings, IOptions<AlarmOptions> options) : IHostedService, IDisposable
{
    public const string Topic = "alarms";

    private ImmutableDictionary<string, AlarmRecord> _open = ImmutableDictionary<string, AlarmRecord>.Empty;
    private IDisposable? _listening;
    private long _version;

    /// <summary>Raised after a change. Cheap handlers only.</summary>
    public event Action? Changed;

    /// <summary>Grows with every change.</summary>
    public long Version => Interlocked.Read(ref _version);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _listening = changes.Listen(Topic, HearAsync);
        await LoadAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listening?.Dispose();

    /// <summary>Open alarms of the scope, the worst first, the newest first among equals. Not to be changed.</summary>
    public IReadOnlyList<AlarmRecord> Open(RegionScope scope) =>
    [
        .. Volatile.Read(ref _open).Values.Where(alarm => scope.Covers(alarm.Region))
            .OrderByDescending(alarm => alarm.Color).ThenByDescending(alarm => alarm.RaisedAt).ThenBy(alarm => alarm.Id, StringComparer.Ordinal),
    ];

    /// <summary>Counts of a scope: those that hold, by colour, without those that are shelved; and how many nobody acknowledged.</summary>
    public AlarmCounts Count(RegionScope scope)
    {
        Span<int> colors = stackalloc int[(int)WarningColor.Red + 1];
        var (unacknowledged, escalated, shelved) = (0, 0, 0);
        foreach (var alarm in Volatile.Read(ref _open).Values)
        {
            if (!scope.Covers(alarm.Region)) continue;
            if (alarm.ShelvedUntil is not null)
            {
                shelved++;
                continue;
            }
            colors[(int)alarm.Color]++;
            if (alarm.AcknowledgedAt is null) unacknowledged++;
            if (alarm.Escalations > 0 && alarm.AcknowledgedAt is null) escalated++;
        }
        return new(colors[4], colors[3], colors[2], colors[1], colors[0], unacknowledged, escalated, shelved);
    }

    private Task HearAsync(string? detail) => detail is null ? LoadAsync(CancellationToken.None) : LookAsync(detail.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private async Task LoadAsync(CancellationToken cancel)
    {
        await using var store = await stores.CreateDbContextAsync(cancel);
        var open = await store.Alarms.AsNoTracking().Where(alarm => alarm.ClosedAt == null).OrderByDescending(alarm => alarm.RaisedAt).Take(options.Value.MostOpen).ToListAsync(cancel);
        Volatile.Write(ref _open, open.ToImmutableDictionary(alarm => alarm.Id));
        Tell();
    }

    private async Task LookAsync(string[] ids)
    {
        if (ids.Length == 0) return;
        await using var store = await stores.CreateDbContextAsync();
        var found = await store.Alarms.AsNoTracking().Where(alarm => ids.Contains(alarm.Id)).ToListAsync();
        ImmutableInterlocked.Update(ref _open, open =>
        {
            var next = open.ToBuilder();
            foreach (var alarm in found)
            {
                if (!alarm.IsOpen) next.Remove(alarm.Id);
                else if (next.Count < options.Value.MostOpen || next.ContainsKey(alarm.Id)) next[alarm.Id] = alarm;
            }
            return next.ToImmutable();
        });
        Tell();
    }

    private void Tell()
    {
        warnings.Use(Volatile.Read(ref _open).Values.Where(alarm => alarm.ShelvedUntil is null).Select(alarm => (alarm.Device, alarm.Color)));
        Interlocked.Increment(ref _version);
        Changed?.Invoke();
    }
}

/// <summary>Open alarms of a region. <paramref name="Over"/>: their condition holds no more, and nobody acknowledged them yet.</summary>
internal sealed record AlarmCounts(int Red, int Orange, int Yellow, int Blue, int Over, int Unacknowledged, int Escalated, int Shelved)
{
    public int Holding => Red + Orange + Yellow + Blue;
}

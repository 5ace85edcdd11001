using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Store;
using CommandCenter.Store.Records;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Web.Features.Sensing.Devices;

/// <summary>
/// Devices that send and that nobody registered: noted in memory as their readings are refused, written to the store every few
/// seconds and at the end. Bounded there and here; what was registered meanwhile goes. Safe for many threads.
/// </summary>
internal sealed partial class UnknownDevices(
    IDbContextFactory<CommandCenterDb> stores, DeviceRegister register, SensingOptions options, TimeProvider clock, ILogger<UnknownDevices> log) : BackgroundService
{
    private const int MostMetrics = 16;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _writing = new(1);
    private Dictionary<(string Device, RegionCode Region), Noted> _noted = [];

    /// <summary>Takes note of what was refused.</summary>
    public void Note(IReadOnlyCollection<UnknownDevice> devices, RegionCode region, string token)
    {
        if (devices.Count == 0) return;
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            foreach (var device in devices)
            {
                if (!_noted.TryGetValue((device.Id, region), out var noted))
                {
                    if (_noted.Count >= options.UnknownDevices) continue;
                    _noted[(device.Id, region)] = noted = new(now);
                }

                noted.Add(device, token, now);
            }
        }
    }

    /// <summary>Those that came by tokens of the scope, the most heard of late first.</summary>
    public async Task<IReadOnlyList<UnknownDeviceRecord>> ListAsync(RegionScope scope, CancellationToken cancel)
    {
        await WriteAsync(cancel);
        var (first, last) = (scope.Root, RegionCode.FromNumber(Math.Max(0, scope.To - 1)));
        await using var store = await stores.CreateDbContextAsync(cancel);
        var found = await store.UnknownDevices.AsNoTracking().Where(device => device.Region >= first && device.Region <= last)
            .OrderByDescending(device => device.LastSeen).ThenBy(device => device.Device).ToListAsync(cancel);
        return [.. found.Where(device => register.Find(device.Device) is null)];
    }

    /// <summary>Writes what was noted since the last time.</summary>
    internal async Task WriteAsync(CancellationToken cancel)
    {
        await _writing.WaitAsync(cancel);
        Dictionary<(string Device, RegionCode Region), Noted> noted;
        lock (_gate) (noted, _noted) = (_noted, []);
        try
        {
            await using var store = await stores.CreateDbContextAsync(cancel);
            if (noted.Count > 0) await MergeAsync(store, noted, cancel);
            await store.UnknownDevices.Where(device => store.Devices.Any(known => known.Id == device.Device)).ExecuteDeleteAsync(cancel);
        }
        catch (Exception)
        {
            Restore(noted);
            throw;
        }
        finally
        {
            _writing.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var pace = new PeriodicTimer(options.UnknownEvery, clock);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await pace.WaitForNextTickAsync(stoppingToken);
                lock (_gate)
                    if (_noted.Count == 0)
                        continue;
                await WriteAsync(CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
            }
            catch (Exception failure)
            {
                NotWritten(log, failure.GetBaseException().Message);
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        lock (_gate)
            if (_noted.Count == 0)
                return;
        try
        {
            await WriteAsync(cancellationToken);
        }
        catch (Exception failure) when (StoreFailures.Of(failure) is not StoreFailure.None)
        {
            NotWritten(log, failure.GetBaseException().Message);
        }
    }

    private async Task MergeAsync(CommandCenterDb store, Dictionary<(string Device, RegionCode Region), Noted> noted, CancellationToken cancel)
    {
        var oldest = clock.GetUtcNow() - options.UnknownFor;
        await store.UnknownDevices.Where(device => device.LastSeen < oldest).ExecuteDeleteAsync(cancel);
        var ids = noted.Keys.Select(key => key.Device).Distinct().ToList();
        var known = await store.UnknownDevices.Where(device => ids.Contains(device.Device)).ToDictionaryAsync(device => (device.Device, device.Region), cancel);
        var room = options.UnknownDevices - await store.UnknownDevices.CountAsync(cancel);
        foreach (var (key, one) in noted)
        {
            if (register.Find(key.Device) is not null) continue;
            if (known.TryGetValue(key, out var record))
            {
                (record.Count, record.LastSeen, record.Token) = (record.Count + one.Count, one.Last, one.Token);
                record.Metrics = string.Join(' ', record.Metrics.Split(' ', StringSplitOptions.RemoveEmptyEntries).Union(one.Metrics).Take(MostMetrics).Order(StringComparer.Ordinal));
            }
            else if (room-- > 0)
            {
                store.UnknownDevices.Add(new()
                {
                    Device = key.Device, Region = key.Region, Token = one.Token, Count = one.Count,
                    Metrics = string.Join(' ', one.Metrics.Take(MostMetrics).Order(StringComparer.Ordinal)), FirstSeen = one.First, LastSeen = one.Last,
                });
            }
        }

        await store.SaveChangesAsync(cancel);
    }

    private void Restore(Dictionary<(string Device, RegionCode Region), Noted> noted)
    {
        lock (_gate)
        {
            foreach (var (key, one) in noted)
            {
                if (_noted.TryGetValue(key, out var newer)) newer.Add(one);
                else if (_noted.Count < options.UnknownDevices) _noted[key] = one;
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Devices that nobody registered could not be written down; it is tried again: {Reason}")]
    private static partial void NotWritten(ILogger log, string reason);

    private sealed class Noted(DateTimeOffset first)
    {
        public SortedSet<string> Metrics { get; } = new(StringComparer.Ordinal);

        public string Token { get; private set; } = "";

        public long Count { get; private set; }

        public DateTimeOffset First { get; private set; } = first;

        public DateTimeOffset Last { get; private set; } = first;

        public void Add(UnknownDevice device, string token, DateTimeOffset at)
        {
            (Count, Token, Last) = (Count + device.Count, token, at);
            foreach (var metric in device.Metrics)
                if (Metrics.Count < MostMetrics)
                    Metrics.Add(metric);
        }

        public void Add(Noted earlier)
        {
            (Count, First) = (Count + earlier.Count, earlier.First);
            Metrics.UnionWith(earlier.Metrics);
        }
    }
}

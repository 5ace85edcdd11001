using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Sensing;
using CommandCenter.Store;
using CommandCenter.Store.Audit;
using CommandCenter.Store.Nodes;
using CommandCenter.Store.Records;
using CommandCenter.Web.Features.Sensing.Devices;
using CommandCenter.Web.Shared;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Web.Features.Sensing;

/// <summary>Keeps devices, their types and metrics: in the store for good, in the register of every node for every reading that comes in.</summary>
public sealed class DeviceRoster(IDbContextFactory<CommandCenterDb> stores, DeviceRegister register, AuditTrail trail, StoreChanges changes, TimeProvider clock)
{
    private const string Devices = "devices", Metrics = "metrics", Types = "device-types";
    private const int Attempts = 10;
    private static readonly Refusal Unknown = new(StatusCodes.Status404NotFound, "device_not_found", "没有找到这台设备，或它不在您的管辖范围内。");
    private static readonly Refusal Overtaken = new(StatusCodes.Status409Conflict, "device_changed", "这台设备刚被别人更改，请刷新后再改。");

    /// <summary>Fills the register and keeps it filled, until disposed.</summary>
    public async Task<IDisposable> OpenAsync(CancellationToken cancel)
    {
        var listening = new Listening(
            changes.Listen(Metrics, _ => LoadMetricsAsync(CancellationToken.None)),
            changes.Listen(Types, _ => LoadTypesAsync(CancellationToken.None)),
            changes.Listen(Devices, ids => LoadDevicesAsync(ids?.Split(' '), CancellationToken.None)));
        await LoadMetricsAsync(cancel);
        await LoadTypesAsync(cancel);
        await LoadDevicesAsync(only: null, cancel);
        return listening;
    }

    private async Task LoadMetricsAsync(CancellationToken cancel)
    {
        await using var store = await stores.CreateDbContextAsync(cancel);
        register.UseMetrics((await store.Metrics.AsNoTracking().ToListAsync(cancel)).Select(metric => metric.ToMetric()));
    }

    private async Task LoadTypesAsync(CancellationToken cancel)
    {
        await using var store = await stores.CreateDbContextAsync(cancel);
        register.UseTypes([.. (await store.DeviceTypes.AsNoTracking().OrderBy(type => type.Ordinal).ToListAsync(cancel)).Select(type => type.ToType())]);
    }

    private async Task LoadDevicesAsync(string[]? only, CancellationToken cancel)
    {
        await using var store = await stores.CreateDbContextAsync(cancel);
        var devices = only is null ? store.Devices : store.Devices.Where(device => only.Contains(device.Id));
        register.Register([.. (await devices.AsNoTracking().ToListAsync(cancel)).Select(device => device.ToDevice())]);
    }

    /// <summary>Writes the devices, then lets readings of them in, on every node. All or none; devices known already are brought up to date.
    /// Whoever registers one of them at the same moment comes before or after, never between.</summary>
    /// <param name="record">Who registers; written with the devices or not at all.</param>
    internal async Task RegisterAsync(IReadOnlyList<DeviceEntry> devices, AuditEvent record, CancellationToken cancel)
    {
        if (devices.Count == 0) return;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await WriteAsync(devices, record, cancel);
                return;
            }
            catch (DbUpdateException failure) when (StoreFailures.Of(failure) is StoreFailure.Conflict && attempt < Attempts)
            {
                // They are known by now, and are brought up to date.
            }
        }
    }

    private async Task WriteAsync(IReadOnlyList<DeviceEntry> devices, AuditEvent what, CancellationToken cancel)
    {
        await using var store = await stores.CreateDbContextAsync(cancel);
        await using var transaction = await store.Database.BeginTransactionAsync(cancel);
        var ids = devices.Select(device => device.Device.Id).ToList();
        var known = await store.Devices.Where(device => ids.Contains(device.Id)).ToDictionaryAsync(device => device.Id, cancel);
        foreach (var entry in devices.OrderBy(device => device.Device.Id, StringComparer.Ordinal)) // In one order everywhere: no deadlock.
        {
            if (known.TryGetValue(entry.Device.Id, out var record)) record.Become(entry.Over(record.ToDevice()));
            else store.Devices.Add(known[entry.Device.Id] = DeviceRecord.From(entry.Over(null), clock.GetUtcNow()));
        }
        await store.SaveChangesAsync(cancel);
        await trail.AppendAsync(store, what, cancel);
        await changes.SaveAsync(store, Devices, string.Join(' ', known.Keys), cancel);
    }

    /// <summary>Changes one device on every node, with a record, or not at all.</summary>
    /// <param name="row">The version the change was thought of; null: whatever it is now.</param>
    /// <param name="change">The device after the change, or why not.</param>
    /// <param name="record">What the trail says, from before and after. Not asked when nothing changed.</param>
    /// <param name="more">What is to be saved beside the device.</param>
    internal async Task<Outcome<Device>> ChangeAsync(
        string id, int? row, Func<Device, Outcome<Device>> change, Func<Device, Device, AuditEvent> record, Func<CommandCenterDb, Task>? more, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var store = await stores.CreateDbContextAsync(cancel);
                await using var transaction = await store.Database.BeginTransactionAsync(cancel);
                if (await store.Devices.SingleOrDefaultAsync(device => device.Id == id, cancel) is not { } found) return Unknown;
                if (row is { } version && version != found.RowVersion) return Overtaken;
                var before = found.ToDevice();
                var wanted = change(before);
                if (wanted.Value is not { } after) return wanted.Refusal!;
                found.Become(after);
                if (found.RowVersion == before.Row) return before;
                if (more is not null) await more(store);
                await store.SaveChangesAsync(cancel);
                await trail.AppendAsync(store, record(before, found.ToDevice()), cancel);
                await changes.SaveAsync(store, Devices, id, cancel);
                return found.ToDevice();
            }
            catch (DbUpdateException failure) when (StoreFailures.Of(failure) is StoreFailure.Conflict && attempt < Attempts)
            {
                // Somebody else was first; the version says whether that matters.
            }
        }
    }

    /// <summary>Puts the catalogue in place of the one before; true when it differs.</summary>
    public async Task<bool> UseMetricsAsync(IReadOnlyList<Metric> metrics, CancellationToken cancel)
    {
        await using var store = await stores.CreateDbContextAsync(cancel);
        var before = (await store.Metrics.AsNoTracking().ToListAsync(cancel)).Select(metric => Fingerprint(metric.ToMetric())).Order();
        if (before.SequenceEqual(metrics.Select(Fingerprint).Order())) return false;

        await using var transaction = await store.Database.BeginTransactionAsync(cancel);
        await store.Metrics.ExecuteDeleteAsync(cancel);
        store.Metrics.AddRange(metrics.Select(MetricRecord.From));
        await changes.SaveAsync(store, Metrics, detail: null, cancel);
        return true;
    }

    /// <summary>Keys of the metrics in the store.</summary>
    public async Task<IReadOnlySet<string>> MetricKeysAsync(CancellationToken cancel)
    {
        await using var store = await stores.CreateDbContextAsync(cancel);
        return (await store.Metrics.Select(metric => metric.Key).ToListAsync(cancel)).ToHashSet();
    }

    /// <summary>Puts the catalogue of types in place of the one before; true when it differs.</summary>
    public async Task<bool> UseTypesAsync(IReadOnlyList<DeviceType> types, CancellationToken cancel)
    {
        await using var store = await stores.CreateDbContextAsync(cancel);
        var records = types.Select(DeviceTypeRecord.From).ToList();
        var before = await store.DeviceTypes.AsNoTracking().OrderBy(type => type.Ordinal).ToListAsync(cancel);
        if (before.Select(Fingerprint).SequenceEqual(records.Select(Fingerprint))) return false;

        await using var transaction = await store.Database.BeginTransactionAsync(cancel);
        await store.DeviceTypes.ExecuteDeleteAsync(cancel);
        store.DeviceTypes.AddRange(records);
        await changes.SaveAsync(store, Types, detail: null, cancel);
        return true;
    }

    private static string Fingerprint(DeviceTypeRecord type) => System.Text.Json.JsonSerializer.Serialize(type);

    private static string Fingerprint(Metric metric) =>
        $"{metric with { Thresholds = [] }} {string.Join(' ', metric.Thresholds)}";

    private sealed class Listening(params IReadOnlyList<IDisposable> parts) : IDisposable
    {
        public void Dispose()
        {
            foreach (var part in parts) part.Dispose();
        }
    }
}

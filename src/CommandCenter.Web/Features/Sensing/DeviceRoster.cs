using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Sensing;
using CommandCenter.Store;
using CommandCenter.Store.Audit;
using CommandCenter.Store.Nodes;
using CommandCenter.Store.Records;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Web.Features.Sensing;

/// <summary>Keeps devices and metrics: in the store for good, in the register of every node for every reading that comes in.</summary>
public sealed class DeviceRoster(IDbContextFactory<CommandCenterDb> stores, DeviceRegister register, AuditTrail trail, StoreChanges changes, TimeProvider clock)
{
    private const string Devices = "devices", Metrics = "metrics";
    private const int Attempts = 10;

    /// <summary>Fills the register and keeps it filled, until disposed.</summary>
    public async Task<IDisposable> OpenAsync(CancellationToken cancel)
    {
        var listening = new Listening(
            changes.Listen(Metrics, _ => LoadMetricsAsync(CancellationToken.None)),
            changes.Listen(Devices, ids => LoadDevicesAsync(ids?.Split(' '), CancellationToken.None)));
        await LoadMetricsAsync(cancel);
        await LoadDevicesAsync(only: null, cancel);
        return listening;
    }

    private async Task LoadMetricsAsync(CancellationToken cancel)
    {
        await using var store = await stores.CreateDbContextAsync(cancel);
        register.UseMetrics((await store.Metrics.AsNoTracking().ToListAsync(cancel)).Select(metric => metric.ToMetric()));
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
    public async Task RegisterAsync(IReadOnlyList<Device> devices, AuditEvent record, CancellationToken cancel)
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

    private async Task WriteAsync(IReadOnlyList<Device> devices, AuditEvent what, CancellationToken cancel)
    {
        await using var store = await stores.CreateDbContextAsync(cancel);
        await using var transaction = await store.Database.BeginTransactionAsync(cancel);
        var ids = devices.Select(device => device.Id).ToList();
        var known = await store.Devices.Where(device => ids.Contains(device.Id)).ToDictionaryAsync(device => device.Id, cancel);
        foreach (var device in devices.OrderBy(device => device.Id, StringComparer.Ordinal)) // In one order everywhere: no deadlock.
        {
            if (known.TryGetValue(device.Id, out var record)) record.Become(device);
            else store.Devices.Add(known[device.Id] = DeviceRecord.From(device, clock.GetUtcNow()));
        }
        await store.SaveChangesAsync(cancel);
        await trail.AppendAsync(store, what, cancel);
        await changes.SaveAsync(store, Devices, string.Join(' ', known.Keys), cancel);
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

    private static string Fingerprint(Metric metric) =>
        $"{metric with { Thresholds = [] }} {string.Join(' ', metric.Thresholds)}";

    private sealed class Listening(IDisposable metrics, IDisposable devices) : IDisposable
    {
        public void Dispose()
        {
            metrics.Dispose();
            devices.Dispose();
        }
    }
}

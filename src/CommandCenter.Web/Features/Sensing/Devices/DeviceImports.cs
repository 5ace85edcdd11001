using System.Globalization;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Map;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Sensing.Devices;

/// <summary>What a file of devices holds, or held.</summary>
/// <param name="Rows">Devices in the file.</param>
/// <param name="Fresh">Of these, not registered before.</param>
/// <param name="IsTaken">False for a preview and for a refusal.</param>
/// <param name="Faults">The first rows that cannot be taken.</param>
/// <param name="FaultCount">How many there are.</param>
/// <param name="Warnings">The first rows that look wrong and are taken.</param>
internal sealed record DeviceImport(int Rows, int Fresh, bool IsTaken, IReadOnlyList<RowFault> Faults, int FaultCount, IReadOnlyList<RowFault> Warnings);

/// <summary>Who brings a file.</summary>
internal sealed record ImportCaller(AuditActor Actor, string Address, RegionCode Region);

/// <summary>Brings files of devices in: the whole file or nothing.</summary>
internal sealed class DeviceImports(AtlasHolder atlases, DeviceRegister register, DeviceRoster roster)
{
    private const int FaultsTold = 200;

    public async Task<DeviceImport> RunAsync(ImportCaller caller, DeviceFile file, bool isPreview, CancellationToken cancel)
    {
        var reach = new IngestReach(RegionScope.Of(caller.Region));
        var (entries, faults, warnings) = (new List<DeviceEntry>(), file.Faults.ToList(), new List<RowFault>());
        foreach (var (line, wish) in file.Rows)
        {
            var (entry, fault) = wish.Check(atlases.Current, register, reach);
            if (fault is not null) faults.Add(new(line, wish.Device ?? "", fault.Code, fault.Message));
            if (entry is null) continue;
            entries.Add(entry);
            if (DeviceCardDraft.Warning(entry.Over(register.Find(entry.Device.Id))) is { } warning) warnings.Add(new(line, entry.Device.Id, warning.Code, warning.Message));
        }

        var report = new DeviceImport(
            file.Rows.Count, entries.Count(entry => register.Find(entry.Device.Id) is null), IsTaken: false,
            [.. faults.OrderBy(fault => fault.Line).Take(FaultsTold)], faults.Count, [.. warnings.Take(FaultsTold)]);
        if (isPreview || faults.Count > 0) return report;
        await roster.RegisterAsync(entries, Record(caller, entries), cancel);
        return report with { IsTaken = true };
    }

    private static AuditEvent Record(ImportCaller caller, IReadOnlyList<DeviceEntry> devices) => new()
    {
        Action = AuditActions.DevicesRegistered,
        Actor = caller.Actor,
        Address = caller.Address,
        Target = string.Join(' ', devices.Take(8).Select(device => device.Device.Id)),
        Region = caller.Region,
        Detail = new Dictionary<string, string> { ["count"] = devices.Count.ToString(CultureInfo.InvariantCulture) },
    };
}

using CommandCenter.Domain.Access;

namespace CommandCenter.Domain.Sensing;

/// <summary>Of which devices a token may speak: those of its region, of these at most one device, or one fleet.</summary>
/// <param name="Scope">Its region and all inside it.</param>
/// <param name="Device">The one device; null: no such limit.</param>
/// <param name="Type">Of the fleet; null: any.</param>
/// <param name="Department">Of the fleet; null: any.</param>
public sealed record IngestReach(RegionScope Scope, string? Device = null, string? Type = null, string? Department = null)
{
    public bool Covers(Device device) =>
        Scope.Covers(device.Region)
        && (Device is null || Device == device.Id)
        && (Type is null || Type == device.Type)
        && (Department is null || Department == device.Department);
}

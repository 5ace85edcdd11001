using CommandCenter.Domain.Sensing;
using CommandCenter.Domain.Status;

namespace CommandCenter.Analytics.Ingest;

/// <summary>The devices of a scope counted at one moment.</summary>
/// <param name="Total">Devices registered and in use.</param>
/// <param name="Online">Devices heard within the time of their type.</param>
/// <param name="Latest">The newest reading of the scope; null while there is none.</param>
/// <param name="IsIllustrative">True when any of the devices was made for demonstration.</param>
/// <param name="Departments">The same, counted by department, in the order of their names' first appearance.</param>
public sealed record SensingSummary(
    int Total,
    int Online,
    LatestReading? Latest,
    bool IsIllustrative,
    IReadOnlyList<DepartmentSummary> Departments);

/// <summary>Devices of one department in the scope.</summary>
public sealed record DepartmentSummary(string Department, int Total, int Online);

/// <summary>A device and one of its latest values.</summary>
public sealed record LatestReading(Device Device, Metric Metric, long Ts, double Value, WarningColor Severity);

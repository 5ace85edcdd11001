using CommandCenter.Analytics.Ingest;

namespace CommandCenter.Web.Features.Sensing;

/// <summary>The sensing devices of a region at one moment: what the live panel <c>sensing</c> sends. Its members are the
/// names that screens bind to (<c>data-figure="online"</c>, <c>data-figure="departments.水利.online"</c>).</summary>
/// <param name="OnlineRate">Percent, one decimal; null without devices.</param>
/// <param name="PerMinute">Readings in the last full minute.</param>
/// <param name="Minutes">Readings of each of the last sixty full minutes, oldest first.</param>
/// <param name="Departments">By name, the largest first.</param>
/// <param name="Regions">The regions one level down, by code.</param>
/// <param name="Illustrative">Some of it was made for demonstration.</param>
/// <param name="Tiles">Version of the device tiles.</param>
internal sealed record SensingPicture(
    int Total,
    int Online,
    int Offline,
    double? OnlineRate,
    long PerMinute,
    IReadOnlyList<long> Minutes,
    LatestPicture? Latest,
    IReadOnlyDictionary<string, DepartmentPicture> Departments,
    IReadOnlyDictionary<string, RegionPicture> Regions,
    bool Illustrative,
    string Tiles);

/// <param name="Share">Online of total, 0 to 1: the length of its bar.</param>
internal sealed record DepartmentPicture(int Total, int Online, double Share);

/// <summary>One region one level down.</summary>
internal sealed record RegionPicture(int Total, int Online, long PerMinute);

/// <summary>The newest reading of the region.</summary>
/// <param name="Ts">Milliseconds since 1970, UTC.</param>
internal sealed record LatestPicture(string Device, string Metric, double Value, string Unit, long Ts, int Severity)
{
    public static LatestPicture? Of(LatestReading? latest) => latest is null
        ? null
        : new(latest.Device.Name, latest.Metric.Name, latest.Value, latest.Metric.Unit, latest.Ts, (int)latest.Severity);
}

using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Geography;

namespace CommandCenter.Web.Features.Sensing;

/// <summary>One device in alarm, as a list shows it.</summary>
/// <param name="Place">County and town it stands in: 台山市 / 四九镇.</param>
/// <param name="Tone"><c>red orange yellow blue</c>.</param>
/// <param name="Ts">Milliseconds since 1970, UTC.</param>
internal sealed record AlarmPicture(string Device, string Place, string Metric, double Value, string Unit, string Tone, long Ts)
{
    public static AlarmPicture Of(LatestReading reading, RegionTree tree) => new(
        reading.Device.Name,
        string.Join(" / ", tree.Path(reading.Device.Region).Skip(1).Select(region => region.Name)),
        reading.Metric.Name,
        reading.Value,
        reading.Metric.Unit,
        reading.Severity.ToString().ToLowerInvariant(),
        reading.Ts);
}

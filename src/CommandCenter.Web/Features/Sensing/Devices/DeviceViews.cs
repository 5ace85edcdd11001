using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Web.Features.Sensing.Devices;

/// <summary>A device as the interface and the pages show it. The phone number is masked.</summary>
/// <param name="Place">County, town and village it stands in: 台山市 / 四九镇.</param>
/// <param name="State">waiting online offline disabled</param>
/// <param name="LastSeen">Time of its newest reading; null while it never sent any.</param>
/// <param name="Missing">Keys of the fields that its type asks for and that nobody filled in.</param>
/// <param name="Battery">The last value of its battery metric, percent; null when it has none.</param>
internal sealed record DeviceView(
    string Id, string Name, string Type, string Group, string Department, double Lon, double Lat, string Region, string Place,
    string State, string StateName, DateTimeOffset? LastSeen, bool Illustrative,
    string? Responsible, string? Phone, string? Address, string? NationalId, string? PlayUrl, string? Power, string? BatteryMetric, double? Battery,
    string? InstalledOn, double? Height, string? Photo, int Row, IReadOnlyList<string> Missing)
{
    public static DeviceView Of(DeviceState state, CurrentState current, DeviceType type, RegionTree tree, DateTimeOffset now)
    {
        var (device, card, lifecycle) = (state.Device, state.Device.Card, current.StateOf(state, now));
        return new(
            device.Id, device.Name, device.Type, type.Group, device.Department, device.Position.Lon, device.Position.Lat, device.Region.ToString(),
            string.Join(" / ", tree.Path(device.Region).Skip(1).Select(region => region.Name)),
            lifecycle.ToString().ToLowerInvariant(), DeviceWords.Of(lifecycle),
            state.LastTs == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(state.LastTs), device.IsIllustrative,
            card.Responsible, card.Phone is { } phone ? Masking.Phone(phone) : null, card.Address, card.NationalId, card.PlayUrl,
            card.Power is { } power ? DeviceWords.Of(power) : null, card.BatteryMetric, BatteryOf(state),
            card.InstalledOn?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), card.Height,
            card.Photo is { } digest ? PhotoRoutes.Address(device.Id, digest) : null, device.Row,
            [.. DeviceField.Missing(device, type).Select(field => field.Key)]);
    }

    private static double? BatteryOf(DeviceState state)
    {
        foreach (var value in state.Values)
            if (value.Metric.Key == state.Device.Card.BatteryMetric)
                return value.Value;
        return null;
    }
}

/// <summary>The newest value of one metric.</summary>
/// <param name="Tone">none blue yellow orange red</param>
/// <param name="Doubt">What came after it and breaks a quality rule; null when nothing did.</param>
internal sealed record ValueView(string Metric, string Name, string Unit, double Value, DateTimeOffset At, string Tone, DoubtView? Doubt)
{
    public static ValueView Of(LatestValue value) => new(
        value.Metric.Key, value.Metric.Name, value.Metric.Unit, value.Value,
        DateTimeOffset.FromUnixTimeMilliseconds(value.Ts), value.Severity.ToString().ToLowerInvariant(),
        value.Doubt is { } doubt ? new(doubt.Value, DateTimeOffset.FromUnixTimeMilliseconds(doubt.Ts), doubt.Quality.ToString().ToLowerInvariant(), DeviceWords.Of(doubt.Quality)) : null);
}

/// <summary>A value that nobody should believe.</summary>
/// <param name="Quality">step unchanged</param>
internal sealed record DoubtView(double Value, DateTimeOffset At, string Quality, string QualityName);

/// <summary>One device with what it last said.</summary>
/// <param name="Warning">What looks wrong with it, for whoever keeps it; null when nothing does.</param>
/// <param name="Now">Where it told to be; null of a device that stands where it is registered.</param>
internal sealed record DeviceSheet(DeviceView Device, IReadOnlyList<ValueView> Values, string? Warning, LonLat? Now);

/// <summary>One page of devices.</summary>
/// <param name="Total">Of all pages.</param>
/// <param name="Next">What to ask for the page after this one; null on the last.</param>
internal sealed record DevicePage(IReadOnlyList<DeviceView> Devices, int Total, string? Next);

/// <summary>A field that may be missing, and on how many devices it is.</summary>
internal sealed record MissingField(string Field, string Name, int Count);

/// <summary>How complete the devices of one type and department are. Devices out of use do not count.</summary>
/// <param name="Doubtful">Devices that sent readings against a quality rule within the last 24 hours.</param>
internal sealed record CompletenessRow(string Type, string Department, int Total, int Complete, int Doubtful, IReadOnlyList<MissingField> Missing);

/// <summary>纳管完整性: the certificate of a region.</summary>
internal sealed record Certificate(string Region, DateTimeOffset AsOf, int Total, int Complete, int Doubtful, IReadOnlyList<CompletenessRow> Rows);

/// <summary>A device type as the interface shows it; times in seconds, keeping in days.</summary>
internal sealed record DeviceTypeView(
    string Name, string Group, long OfflineAfter, long ReportEvery, int KeepDays, IReadOnlyList<TypeMetricView> Metrics, IReadOnlyList<string> Required, string Remark)
{
    public static DeviceTypeView Of(DeviceType type, DeviceRegister register) => new(
        type.Name, type.Group, (long)type.OfflineAfter.TotalSeconds, (long)type.ReportEvery.TotalSeconds, (int)type.KeepRaw.TotalDays,
        [.. type.Metrics.Select(metric => TypeMetricView.Of(metric, register.Metric(metric.Key)))], type.Required, type.Remark);
}

/// <summary>A metric of a type; the largest step is by the minute, the longest time unchanged in seconds.</summary>
internal sealed record TypeMetricView(string Key, string? Name, string? Unit, double? Minimum, double? Maximum, double? LargestStep, long? LongestUnchanged)
{
    public static TypeMetricView Of(TypeMetric own, Metric? metric) => new(
        own.Key, metric?.Name, metric?.Unit, own.Minimum ?? metric?.Minimum, own.Maximum ?? metric?.Maximum, own.LargestStep, (long?)own.LongestUnchanged?.TotalSeconds);
}

/// <summary>The whole number, for whoever said why.</summary>
internal sealed record PhoneShown(string Phone);

namespace CommandCenter.Web.Features.Sensing.Net;

/// <summary>The devices of a region at one moment, counted one way: by type, by department, or by the regions one level down.</summary>
/// <param name="Key">Type, department or region code.</param>
/// <param name="Name">On screen.</param>
/// <param name="Total">In use; devices out of use count in <paramref name="Disabled"/> alone.</param>
/// <param name="Waiting">Registered and never heard; they are part of the total.</param>
/// <param name="Expected">Readings that should have come in the last full hour; null where nobody said how often devices report.</param>
/// <param name="Received">Readings that came in it; null where it is not counted this way.</param>
/// <param name="Doubtful">Of those received, how many break a quality rule of their type; null as there.</param>
/// <param name="Counted">Of those received, as many as were expected of each type: what one type sends too much makes up for nothing of another.</param>
internal sealed record NetRow(string Key, string Name, string Group, int Total, int Online, int Waiting, int Disabled, long? Expected, long? Received, long? Doubtful, long? Counted = null)
{
    /// <summary>Percent, one decimal; null without devices.</summary>
    public double? OnlineRate => Total == 0 ? null : Math.Round(100.0 * Online / Total, 1);

    /// <summary>数据完整率: percent of the expected readings that came, at most 100; null where it cannot be told.</summary>
    public double? DataRate => Expected is null or 0 || (Counted ?? Received) is not { } came ? null : Math.Round(Math.Min(100, 100.0 * came / Expected.Value), 1);

    /// <summary>数据合格率: percent of the readings that came and break no quality rule; null where none came.</summary>
    public double? GoodRate => Received is null or 0 || Doubtful is not { } doubtful ? null : Math.Round(100.0 * Math.Max(0, Received.Value - doubtful) / Received.Value, 1);
}

/// <summary>感知一张网 of a region.</summary>
/// <param name="Hour">Beginning of the hour that expected and received are of.</param>
internal sealed record NetView(
    string Region, string Name, DateTimeOffset AsOf, DateTimeOffset Hour, NetRow Whole, IReadOnlyList<NetRow> Types, IReadOnlyList<NetRow> Departments, IReadOnlyList<NetRow> Regions, bool Illustrative);

/// <summary>A device near another one.</summary>
/// <param name="State">waiting online offline disabled</param>
/// <param name="Metres">How far, along the ground.</param>
/// <param name="Value">Its newest value in words; null while it never sent any.</param>
/// <param name="Camera">Whether it has a picture, which /video opens.</param>
internal sealed record NearDevice(string Id, string Name, string Type, string Department, string State, string StateName, double Lon, double Lat, int Metres, string? Value, bool Camera, bool Illustrative);

/// <summary>What is around a device or a point: the nearest devices, and the cameras that may see it.</summary>
internal sealed record AroundView(IReadOnlyList<NearDevice> Devices, IReadOnlyList<NearDevice> Cameras);

/// <summary>数据质量 of one device.</summary>
/// <param name="From">Since when it is counted: the full hour a day ago.</param>
internal sealed record QualityView(DateTimeOffset From, IReadOnlyList<QualityRow> Metrics);

/// <summary>Readings of one metric, and how many are doubtful: too large a step, unchanged for too long.</summary>
internal sealed record QualityRow(string Metric, long Readings, long Steps, long Unchanged);

using System.Globalization;
using System.Security.Claims;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Analytics.Sensing;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;
using CommandCenter.Domain.Video;
using CommandCenter.Web.Features.Sensing.Devices;
using CommandCenter.Web.Map;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Sensing.Net;

/// <summary>The door to 感知一张网: the devices of a region counted by type, department and region, and what is around one of them.</summary>
internal sealed class NetDesk(CurrentState state, DeviceRegister register, SensingQueries queries, AtlasHolder atlases, TimeProvider clock)
{
    private const int MostNear = 50;
    private static readonly Refusal NoRegion = new(StatusCodes.Status404NotFound, "region_not_found", "没有找到这个区划，或它不在您的管辖范围内。");
    private static readonly Refusal NoDevice = new(StatusCodes.Status404NotFound, "device_not_found", "没有找到这台设备。");

    public async Task<Outcome<NetView>> OverviewAsync(ClaimsPrincipal caller, string? code, CancellationToken cancel)
    {
        var scope = caller.RegionScope();
        if (code is not null && !RegionCode.TryParse(code, out _)) return new Refusal(StatusCodes.Status400BadRequest, "invalid_region_code", "区划代码应为 12 位数字。");
        var region = code is null ? scope.Root : RegionCode.Parse(code, CultureInfo.InvariantCulture);
        if (!scope.Covers(region) || atlases.Current.Tree.Find(region) is not { } place) return NoRegion;
        scope = scope.Within(region);

        var now = clock.GetUtcNow();
        var hour = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerHour)).AddHours(-1);
        var children = atlases.Current.Tree.Children(region);
        var level = children.Count > 0 ? children[0].Level : region.DigitLevel;
        var received = await queries.ReceivedAsync(scope, level, hour, cancel);
        var doubtful = await queries.DoubtfulAsync(scope, level, hour, cancel);
        var (whole, types, departments, regions) = (new Tally(), new Dictionary<string, Tally>(), new Dictionary<string, Tally>(), new Dictionary<RegionCode, Tally>());
        var isIllustrative = false;
        foreach (var device in state.Devices(scope))
        {
            var (lifecycle, type) = (state.StateOf(device, now), register.TypeOf(device.Device.Type));
            var expected = type.IsListed && lifecycle is not (DeviceLifecycle.Disabled or DeviceLifecycle.Waiting) ? (long)Math.Round(Since(device.Device, hour) / type.ReportEvery) * device.Values.Count : 0;
            foreach (var tally in new[] { whole, Of(types, device.Device.Type), Of(departments, device.Device.Department), Of(regions, device.Device.Region.Ancestor(level)) })
                tally.Add(lifecycle, expected);
            isIllustrative |= device.Device.IsIllustrative;
        }
        NetRow[] byType = [.. types.OrderByDescending(one => one.Value.Total).ThenBy(one => one.Key, StringComparer.Ordinal)
            .Select(one => one.Value.Row(one.Key, one.Key, register.TypeOf(one.Key).Group, Came(part => part.Type == one.Key)))];
        return new NetView(
            region.ToString(), place.Name, now, hour,
            whole.Row(region.ToString(), place.Name, "", Came(_ => true)) with { Counted = received.Count == 0 ? null : byType.Sum(row => Math.Min(row.Received ?? 0, row.Expected ?? 0)) },
            byType,
            [.. departments.OrderByDescending(one => one.Value.Total).ThenBy(one => one.Key, StringComparer.Ordinal).Select(one => one.Value.Row(one.Key, one.Key, "", (null, null)))],
            [.. children.Select(child => Of(regions, child.Code).Row(child.Code.ToString(), child.Name, "", Came(part => part.Region == child.Code)))],
            isIllustrative);

        // An hour in which nothing came from anywhere says nothing of the devices: the city was not taking readings yet.
        (long?, long?) Came(Func<HourCount, bool> some) => received.Count == 0 ? (null, null) : (received.Where(some).Sum(one => one.Readings), doubtful.Where(some).Sum(one => one.Readings));
    }

    /// <summary>How the readings of a device of the caller's scope were in the last day, metric by metric.</summary>
    public async Task<Outcome<QualityView>> QualityAsync(ClaimsPrincipal caller, string id, CancellationToken cancel)
    {
        var scope = caller.RegionScope();
        if (state.Find(scope, id) is null) return NoDevice;
        var now = clock.GetUtcNow();
        var from = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerHour), TimeSpan.Zero).AddDays(-1);
        return new QualityView(from, [.. (await queries.QualityAsync(scope, id, from, cancel)).Select(one => new QualityRow(one.Metric, one.Readings, one.Steps, one.Unchanged))]);
    }

    /// <summary>What is around a device of the caller's scope.</summary>
    public Outcome<AroundView> Around(ClaimsPrincipal caller, string id, int? count) =>
        state.Find(caller.RegionScope(), id) is { } device ? Around(caller, device.Position, count, except: id) : NoDevice;

    /// <summary>What is around a point.</summary>
    public Outcome<AroundView> Around(ClaimsPrincipal caller, double? lon, double? lat, int? count) =>
        lon is { } x && lat is { } y && new LonLat(x, y).IsOnEarth ? Around(caller, new LonLat(x, y), count, except: null)
        : new Refusal(StatusCodes.Status400BadRequest, "invalid_position", "lon、lat 应为有限的数，单位为度。");

    private Outcome<AroundView> Around(ClaimsPrincipal caller, LonLat at, int? count, string? except)
    {
        if (count is < 1 or > MostNear) return new Refusal(StatusCodes.Status400BadRequest, "invalid_count", $"count 应在 1 至 {MostNear} 之间。");
        var (most, now) = (count ?? 8, clock.GetUtcNow());
        var (devices, cameras) = (new PriorityQueue<DeviceState, double>(), new PriorityQueue<DeviceState, double>());
        foreach (var device in state.Devices(caller.RegionScope()))
        {
            if (device.Device.Id == except) continue;
            var nearest = Camera.Is(device.Device, register.TypeOf(device.Device.Type)) ? cameras : devices;
            nearest.Enqueue(device, -GroundDistance.Metres(at, device.Position)); // the farthest comes out first
            if (nearest.Count > most) nearest.Dequeue();
        }
        return new AroundView(Sorted(devices), Sorted(cameras));

        NearDevice[] Sorted(PriorityQueue<DeviceState, double> nearest) =>
            [.. nearest.UnorderedItems.OrderByDescending(one => one.Priority).Select(one => Near(one.Element, -one.Priority, now))];
    }

    private NearDevice Near(DeviceState device, double metres, DateTimeOffset now)
    {
        var lifecycle = state.StateOf(device, now);
        var value = device.Values.Count == 0 ? (LatestValue?)null : device.Values.MaxBy(one => one.Severity);
        return new(
            device.Device.Id, device.Device.Name, device.Device.Type, device.Device.Department, lifecycle.ToString().ToLowerInvariant(), DeviceWords.Of(lifecycle),
            device.Position.Lon, device.Position.Lat, (int)Math.Round(metres),
            value is { } shown ? string.Create(CultureInfo.InvariantCulture, $"{shown.Metric.Name} {shown.Value:0.##} {shown.Metric.Unit}").Trim() : null,
            Camera.Is(device.Device, register.TypeOf(device.Device.Type)), device.Device.IsIllustrative);
    }

    /// <summary>How much of an hour the device was registered: nothing is expected of it before.</summary>
    private static TimeSpan Since(Device device, DateTimeOffset hour) =>
        device.RegisteredAt is not { } at || at <= hour ? TimeSpan.FromHours(1) : at >= hour.AddHours(1) ? TimeSpan.Zero : hour.AddHours(1) - at;

    private static Tally Of<T>(Dictionary<T, Tally> tallies, T key) where T : notnull
    {
        if (!tallies.TryGetValue(key, out var tally)) tallies[key] = tally = new();
        return tally;
    }

    private sealed class Tally
    {
        private int _online, _waiting, _disabled;
        private long _expected;

        public int Total { get; private set; }

        public void Add(DeviceLifecycle lifecycle, long expected)
        {
            if (lifecycle is DeviceLifecycle.Disabled)
            {
                _disabled++;
                return;
            }
            Total++;
            if (lifecycle is DeviceLifecycle.Online) _online++;
            if (lifecycle is DeviceLifecycle.Waiting) _waiting++;
            _expected += expected;
        }

        public NetRow Row(string key, string name, string group, (long? Received, long? Doubtful) came) =>
            new(key, name, group, Total, _online, _waiting, _disabled, _expected > 0 ? _expected : null, came.Received, came.Doubtful);
    }
}

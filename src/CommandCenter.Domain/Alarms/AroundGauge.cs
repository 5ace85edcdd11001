using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;
using CommandCenter.Domain.Status;

namespace CommandCenter.Domain.Alarms;

/// <summary>The worst of a metric in each region of a level. It is the same for every device there, so it is kept once.</summary>
internal sealed class AroundGauge(AlarmCondition.Around condition) : Gauge
{
    private readonly Dictionary<RegionCode, Area> _areas = [];

    public string Metric => condition.Metric;

    public override IEnumerable<AroundGauge> Surroundings => [this];

    public override WarningColor Read(RuleTrack track, long now) =>
        _areas.TryGetValue(AreaOf(track.Device), out var area) ? area.Color : WarningColor.None;

    public RegionCode AreaOf(Device device) => device.Region.Ancestor(condition.Level);

    /// <summary>Takes a reading of any device. True when the colour of its area changed.</summary>
    public bool TakeAround(in Reading reading)
    {
        if (!reading.IsGood) return false;
        var region = AreaOf(reading.Device);
        if (!_areas.TryGetValue(region, out var area)) _areas[region] = area = new();
        if (area.Values.TryGetValue(reading.Device.Id, out var known) && known.Ts >= reading.Ts) return false;
        area.Values[reading.Device.Id] = (reading.Ts, reading.Value);
        area.Now = Math.Max(area.Now, reading.Ts);
        var color = Reached(condition.Levels, reading.Value, condition.IsBelow, 0, WarningColor.None);
        // Only a value that was as bad as the area may have made it better.
        return color >= area.Color
            ? area.Become(color)
            : Reached(condition.Levels, known.Value, condition.IsBelow, 0, WarningColor.None) >= area.Color && Look(area);
    }

    /// <summary>Forgets what is too old at a moment. The areas whose colour changed.</summary>
    public IReadOnlyList<RegionCode> Pass(long now)
    {
        var changed = new List<RegionCode>();
        foreach (var (region, area) in _areas)
        {
            area.Now = Math.Max(area.Now, now);
            if (area.Color is not WarningColor.None && Look(area)) changed.Add(region);
        }
        return changed;
    }

    private bool Look(Area area)
    {
        var since = area.Now - condition.Minutes * 60_000L;
        var worst = WarningColor.None;
        foreach (var (ts, value) in area.Values.Values)
        {
            if (ts < since) continue;
            var color = Reached(condition.Levels, value, condition.IsBelow, 0, WarningColor.None);
            if (color > worst) worst = color;
        }
        return area.Become(worst);
    }

    private sealed class Area
    {
        public Dictionary<string, (long Ts, double Value)> Values { get; } = [];

        public long Now { get; set; } = RuleTrack.Never;

        public WarningColor Color { get; private set; }

        public bool Become(WarningColor color)
        {
            if (color == Color) return false;
            Color = color;
            return true;
        }
    }
}

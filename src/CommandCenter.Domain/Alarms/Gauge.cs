using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;
using CommandCenter.Domain.Status;

namespace CommandCenter.Domain.Alarms;

/// <summary>A condition made ready: it takes readings into the memory of a device and tells its colour.</summary>
internal abstract class Gauge
{
    private const int MinuteMs = 60_000;

    /// <summary>The gauge of a condition; its parts are numbered from <paramref name="next"/> on.</summary>
    public static Gauge Of(AlarmCondition condition, ref int next)
    {
        var place = next++;
        switch (condition)
        {
            case AlarmCondition.Threshold threshold: return new ThresholdGauge(threshold, place);
            case AlarmCondition.Rate rate: return new RateGauge(rate, place);
            case AlarmCondition.Missing missing: return new MissingGauge(missing, place);
            case AlarmCondition.Fence fence: return new FenceGauge(fence, place);
            case AlarmCondition.Around around: return new AroundGauge(around);
            case AlarmCondition.All all: return new Together(Inner(all.Of, ref next), isAll: true);
            case AlarmCondition.Any any: return new Together(Inner(any.Of, ref next), isAll: false);
            default: throw new ArgumentException($"{condition} is no condition.", nameof(condition));
        }
    }

    /// <summary>Takes a reading of the device itself. False when it is older than what is known, or none of its business. A doubtful one says
    /// only that the device is not silent.</summary>
    public virtual bool Take(RuleTrack track, in Reading reading, long arrived) => false;

    /// <summary>The colour at a moment, milliseconds since 1970.</summary>
    public abstract WarningColor Read(RuleTrack track, long now);

    /// <summary>The gauges of devices around in it.</summary>
    public virtual IEnumerable<AroundGauge> Surroundings => [];

    private static Gauge[] Inner(IReadOnlyList<AlarmCondition> conditions, ref int next)
    {
        var gauges = new Gauge[conditions.Count];
        for (var i = 0; i < gauges.Length; i++) gauges[i] = Of(conditions[i], ref next);
        return gauges;
    }

    /// <summary>The worst level that a value reaches; one that is reached already is left only by more than the hysteresis.</summary>
    internal static WarningColor Reached(IReadOnlyList<AlarmLevel> levels, double value, bool isBelow, double hysteresis, WarningColor held)
    {
        var worst = WarningColor.None;
        foreach (var level in levels)
        {
            var slack = level.Color <= held ? hysteresis : 0;
            var reached = isBelow ? value <= level.Limit + slack : value >= level.Limit - slack;
            if (reached && level.Color > worst) worst = level.Color;
        }
        return worst;
    }

    private sealed class ThresholdGauge(AlarmCondition.Threshold condition, int place) : Gauge
    {
        public override bool Take(RuleTrack track, in Reading reading, long arrived)
        {
            var memory = track.Leaves[place];
            if (!reading.IsGood || reading.Metric.Key != condition.Metric || reading.Ts <= memory.Ts) return false;
            (memory.Ts, memory.Value) = (reading.Ts, reading.Value);
            memory.Held = Reached(condition.Levels, reading.Value, condition.IsBelow, condition.Hysteresis, memory.Held);
            track.Decided = (condition.Metric, reading.Value);
            return true;
        }

        public override WarningColor Read(RuleTrack track, long now) => track.Leaves[place].Held;
    }

    private sealed class RateGauge(AlarmCondition.Rate condition, int place) : Gauge
    {
        /// <summary>More values in one window are thinned: of the first half every second one goes.</summary>
        private const int MostValues = 512;

        public override bool Take(RuleTrack track, in Reading reading, long arrived)
        {
            var memory = track.Leaves[place];
            if (!reading.IsGood || reading.Metric.Key != condition.Metric || reading.Ts <= memory.Ts) return false;
            (memory.Ts, memory.Value) = (reading.Ts, reading.Value);
            var window = memory.Window ??= [];
            var since = reading.Ts - (long)condition.Minutes * MinuteMs;
            var old = 0;
            while (old < window.Count && window[old].Ts < since) old++;
            window.RemoveRange(0, old);
            window.Add((reading.Ts, reading.Value));
            if (window.Count > MostValues)
                for (var i = MostValues / 2; i > 0; i -= 2) window.RemoveAt(i);
            track.Decided = (condition.Metric, reading.Value);
            return true;
        }

        public override WarningColor Read(RuleTrack track, long now)
        {
            var memory = track.Leaves[place];
            if (memory.Window is not { Count: > 1 } window) return WarningColor.None;
            var change = condition.IsFall ? window.Max(one => one.Value) - memory.Value : memory.Value - window.Min(one => one.Value);
            return Reached(condition.Levels, change, isBelow: false, 0, WarningColor.None);
        }
    }

    private sealed class MissingGauge(AlarmCondition.Missing condition, int place) : Gauge
    {
        public override bool Take(RuleTrack track, in Reading reading, long arrived)
        {
            if (condition.Metric is not null && reading.Metric.Key != condition.Metric) return false;
            track.Leaves[place].Arrived = Math.Max(track.Leaves[place].Arrived, arrived);
            return true;
        }

        public override WarningColor Read(RuleTrack track, long now) => track.Leaves[place].Arrived switch
        {
            RuleTrack.Never => track.Raised, // a start took the alarm up, and nothing came since
            var arrived => now - arrived >= (long)condition.Minutes * MinuteMs ? condition.Color : WarningColor.None,
        };
    }

    private sealed class FenceGauge(AlarmCondition.Fence condition, int place) : Gauge
    {
        public override bool Take(RuleTrack track, in Reading reading, long arrived)
        {
            var memory = track.Leaves[place];
            if (!reading.IsGood) return false;
            if (reading.Metric.Key == AlarmCondition.Fence.Lon && reading.Ts > memory.Ts) (memory.Ts, memory.Value) = (reading.Ts, reading.Value);
            else if (reading.Metric.Key == AlarmCondition.Fence.Lat && reading.Ts > memory.OtherTs) (memory.OtherTs, memory.OtherValue) = (reading.Ts, reading.Value);
            else return false;
            if (memory.Ts != memory.OtherTs) return false; // half a position
            var isIn = Contains(condition.Ring, new(memory.Value, memory.OtherValue));
            memory.Held = isIn == condition.IsInside ? condition.Color : WarningColor.None;
            return true;
        }

        public override WarningColor Read(RuleTrack track, long now) => track.Leaves[place].Held;

        /// <summary>Crossings of a ray to the east, even or odd.</summary>
        private static bool Contains(IReadOnlyList<LonLat> ring, LonLat point)
        {
            var inside = false;
            for (int i = 0, j = ring.Count - 1; i < ring.Count; j = i++)
            {
                var (a, b) = (ring[i], ring[j]);
                if (a.Lat > point.Lat != b.Lat > point.Lat
                    && point.Lon < (b.Lon - a.Lon) * (point.Lat - a.Lat) / (b.Lat - a.Lat) + a.Lon)
                    inside = !inside;
            }
            return inside;
        }
    }

    private sealed class Together(Gauge[] inner, bool isAll) : Gauge
    {
        public override IEnumerable<AroundGauge> Surroundings => inner.SelectMany(one => one.Surroundings);

        public override bool Take(RuleTrack track, in Reading reading, long arrived)
        {
            var taken = false;
            foreach (var one in inner) taken |= one.Take(track, reading, arrived);
            return taken;
        }

        public override WarningColor Read(RuleTrack track, long now)
        {
            var (first, worst) = (WarningColor.None, WarningColor.None);
            for (var i = 0; i < inner.Length; i++)
            {
                var color = inner[i].Read(track, now);
                if (isAll && color is WarningColor.None) return WarningColor.None;
                if (i == 0) first = color;
                if (color > worst) worst = color;
            }
            return isAll ? first : worst;
        }
    }
}

using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;
using CommandCenter.Domain.Status;

namespace CommandCenter.Domain.Alarms;

/// <summary>
/// One rule over all its devices: readings in, signals out. The same readings in the same order give the same signals, live and when
/// a rule is tried on history. Readings count in the order of the devices' clocks: one that is older than what is known of its series
/// changes nothing. Remembers as much as there are devices; used by one thread at a time.
/// </summary>
public sealed class RuleWatch
{
    private readonly Dictionary<string, RuleTrack> _tracks = [];
    private readonly Dictionary<RegionCode, HashSet<RuleTrack>> _byArea = [];
    private readonly HashSet<RuleTrack> _waiting = [];
    private readonly Gauge _gauge;
    private readonly AroundGauge[] _surroundings;
    private readonly int _leaves;
    private readonly bool _misses;

    /// <param name="rule">One without a fault (<see cref="AlarmRules.Fault"/>).</param>
    public RuleWatch(AlarmRule rule)
    {
        Rule = rule;
        _gauge = Gauge.Of(rule.Condition, ref _leaves);
        _surroundings = [.. _gauge.Surroundings];
        _misses = rule.Condition.Parts.Any(part => part is AlarmCondition.Missing);
        var metrics = rule.Condition.OwnMetrics.Concat(rule.Condition.MetricsAround);
        Metrics = rule.Condition.Parts.Any(part => part is AlarmCondition.Missing { Metric: null })
            ? null
            : [.. metrics.Concat(rule.Condition.Parts.OfType<AlarmCondition.Missing>().Select(part => part.Metric!)).Distinct()];
    }

    public AlarmRule Rule { get; }

    /// <summary>The metrics whose readings it wants to see; null: all.</summary>
    public IReadOnlyList<string>? Metrics { get; }

    /// <summary>Takes an alarm that is open already, as after a start.</summary>
    public void Resume(Device device, WarningColor color)
    {
        var track = TrackOf(device);
        track.Raised = color;
        foreach (var leaf in track.Leaves) leaf.Held = color;
    }

    /// <summary>Takes a reading.</summary>
    /// <param name="reading">Valid; of any device.</param>
    /// <param name="arrived">When it came, milliseconds since 1970 by our clock; it may be the reading's own time when history is tried.</param>
    /// <param name="signals">What follows is added.</param>
    public void Take(in Reading reading, long arrived, List<AlarmSignal> signals)
    {
        foreach (var around in _surroundings)
            if (around.Metric == reading.Metric.Key && Rule.Region.Contains(reading.Device.Region) && around.TakeAround(reading))
                LookAt(around.AreaOf(reading.Device), reading.Ts, signals);
        if (!Rule.Watches(reading.Device)) return;
        var track = TrackOf(reading.Device);
        if (_gauge.Take(track, reading, arrived)) Look(track, _misses ? Math.Max(arrived, reading.Ts) : reading.Ts, signals);
    }

    /// <summary>Time passed: what has to hold for a while may have held long enough, and what should have come is missing.</summary>
    /// <param name="now">Milliseconds since 1970 by our clock.</param>
    /// <param name="signals">What follows is added.</param>
    public void Pass(long now, List<AlarmSignal> signals)
    {
        foreach (var around in _surroundings)
            foreach (var region in around.Pass(now))
                LookAt(region, now, signals);
        if (_misses)
            foreach (var track in _tracks.Values)
                Look(track, now, signals);
        else
            foreach (var track in _waiting.ToArray())
                Look(track, now, signals);
    }

    /// <summary>Forgets a device that is no longer watched; its alarm is over.</summary>
    public void Forget(string device, long now, List<AlarmSignal> signals)
    {
        if (!_tracks.Remove(device, out var track)) return;
        _waiting.Remove(track);
        foreach (var around in _surroundings)
            if (_byArea.TryGetValue(around.AreaOf(track.Device), out var there)) there.Remove(track);
        if (track.Raised is not WarningColor.None) signals.Add(new(Rule, track.Device, WarningColor.None, now, null, null));
    }

    /// <summary>The devices of which anything is remembered.</summary>
    public IEnumerable<Device> Devices => _tracks.Values.Select(track => track.Device);

    private RuleTrack TrackOf(Device device)
    {
        if (!_tracks.TryGetValue(device.Id, out var track)) _tracks[device.Id] = track = new(device, _leaves);
        else if (ReferenceEquals(track.Device, device)) return track;
        foreach (var around in _surroundings)
        {
            if (_byArea.TryGetValue(around.AreaOf(track.Device), out var before)) before.Remove(track);
            if (!_byArea.TryGetValue(around.AreaOf(device), out var there)) _byArea[around.AreaOf(device)] = there = [];
            there.Add(track);
        }
        track.Device = device;
        return track;
    }

    private void LookAt(RegionCode area, long now, List<AlarmSignal> signals)
    {
        if (!_byArea.TryGetValue(area, out var there)) return;
        foreach (var track in there) Look(track, now, signals);
    }

    private void Look(RuleTrack track, long now, List<AlarmSignal> signals)
    {
        var color = _gauge.Read(track, now);
        if (color is WarningColor.None) Rest(track, now, signals);
        else Hold(track, color, now, signals);
        if (track.IsWaiting) _waiting.Add(track);
        else _waiting.Remove(track);
    }

    private void Hold(RuleTrack track, WarningColor color, long now, List<AlarmSignal> signals)
    {
        track.RestingSince = RuleTrack.Never;
        if (track.Raised is WarningColor.None)
        {
            if (track.HeldSince == RuleTrack.Never) track.HeldSince = now;
            if (now - track.HeldSince < Rule.ForSeconds * 1000L) return;
        }
        track.HeldSince = RuleTrack.Never;
        if (track.Raised == color) return;
        track.Raised = color;
        signals.Add(new(Rule, track.Device, color, now, track.Decided?.Metric, track.Decided?.Value));
    }

    private void Rest(RuleTrack track, long now, List<AlarmSignal> signals)
    {
        track.HeldSince = RuleTrack.Never;
        if (track.Raised is WarningColor.None) return;
        if (track.RestingSince == RuleTrack.Never) track.RestingSince = now;
        if (now - track.RestingSince < Rule.RestSeconds * 1000L) return;
        (track.RestingSince, track.Raised) = (RuleTrack.Never, WarningColor.None);
        signals.Add(new(Rule, track.Device, WarningColor.None, now, track.Decided?.Metric, track.Decided?.Value));
    }
}

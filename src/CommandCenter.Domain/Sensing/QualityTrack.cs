namespace CommandCenter.Domain.Sensing;

/// <summary>
/// The newest good readings of one series, in the order of the device's clock: what a reading is held against. A reading is judged by the
/// good one before it and never by a later one, however late it comes; a doubtful one changes nothing, so that the value after a spike is
/// good again and a new level is believed once there was time to reach it. Not for several threads.
/// </summary>
public sealed class QualityTrack
{
    /// <summary>How many are remembered: what comes later than so many others cannot be told any more.</summary>
    private const int Kept = 4;
    private const double MinuteMs = 60_000;

    private readonly Point[] _points = new Point[Kept];
    private int _count;

    /// <param name="Since">Since when it has been this value, milliseconds since 1970.</param>
    private readonly record struct Point(long Ts, double Value, long Since);

    /// <summary>Whether what came before such a time is known.</summary>
    public bool Reaches(long ts) => _count == 0 || ts >= _points[0].Ts;

    /// <summary>Judges a reading, and remembers it when it is good. The same reading again is judged in the same way.</summary>
    /// <param name="ts">Milliseconds since 1970 by the device's clock; one that is not reached is good and not remembered.</param>
    /// <param name="value">In the metric's unit.</param>
    /// <param name="rule">The quality rules of the device's type.</param>
    public ReadingQuality Judge(long ts, double value, TypeMetric rule)
    {
        if (!Reaches(ts)) return ReadingQuality.Good;
        var at = _count;
        while (at > 0 && _points[at - 1].Ts >= ts) at--;
        if (at > 0)
        {
            var before = _points[at - 1];
            // Within less than a minute it may change as far as within one.
            if (rule.LargestStep is { } step && Math.Abs(value - before.Value) > step * Math.Max(1, (ts - before.Ts) / MinuteMs)) return ReadingQuality.Step;
            if (rule.LongestUnchanged is { } longest && value == before.Value && ts - before.Since > longest.TotalMilliseconds) return ReadingQuality.Unchanged;
        }

        Remember(at, new(ts, value, ts));
        return ReadingQuality.Good;
    }

    /// <summary>Remembers what was judged before, as after a start.</summary>
    /// <param name="since">Since when it has been this value; not after <paramref name="ts"/>.</param>
    public void Resume(long ts, double value, long since)
    {
        if (_count == 0 || ts > _points[_count - 1].Ts) Remember(_count, new(ts, value, since));
    }

    private void Remember(int at, Point point)
    {
        if (at < _count && _points[at].Ts == point.Ts) _points[at] = point with { Since = point.Value == _points[at].Value ? _points[at].Since : point.Ts };
        else if (_count < Kept)
        {
            Array.Copy(_points, at, _points, at + 1, _count - at);
            _points[at] = point;
            _count++;
        }
        else
        {
            // The oldest goes.
            Array.Copy(_points, 1, _points, 0, --at);
            _points[at] = point;
        }

        // What came in between may have ended how long the later ones were unchanged.
        for (var i = Math.Max(at, 1); i < _count; i++)
            _points[i] = _points[i] with { Since = _points[i].Value == _points[i - 1].Value ? _points[i - 1].Since : _points[i].Ts };
    }
}

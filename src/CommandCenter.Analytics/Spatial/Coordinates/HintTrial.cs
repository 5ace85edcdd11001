using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Spatial.Coordinates;

/// <summary>One sample, read by one system after another.</summary>
internal sealed class HintTrial
{
    private readonly (double First, double Second)[] _sample;
    private readonly IReadOnlyList<ReferencePoint> _references;
    private readonly Envelope _extent;

    public HintTrial((double First, double Second)[] sample, Envelope? extent, IReadOnlyList<ReferencePoint> references)
    {
        (_sample, _references) = (sample, references);
        TellsMeridian = extent is not null || references.Count > 0;
        _extent = extent?.Copy() ?? ChinaExtent.Envelope;
        if (extent is not null) _extent.ExpandBy(Math.Max(_extent.Width / 20, 0.001), Math.Max(_extent.Height / 20, 0.001));
    }

    /// <summary>There is something to try the central meridians on.</summary>
    public bool TellsMeridian { get; }

    public CoordinateHint Hint(CoordinateSystem system, AxisOrder axes, string code, string sentence) =>
        new(system, axes, code, sentence, Share(CoordinateTransform.Of(system, axes), 0), ReferenceMetres(system, axes));

    /// <summary>Metres without a zone and no extent to try the meridians on: any would do.</summary>
    public CoordinateHint UnknownMeridian(AxisOrder axes, string survey) => new(null, axes, CoordinateHint.Projected,
        $"疑似投影坐标（米，没有带号）{survey}：仅凭数值分不清中央经线，请提供区域范围或按数据来源确认",
        Share(CoordinateTransform.Of(CoordinateSystem.ByMeridian[12], axes), 0));

    /// <summary>A zone of 6° has the meridian of a zone of 3°, and the same metres once its prefix is off.</summary>
    public CoordinateHint SixDegreeZone(int zone, AxisOrder axes, string survey)
    {
        var same = CoordinateSystem.ByMeridian[zone * 2 - 26];
        return new(null, axes, CoordinateHint.SixDegreeZone,
            $"疑似 6 度带带号坐标（第 {zone} 带，中央经线 {same.CentralMeridian}°E）{survey}：去掉带号后按 {same.Code} 读取",
            Share(CoordinateTransform.Of(same, axes), zone * 1_000_000));
    }

    /// <summary>Median distance of the reference points, read so, from where they are; infinite when more than half of them
    /// cannot be read so, null without any.</summary>
    public double? ReferenceMetres(CoordinateSystem system, AxisOrder axes)
    {
        if (_references.Count == 0) return null;
        var transform = CoordinateTransform.Of(system, axes);
        var distances = _references
            .Select(one => transform.TryToLonLat(one.First, one.Second, out var point, out _) ? Geodesic.Metres(point, one.Truth) : double.PositiveInfinity)
            .Order().ToArray();
        return distances[distances.Length / 2];
    }

    private double Share(CoordinateTransform transform, double prefix)
    {
        var (offFirst, offSecond) = transform.Axes is AxisOrder.EastNorth ? (prefix, 0.0) : (0.0, prefix);
        var inside = 0;
        foreach (var (first, second) in _sample)
            if (transform.TryToLonLat(first - offFirst, second - offSecond, out var point, out _) && _extent.Contains(point.Lon, point.Lat)) inside++;
        return (double)inside / _sample.Length;
    }
}

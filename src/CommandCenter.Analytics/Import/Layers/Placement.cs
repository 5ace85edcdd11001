using System.Collections.Concurrent;
using CommandCenter.Analytics.Spatial;
using CommandCenter.Domain.Geography;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>Says in which region an object lies, and where a region's name stands. Safe for many threads.</summary>
internal sealed class Placement(RegionAtlas atlas)
{
    private readonly ConcurrentDictionary<RegionCode, LonLat> _labels = [];

    /// <summary>The deepest region of the object's point, or of a point inside it; <c>default</c> outside all.</summary>
    public RegionCode Of(Geometry geometry)
    {
        var inside = geometry is Point point ? point.Coordinate : geometry.InteriorPoint.Coordinate;
        return atlas.Locator.Locate(new(inside.X, inside.Y)).Deepest;
    }

    /// <summary>The point that stands for a region; false for what is no code of the tree.</summary>
    public bool TryFind(string text, out RegionCode code, out LonLat at)
    {
        at = default;
        if (!RegionCode.TryPad(text, out code) || atlas.Tree.Find(code) is not { } region) return false;
        at = _labels.GetOrAdd(code, one => atlas.Boundary(one) is { } boundary ? LabelPoint.Of(boundary.Area).At : region.Seat);
        return true;
    }
}

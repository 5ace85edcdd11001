using CommandCenter.Analytics.Spatial.Coordinates;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Layers;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Distance;

namespace CommandCenter.Analytics.Layers;

/// <summary>Spatial questions to a <see cref="FeatureSet"/>, each within the caller's scope. What lies wholly inside or outside an area is
/// decided for many objects at once; only along its border each is looked at.</summary>
public static class FeatureSearch
{
    private const double FirstReach = 250; // metres
    private const double FarthestReach = 20_040_000; // half around the earth
    private const double MetresOfDegree = 110_574; // of latitude, at the equator: the least

    /// <summary>Indexes of the objects that lie in the area or meet it; borders count. In no particular order.</summary>
    public static IReadOnlyList<int> Within(this FeatureSet set, RegionScope scope, AskedArea area)
    {
        var found = new List<int>();
        if (!scope.Root.IsRegion) return found;
        var sees = set.Sees(scope);
        var regions = set.Columns.RegionIndexes;
        if (set.Extents is { } extents)
            extents.Visit(area.CoverOf, (index, cover) =>
            {
                if (sees[regions[index]] && (cover is Cover.Inside || area.Meets(set.Geometry(index)))) found.Add(index);
            });
        else
            SpotRanges.Visit(set.Columns.Spots, area.CoverOf, (index, cover) =>
            {
                if (sees[regions[index]] && (cover is Cover.Inside || area.Holds(WorldPoint.OfSpot(set.Columns.Spots[index])))) found.Add(index);
            });
        return found;
    }

    /// <summary>Indexes of the polygons that hold a position; borders count. In no particular order.</summary>
    public static IReadOnlyList<int> Holding(this FeatureSet set, RegionScope scope, LonLat at)
    {
        var position = new Coordinate(at.Lon, at.Lat);
        return set.Kind is not GeometryKind.Polygon ? []
            : [.. set.Candidates(new Envelope(position), scope).Where(index => SimplePointInAreaLocator.Locate(position, set.Geometry(index)) is not Location.Exterior)];
    }

    /// <summary>The objects nearest to a position, nearest first, each with its distance in metres on the ellipsoid: of a line or polygon
    /// to its nearest part, 0 inside of it.</summary>
    /// <param name="count">How many at most, from 1.</param>
    /// <param name="within">None is farther, in metres.</param>
    public static IReadOnlyList<(int Index, double Metres)> Nearest(this FeatureSet set, RegionScope scope, LonLat from, int count, double within = FarthestReach)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        for (var reach = Math.Min(FirstReach, within); ; reach = Math.Min(reach * 2, within))
        {
            var isLast = reach >= Math.Min(within, FarthestReach);
            var near = set.Candidates(Around(from, reach), scope).Select(index => (Index: index, Metres: Metres(set, index, from)))
                .Where(one => one.Metres <= reach).OrderBy(one => one.Metres).ThenBy(one => set.Id(one.Index)).Take(count).ToList();
            if (near.Count == count || isLast) return near;
        }
    }

    /// <summary>Degrees that hold everything within a distance.</summary>
    private static Envelope Around(LonLat at, double metres)
    {
        var north = metres / MetresOfDegree;
        var farthest = Math.Min(Math.Abs(at.Lat) + north, 89.9);
        var east = Math.Min(north / Math.Cos(farthest * Math.PI / 180), 360);
        return new(Math.Max(at.Lon - east, -180), Math.Min(at.Lon + east, 180), Math.Max(at.Lat - north, -90), Math.Min(at.Lat + north, 90));
    }

    private static double Metres(FeatureSet set, int index, LonLat from)
    {
        if (set.Extents is null) return Geodesic.Metres(from, set.Position(index));
        // Nearest in a plane that is true around the position; how far that is, the ellipsoid says.
        var scale = Math.Cos(from.Lat * Math.PI / 180);
        var geometry = set.Geometry(index);
        geometry.Apply(new Narrow(scale));
        var nearest = new DistanceOp(geometry, geometry.Factory.CreatePoint(new Coordinate(from.Lon * scale, from.Lat))).NearestPoints()[0];
        return Geodesic.Metres(from, new(nearest.X / scale, nearest.Y));
    }

    private sealed class Narrow(double scale) : ICoordinateSequenceFilter
    {
        public bool Done => false;

        public bool GeometryChanged => true;

        public void Filter(CoordinateSequence positions, int i) => positions.SetX(i, positions.GetX(i) * scale);
    }
}

using CommandCenter.Analytics.Layers;
using CommandCenter.Analytics.Spatial;
using CommandCenter.Benchmarks.Tiles;
using CommandCenter.Domain.Geography;
using NetTopologySuite.Geometries;

namespace CommandCenter.Benchmarks.Spatial;

/// <summary>70,000 objects around the towns of 江门 and 50,000 buildings in its two urban districts; the same at every run.</summary>
internal sealed class SpatialCity
{
    private const double Degree = 111_000;

    public SpatialCity(RegionAtlas atlas)
    {
        var points = new TownPoints(atlas, 70_000);
        Objects = [.. Enumerable.Range(0, points.Count).Select(i => points[i]).Select(one => Row(one.Id, one.Region, new Point(one.Lon, one.Lat) { SRID = 4490 }, one.Class))];
        var random = new Random(50_000);
        var factory = new GeometryFactory(new PrecisionModel(), 4490);
        Buildings =
        [
            .. Enumerable.Range(1, 50_000).Select(id =>
            {
                // 20 km by 14 km of streets, a house every 75 m.
                var (lon, lat) = (113.0 + id % 250 * 80 / Degree / 0.924, 22.52 + id / 250 * 70 / Degree);
                var (wide, deep, turn) = (8 + 10 * random.NextDouble(), 6 + 8 * random.NextDouble(), random.NextDouble());
                Coordinate Corner(double x, double y) =>
                    new(lon + (x * Math.Cos(turn) - y * Math.Sin(turn)) / Degree / 0.924, lat + (x * Math.Sin(turn) + y * Math.Cos(turn)) / Degree);
                Coordinate[] ring = [Corner(-wide, -deep), Corner(wide, -deep), Corner(wide, deep), Corner(-wide, deep), Corner(-wide, -deep)];
                return Row(id, atlas.Locator.Locate(new(lon, lat)).Deepest.Number, factory.CreatePolygon(ring), random.Next(3) == 0 ? "商业" : "住宅");
            }),
        ];
    }

    public IReadOnlyList<FeatureRow> Objects { get; }

    public IReadOnlyList<FeatureRow> Buildings { get; }

    private static FeatureRow Row(long id, long region, Geometry geometry, string kind) =>
        new(id, region == 0 ? RegionCode.Parse("440700000000") : RegionCode.FromNumber(region), geometry, "{}"u8.ToArray(), kind);
}

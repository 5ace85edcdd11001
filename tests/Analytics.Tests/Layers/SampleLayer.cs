using System.Text;
using CommandCenter.Analytics.Layers;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Layers;
using CommandCenter.Domain.Status;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Tests.Layers;

/// <summary>Objects of a layer, the same at every run.</summary>
internal static class SampleLayer
{
    public static readonly RegionCode TaishanTown = RegionCode.Parse("440781110000");
    public static readonly RegionCode PengjiangTown = RegionCode.Parse("440703002000");
    public static readonly RegionScope City = RegionScope.Of(RegionCode.Parse("440700000000"));
    public static readonly RegionScope County = RegionScope.Of(RegionCode.Parse("440781000000"));
    public static readonly RegionScope Town = RegionScope.Of(TaishanTown);

    private static readonly string[] _classes = ["学校", "医院", "消防站", "避难场所", "加油站", "公园", "码头"];

    public static LayerVersion Version(string layer = "places") => new(layer, 1);

    public static FeatureRow Row(long id, Geometry geometry, RegionCode region = default, string kind = "", WarningColor severity = WarningColor.None, string label = "", float height = 0) =>
        new(id, region, geometry, Encoding.UTF8.GetBytes($$"""{"name":"第{{id}}号","floors":{{id % 5}},"open":true}"""), kind, severity, label, Height: height);

    /// <summary>Points in a square of 0.2° at 112.9° E, 22.3° N: two in three in a town of 台山, some in none, some on one spot.</summary>
    public static List<FeatureRow> Points(int count)
    {
        var random = new Random(7);
        return
        [
            .. Enumerable.Range(1, count).Select(id => Row(
                id,
                id % 50 == 0 ? new Point(113, 22.4) : new Point(112.9 + 0.2 * random.NextDouble(), 22.3 + 0.2 * random.NextDouble()),
                id % 97 == 0 ? default : id % 3 == 0 ? PengjiangTown : TaishanTown,
                id % 11 == 0 ? "" : _classes[random.Next(_classes.Length) * random.Next(2)],
                (WarningColor)(random.Next(100) / 96 * random.Next(5)),
                $"地点{id}")),
        ];
    }

    /// <summary>Houses of 5 to 40 m, turned, some with a yard; every third in another town.</summary>
    public static List<FeatureRow> Houses(int count, double spread = 0.05)
    {
        var random = new Random(8);
        return
        [
            .. Enumerable.Range(1, count).Select(id => Row(
                id, House(112.9 + spread * random.NextDouble(), 22.3 + spread * random.NextDouble(), 0.00005 + 0.0003 * random.NextDouble(), random),
                id % 3 == 0 ? PengjiangTown : TaishanTown, id % 2 == 0 ? "住宅" : "厂房", id % 100 == 0 ? WarningColor.Red : WarningColor.None, $"楼{id}", 3 + id % 90)),
        ];
    }

    public static List<FeatureRow> Roads(int count)
    {
        var random = new Random(9);
        return [.. Enumerable.Range(1, count).Select(id => Row(id, Walk(random), id % 3 == 0 ? PengjiangTown : TaishanTown, "县道", label: $"路{id}"))];
    }

    public static TileId Tile(int zoom, double lon, double lat)
    {
        var at = WorldPoint.Of(lon, lat);
        return TileId.TryMake(zoom, (int)(at.X >> (32 - zoom) & (uint)((1L << zoom) - 1)), (int)(at.Y >> (32 - zoom) & (uint)((1L << zoom) - 1)), out var tile) ? tile : throw new ArgumentOutOfRangeException(nameof(zoom));
    }

    /// <summary>The tiles of a zoom that a rectangle in degrees meets.</summary>
    public static IEnumerable<TileId> Tiles(int zoom, Envelope bounds)
    {
        var (first, last) = (Tile(zoom, bounds.MinX, bounds.MaxY), Tile(zoom, bounds.MaxX, bounds.MinY));
        for (var x = first.X; x <= last.X; x++)
            for (var y = first.Y; y <= last.Y; y++)
                if (TileId.TryMake(zoom, x, y, out var tile)) yield return tile;
    }

    public static async IAsyncEnumerable<FeatureRow> Stream(IEnumerable<FeatureRow> rows)
    {
        await Task.Yield();
        foreach (var row in rows) yield return row;
    }

    private static Geometry House(double lon, double lat, double size, Random random)
    {
        var turn = random.NextDouble() * Math.PI;
        LinearRing Ring(double half) => new(
        [
            .. Enumerable.Range(0, 5).Select(i => turn + i % 4 * Math.PI / 2).Select(angle => new Coordinate(lon + half * Math.Cos(angle), lat + half * Math.Sin(angle))),
        ]);
        return random.Next(10) == 0 ? new Polygon(Ring(size), [Ring(size / 2)]) : new Polygon(Ring(size));
    }

    private static LineString Walk(Random random)
    {
        var (lon, lat) = (112.9 + 0.1 * random.NextDouble(), 22.3 + 0.1 * random.NextDouble());
        var positions = new List<Coordinate>();
        for (var i = random.Next(2, 60); i > 0; i--)
        {
            positions.Add(new(lon, lat));
            (lon, lat) = (lon + 0.002 * (random.NextDouble() - 0.3), lat + 0.002 * (random.NextDouble() - 0.5));
        }
        return new([.. positions, new(lon, lat)]);
    }
}

using CommandCenter.Analytics.Layers;
using CommandCenter.Analytics.Spatial;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Status;
using NetTopologySuite.Geometries;

namespace CommandCenter.Benchmarks.Tiles;

/// <summary>Points as a department has them: dense in the towns of 江门, thin between them; eight classes, one in fifty warns. The same
/// at every run, in the order of their places.</summary>
internal sealed class TownPoints
{
    private static readonly string[] _classes = ["学校", "医院", "消防站", "避难场所", "加油站", "公园", "码头", "监控点"];
    private readonly double[] _lon;
    private readonly double[] _lat;
    private readonly long[] _region;
    private readonly byte[] _kind;
    private readonly byte[] _severity;

    public TownPoints(RegionAtlas atlas, int count)
    {
        (_lon, _lat, _region, _kind, _severity) = (new double[count], new double[count], new long[count], new byte[count], new byte[count]);
        var random = new Random(20261124);
        var towns = atlas.Boundaries.Where(boundary => atlas.Tree.Find(boundary.Code)?.Level is RegionLevel.Town).Select(boundary => boundary.Area.InteriorPoint.Coordinate).ToArray();
        var places = Enumerable.Range(0, count).Select(_ =>
        {
            var town = towns[(int)(towns.Length * Math.Pow(random.NextDouble(), 1.5))];
            // From the middle of a town outwards ever thinner: half of them within some 1.5 km, the rest up to some 30 km.
            var (distance, angle) = (0.012 * -Math.Log(1 - random.NextDouble()) * Math.Pow(1 + random.NextDouble(), 2), 2 * Math.PI * random.NextDouble());
            return (Lon: town.X + distance * Math.Cos(angle), Lat: town.Y + distance * Math.Sin(angle));
        }).ToArray();
        Array.Sort(Array.ConvertAll(places, place => WorldPoint.Of(place.Lon, place.Lat).Spot), places);
        for (var i = 0; i < count; i++)
        {
            (_lon[i], _lat[i]) = places[i];
            _region[i] = atlas.Locator.Locate(new(places[i].Lon, places[i].Lat)).Deepest.Number;
            _kind[i] = (byte)random.Next(_classes.Length);
            _severity[i] = random.Next(50) == 0 ? (byte)random.Next(1, 5) : (byte)0;
        }
    }

    public int Count => _lon.Length;

    public (long Id, long Region, double Lon, double Lat, string Class, byte Severity, string Label) this[int index] =>
        (index + 1, _region[index], _lon[index], _lat[index], _classes[_kind[index]], _severity[index], $"{_classes[_kind[index]]}{index + 1}号");

    public async IAsyncEnumerable<FeatureRow> RowsAsync()
    {
        await Task.Yield();
        for (var i = 0; i < Count; i++)
        {
            var (id, region, lon, lat, kind, severity, label) = this[i];
            yield return new(id, region == 0 ? default : RegionCode.FromNumber(region), new Point(lon, lat), """{"来源":"基准"}"""u8.ToArray(), kind, (WarningColor)severity, label);
        }
    }

    /// <summary>The tile of a random point: crowded places are looked at more often.</summary>
    public TileId Tile(Random random, int zoom)
    {
        var i = random.Next(Count);
        var at = WorldPoint.Of(_lon[i], _lat[i]);
        return TileId.TryMake(zoom, (int)(at.X >> (32 - zoom)), (int)(at.Y >> (32 - zoom)), out var tile) ? tile : throw new InvalidOperationException();
    }
}

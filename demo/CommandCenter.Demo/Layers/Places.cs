using System.Globalization;
using System.Text;

namespace CommandCenter.Demo.Layers;

/// <summary>A village or community and the point that stands for it.</summary>
internal sealed record Place(string Name, string County, bool IsUrban, double Lon, double Lat);

/// <summary>Where things of the demo city are: around its villages and communities.</summary>
internal sealed class Places
{
    /// <summary>蓬江区 and 江海区.</summary>
    private static readonly string[] UrbanCounties = ["440703", "440704"];

    private const double MetresOfDegree = 111_000;

    public Places(string cityFolder)
    {
        var lines = File.ReadAllLines(Path.Combine(cityFolder, "villages.csv"), Encoding.UTF8);
        var head = lines[0].TrimStart('\uFEFF').Split(',');
        int At(string column) => Array.IndexOf(head, column);
        var (name, kind, county, lon, lat) = (At("name"), At("kind"), At("county_code"), At("lon"), At("lat"));
        All = [.. lines.Skip(1).Where(line => line.Length > 0).Select(line => line.Split(',')).Select(cells => new Place(
            DemoCity.Short(cells[name]), cells[county], cells[kind] == "社区",
            double.Parse(cells[lon], CultureInfo.InvariantCulture), double.Parse(cells[lat], CultureInfo.InvariantCulture)))];
        Urban = [.. All.Where(place => place.IsUrban)];
        Core = [.. All.Where(place => UrbanCounties.Contains(place.County))];
    }

    public IReadOnlyList<Place> All { get; }

    /// <summary>Communities, of towns and districts.</summary>
    public IReadOnlyList<Place> Urban { get; }

    /// <summary>Those of the two urban districts.</summary>
    public IReadOnlyList<Place> Core { get; }

    /// <summary>A point so many metres to the east and north of another.</summary>
    public static (double Lon, double Lat) Off(double lon, double lat, double east, double north) =>
        (lon + east / (MetresOfDegree * Math.Cos(lat * Math.PI / 180)), lat + north / MetresOfDegree);

    public static double Metres((double Lon, double Lat) a, (double Lon, double Lat) b) =>
        Math.Sqrt(Math.Pow((a.Lon - b.Lon) * MetresOfDegree * Math.Cos(a.Lat * Math.PI / 180), 2) + Math.Pow((a.Lat - b.Lat) * MetresOfDegree, 2));

    /// <summary>A point near a place, denser towards it.</summary>
    public static (double Lon, double Lat) Near(Place place, Random random, double reach)
    {
        var (far, turn) = (reach * random.NextDouble() * random.NextDouble(), random.NextDouble() * 2 * Math.PI);
        return Off(place.Lon, place.Lat, far * Math.Cos(turn), far * Math.Sin(turn));
    }

    /// <summary>Pairs of neighbouring places: each with its nearest ones.</summary>
    public static IReadOnlyList<(Place From, Place To)> Neighbours(IReadOnlyList<Place> places, int each, double farthest)
    {
        var pairs = new HashSet<(int, int)>();
        for (var i = 0; i < places.Count; i++)
            foreach (var (_, other) in Enumerable.Range(0, places.Count).Where(other => other != i)
                .Select(other => (Far: Metres((places[i].Lon, places[i].Lat), (places[other].Lon, places[other].Lat)), other))
                .Where(one => one.Far > 50 && one.Far < farthest).OrderBy(one => one.Far).Take(each))
                pairs.Add((Math.Min(i, other), Math.Max(i, other)));
        return [.. pairs.Order().Select(pair => (places[pair.Item1], places[pair.Item2]))];
    }
}

namespace CommandCenter.Demo.Layers;

/// <summary>Layers of lines and polygons: buildings and pipes of the two urban districts, roads, reservoirs.</summary>
internal static class ShapeLayers
{
    private const int Buildings = 50_000;
    private const double Plot = 34; // metres from building to building
    private static readonly (string Use, int Share, int Lowest, int Highest)[] Uses = [("住宅", 68, 2, 32), ("商业", 12, 2, 24), ("工业", 10, 1, 4), ("公共服务", 6, 2, 8), ("教育", 4, 3, 6)];
    private static readonly (string Kind, double Beside, double Depth, int Diameter)[] Pipes = [("给水", 4, 1.2, 400), ("雨水", 7, 2.4, 1000), ("污水", -5, 3.1, 600), ("燃气", -8, 1.0, 200)];

    public static IEnumerable<DemoLayer> Of(Places places)
    {
        object name = new { name = "name", title = "名称" }, kind = new { name = "kind", title = "类别" };
        yield return DemoLayer.Of("buildings", "建筑轮廓", "housing", "建筑", "市自然资源局", "polygon",
            [name, new { name = "use", title = "用途" }, new { name = "floors", title = "层数", type = "whole", unit = "层" }, new { name = "height", title = "高度", type = "number", unit = "米" }],
            new { label = "name", @class = "use", height = "height" }, new { colour = 6, fromZoom = 12, extrudes = true }, () => Houses(places));
        yield return DemoLayer.Of("roads", "道路", "base", "交通", "市交通运输局", "line", [name, kind], new { label = "name", @class = "kind" }, new { colour = 6 }, () => Roads(places));
        yield return DemoLayer.Of("reservoirs", "水库", "base", "水系", "市水利局", "polygon",
            [name, new { name = "capacity", title = "库容", type = "number", unit = "万立方米" }], new { label = "name" }, new { colour = 2 }, () => Reservoirs(places));
        yield return DemoLayer.Of("pipes", "地下管线", "networks", "管线", "市住房城乡建设局", "line",
            [kind, new { name = "depth", title = "埋深", type = "number", unit = "米" }, new { name = "diameter", title = "管径", type = "whole", unit = "毫米" }],
            new { @class = "kind" }, new { colour = 3, fromZoom = 12 }, () => Underground(places));
    }

    private static IEnumerable<string> Houses(Places places)
    {
        var random = new Random(DemoCity.Stable("buildings"));
        var taken = new HashSet<(int, int)>();
        var each = Buildings / places.Core.Count + 3;
        var made = 0;
        foreach (var place in places.Core)
        {
            var turn = (random.NextDouble() - 0.5) * 0.6;
            var (sin, cos) = (Math.Sin(turn), Math.Cos(turn));
            (double Lon, double Lat) Off(double x, double y) => Places.Off(place.Lon, place.Lat, x * cos - y * sin, x * sin + y * cos);
            var here = 0;
            foreach (var (column, row) in Spiral().Take(each * 12))
            {
                if (here == each || made == Buildings) break;
                // Every fifth line is a street.
                if (column % 5 == 0 || row % 6 == 0) continue;
                var (x, y) = (column * Plot, row * Plot);
                var at = Off(x, y);
                if (!taken.Add(((int)(at.Lon * 111_000 * 0.924 / Plot), (int)(at.Lat * 111_000 / Plot)))) continue;
                var (use, _, lowest, highest) = Pick(random);
                var floors = lowest + (int)((highest - lowest + 1) * Math.Pow(random.NextDouble(), 2.2));
                var (wide, deep) = (8 + 8 * random.NextDouble() + (use == "工业" ? 7 : 0), 7 + 6 * random.NextDouble() + (use == "工业" ? 6 : 0));
                (double, double)[] ring = random.Next(5) == 0
                    ? [Off(x - wide, y - deep), Off(x + wide, y - deep), Off(x + wide, y), Off(x, y), Off(x, y + deep), Off(x - wide, y + deep)]
                    : [Off(x - wide, y - deep), Off(x + wide, y - deep), Off(x + wide, y + deep), Off(x - wide, y + deep)];
                here++;
                made++;
                yield return Feature.Polygon(ring, ("name", $"{place.Name} {here} 栋"), ("use", use), ("floors", floors), ("height", Math.Round(floors * 3.1 + 0.6, 1)));
            }
        }
    }

    private static IEnumerable<string> Roads(Places places)
    {
        var random = new Random(DemoCity.Stable("roads"));
        foreach (var (from, to) in Places.Neighbours(places.All, 3, 9_000))
        {
            var kind = from.IsUrban && to.IsUrban ? "城市道路" : from.IsUrban || to.IsUrban ? "县道" : "乡道";
            yield return Feature.Line(Winding(from, to, random, 0.09), ("name", $"{from.Name}至{to.Name}"), ("kind", kind));
        }
    }

    private static IEnumerable<string> Underground(Places places)
    {
        var random = new Random(DemoCity.Stable("pipes"));
        foreach (var (from, to) in Places.Neighbours(places.Core, 4, 4_000))
        {
            var path = Winding(from, to, random, 0.05);
            foreach (var (kind, beside, depth, diameter) in Pipes)
                yield return Feature.Line(path.Select(at => Places.Off(at.Lon, at.Lat, beside, beside)), ("kind", kind),
                    ("depth", Math.Round(depth + random.NextDouble(), 2)), ("diameter", diameter));
        }
    }

    private static IEnumerable<string> Reservoirs(Places places)
    {
        var random = new Random(DemoCity.Stable("reservoirs"));
        var rural = places.All.Where(place => !place.IsUrban).ToArray();
        for (var i = 0; i < 120; i++)
        {
            var place = rural[random.Next(rural.Length)];
            var middle = Places.Near(place, random, 3_000);
            var (reach, one, two) = (120 + 600 * random.NextDouble() * random.NextDouble(), random.NextDouble() * 6, random.NextDouble() * 6);
            var ring = Enumerable.Range(0, 32).Select(corner => corner * Math.PI / 16).Select(turn =>
            {
                var far = reach * (1 + 0.28 * Math.Sin(2 * turn + one) + 0.17 * Math.Sin(5 * turn + two));
                return Places.Off(middle.Lon, middle.Lat, far * Math.Cos(turn), far * 0.7 * Math.Sin(turn));
            }).ToArray();
            yield return Feature.Polygon(ring, ("name", $"{place.Name}水库"), ("capacity", Math.Round(reach * reach / 900)));
        }
    }

    /// <summary>Squares around the middle, the nearest first.</summary>
    private static IEnumerable<(int Column, int Row)> Spiral()
    {
        for (var ring = 1; ; ring++)
            for (var step = -ring; step < ring; step++)
            {
                yield return (step, -ring);
                yield return (ring, step);
                yield return (-step, ring);
                yield return (-ring, -step);
            }
    }

    /// <summary>From place to place, each half moved aside a little, four times over.</summary>
    private static List<(double Lon, double Lat)> Winding(Place from, Place to, Random random, double aside)
    {
        var path = new List<(double Lon, double Lat)> { (from.Lon, from.Lat), (to.Lon, to.Lat) };
        for (var round = 0; round < 4; round++)
            for (var i = path.Count - 1; i > 0; i--)
            {
                var (a, b) = (path[i - 1], path[i]);
                var off = (random.NextDouble() - 0.5) * 2 * aside;
                path.Insert(i, ((a.Lon + b.Lon) / 2 - (b.Lat - a.Lat) * off, (a.Lat + b.Lat) / 2 + (b.Lon - a.Lon) * off));
            }
        return path;
    }

    private static (string Use, int Share, int Lowest, int Highest) Pick(Random random)
    {
        var at = random.Next(Uses.Sum(use => use.Share));
        foreach (var use in Uses)
            if ((at -= use.Share) < 0) return use;
        return Uses[0];
    }
}

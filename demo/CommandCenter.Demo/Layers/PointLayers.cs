using System.Globalization;
using System.Text;

namespace CommandCenter.Demo.Layers;

/// <summary>Layers of points: the departments' classes of <c>demo/layers.csv</c>, cameras, investment resources, and a million parts of a city.</summary>
internal static class PointLayers
{
    private const int Million = 1_000_000;

    private static readonly (string Class, int Share)[] CameraClasses =
    [
        ("治安视频", 30), ("交通卡口", 16), ("高空瞭望", 4), ("校园周边", 8), ("水库大坝", 5), ("河道水位", 6), ("森林防火", 5), ("内涝积水", 4),
        ("在建工地", 6), ("危化企业", 3), ("港口码头", 3), ("景区广场", 4), ("公交场站", 3), ("移动布控", 3),
    ];

    private static readonly (string Class, int Count)[] Investments = [("工业用地", 146), ("商服用地", 58), ("标准厂房", 172), ("写字楼宇", 97), ("产业园区", 64), ("闲置物业", 64)];

    private static readonly (string Class, int Share)[] Parts =
        [("井盖", 30), ("路灯", 24), ("行道树", 22), ("交通标志", 9), ("消火栓", 4), ("公共座椅", 4), ("垃圾箱", 5), ("宣传栏", 2)];

    private static readonly string[] Levels = ["", "", "", "蓝", "蓝", "黄", "黄", "橙", "红", ""];

    private static readonly object[] Named = [new { name = "name", title = "名称" }, new { name = "place", title = "所在" }];

    public static IEnumerable<DemoLayer> Of(Places places, string classFile)
    {
        foreach (var line in File.ReadAllLines(classFile, Encoding.UTF8).Skip(1).Where(line => line.Length > 0))
        {
            var cells = line.Split(',');
            var (id, title, count, warns) = (cells[0], cells[1], int.Parse(cells[5], CultureInfo.InvariantCulture), cells[8] == "yes");
            object[] fields = warns ? [.. Named, new { name = "level", title = "风险等级" }] : Named;
            yield return DemoLayer.Of(id, title, cells[2], cells[3], cells[4], "point", fields,
                warns ? new { label = "name", severity = "level" } : new { label = "name" }, new { colour = 1, icon = cells[7] },
                () => Department(places, id, title, count, cells[6] == "urban", warns));
        }
        yield return DemoLayer.Of("cameras", "视频点位", "sensing", "视频", "市公安局", "point", [.. Named, new { name = "kind", title = "类别" }],
            new { label = "name", @class = "kind" }, new { colour = 1, icon = "cctv", fromZoom = 0 }, () => Cameras(places));
        yield return DemoLayer.Of("investment-resources", "招商资源", "investment", "载体", "市投资促进局", "point",
            [.. Named, new { name = "kind", title = "类别" }, new { name = "area", title = "面积", type = "number", unit = "公顷" }],
            new { label = "name", @class = "kind" }, new { colour = 2, icon = "briefcase" }, () => Resources(places));
        yield return DemoLayer.Of("city-parts", "城市部件（百万级）", "base", "城市部件", "市城市管理综合执法局", "point", [new { name = "kind", title = "类别" }],
            new { @class = "kind" }, new { colour = 6 }, () => CityParts(places));
    }

    private static IEnumerable<string> Department(Places places, string id, string title, int count, bool isUrban, bool warns)
    {
        var random = new Random(DemoCity.Stable(id));
        var among = isUrban ? places.Urban : places.All;
        var first = random.Next(among.Count);
        for (var i = 0; i < count; i++)
        {
            // Each place in turn: things of a department are spread, not heaped.
            var place = among[(int)((first + (long)i * among.Count / count) % among.Count)];
            var at = Places.Near(place, random, 1_500);
            var name = $"{place.Name}{title}{(count > among.Count ? $" {i % 9 + 1} 号" : "")}";
            yield return warns
                ? Feature.Point(at, ("name", name), ("place", place.Name), ("level", Levels[random.Next(Levels.Length)]))
                : Feature.Point(at, ("name", name), ("place", place.Name));
        }
    }

    private static IEnumerable<string> Cameras(Places places)
    {
        var random = new Random(DemoCity.Stable("cameras"));
        for (var i = 0; i < 6_000; i++)
        {
            var place = i % 3 == 0 ? places.All[random.Next(places.All.Count)] : places.Urban[random.Next(places.Urban.Count)];
            var kind = Pick(CameraClasses, random);
            yield return Feature.Point(Places.Near(place, random, 1_200), ("name", $"{place.Name}{kind} {i % 20 + 1:00}"), ("place", place.Name), ("kind", kind));
        }
    }

    private static IEnumerable<string> Resources(Places places)
    {
        var random = new Random(DemoCity.Stable("investment-resources"));
        foreach (var (kind, count) in Investments)
            for (var i = 0; i < count; i++)
            {
                var place = places.Urban[random.Next(places.Urban.Count)];
                yield return Feature.Point(Places.Near(place, random, 2_500), ("name", $"{place.Name}{kind} {i + 1}"), ("place", place.Name), ("kind", kind),
                    ("area", Math.Round(0.3 + 30 * random.NextDouble() * random.NextDouble(), 2)));
            }
    }

    private static IEnumerable<string> CityParts(Places places)
    {
        var random = new Random(DemoCity.Stable("city-parts"));
        for (var i = 0; i < Million; i++)
        {
            var place = i % 4 == 0 ? places.All[random.Next(places.All.Count)] : places.Urban[random.Next(places.Urban.Count)];
            yield return Feature.Point(Places.Near(place, random, 2_000), ("kind", Pick(Parts, random)));
        }
    }

    private static string Pick((string Class, int Share)[] classes, Random random)
    {
        var at = random.Next(classes.Sum(one => one.Share));
        foreach (var (name, share) in classes)
            if ((at -= share) < 0) return name;
        return classes[^1].Class;
    }
}

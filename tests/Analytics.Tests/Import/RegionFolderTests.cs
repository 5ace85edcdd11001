using CommandCenter.Analytics.Import;
using CommandCenter.Analytics.Spatial;
using CommandCenter.Domain.Geography;

namespace CommandCenter.Analytics.Tests.Import;

public sealed class RegionFolderTests : IDisposable
{
    private const string Square = "[[[113,22],[113.1,22],[113.1,22.1],[113,22.1],[113,22]]]";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Reads_the_demo_city_with_seven_counties_seventy_three_towns_and_all_villages()
    {
        var tree = City.Atlas.Tree;
        var city = tree.Roots.ShouldHaveSingleItem();
        city.Name.ShouldBe("江门市");
        tree.Children(city.Code).Select(county => tree.Children(county.Code).Count).ShouldBe([6, 3, 11, 17, 15, 10, 11]);
        tree.All.Count(region => region.IsSpecialUnit).ShouldBe(9);
        tree.All.Count(region => region.Level is RegionLevel.Village).ShouldBe(1348);
        City.Atlas.Boundaries.Count.ShouldBe(1 + 7 + 73);
    }

    [Fact]
    public void Every_name_of_the_demo_city_has_an_initial_for_every_character() =>
        City.Atlas.Tree.All.ShouldAllBe(region => region.Initials.Length == region.Name.Count(char.IsLetterOrDigit));

    [Fact]
    public void Two_readings_of_the_same_files_have_the_same_version() =>
        RegionFolder.Read(City.Folder).Version.ShouldBe(City.Atlas.Version);

    [Fact]
    public void A_city_without_counties_stands_in_for_them()
    {
        Write("regions.csv", "code,name,level,kind,parent,virtual\n441900,东莞市,city,地级市,,1\n");
        Write("towns.geojson", Collection(Feature("441900003", "东城街道", Square)));
        Write("villages.csv", "code,name,kind,lon,lat\n441900003001,岗贝社区居委会,社区,113.05,22.05\n");

        var atlas = RegionFolder.Read(_folder.FullName);

        var city = RegionCode.Parse("441900000000");
        atlas.Tree.Children(city).ShouldHaveSingleItem().Level.ShouldBe(RegionLevel.Town);
        atlas.Locator.Locate(new(113.05, 22.05)).ShouldBe(new LocatedRegion(city, RegionCode.Parse("441900003000")));
    }

    [Fact]
    public void A_missing_level_that_nobody_stands_in_for_is_refused()
    {
        Write("regions.csv", "code,name,level,kind\n441900,东莞市,city,地级市\n");
        Write("towns.geojson", Collection(Feature("441900003", "东城街道", Square)));
        Refusal().Message.ShouldBe("towns.geojson 第 1 个要素：找不到 东城街道（441900003000）的上级区划");
    }

    [Theory]
    [InlineData("12345", "“code”应为 6、9 或 12 位数字区划代码，实为“12345”")]
    [InlineData("４４０７０３", "“code”应为 6、9 或 12 位数字区划代码，实为“４４０７０３”")]
    [InlineData("440701001001", "找不到 白沙（440701001001）的上级区划")]
    [InlineData("440700000000", "区划代码 440700000000 重复")]
    public void A_bad_code_is_named_by_its_line(string code, string reason)
    {
        Write("regions.csv", "code,name,level,kind\n440700,江门市,city,地级市\n");
        Write("counties.geojson", Collection(Feature("440703", "蓬江区", Square)));
        Write("villages.csv", $"code,name,kind,lon,lat\n{code},白沙,村,113,22\n");
        Refusal().Message.ShouldBe($"villages.csv 第 2 行：{reason}");
    }

    [Theory]
    [InlineData("22.5,113.1", "疑似经纬度颠倒：经度应在 73–136 之间")]
    [InlineData("38500000,2500000", "疑似带号坐标 EPSG:4526，请先转为经纬度")]
    [InlineData("一一三,22", "“lon”应为数字，实为“一一三”")]
    [InlineData(",22", "“lon”应为数字，实为“”")]
    public void A_bad_position_is_named_by_its_line(string position, string reason)
    {
        Write("regions.csv", "code,name,level,kind\n440700,江门市,city,地级市\n");
        Write("counties.geojson", Collection(Feature("440703", "蓬江区", Square)));
        Write("special-units.csv", "code,name\n440703400,园区\n");
        Write("villages.csv", $"code,name,kind,lon,lat\n440703400001,白沙,村,{position}\n");
        Refusal().Message.ShouldBe($"villages.csv 第 2 行：{reason}");
    }

    internal static string Feature(string code, string name, string coordinates, string type = "Polygon") =>
        $$$"""{"type":"Feature","properties":{"code":"{{{code}}}","name":"{{{name}}}"},"geometry":{"type":"{{{type}}}","coordinates":{{{coordinates}}}}}""";

    internal static string Collection(params string[] features) =>
        $$"""{"type":"FeatureCollection","features":[{{string.Join(',', features)}}]}""";

    private ImportException Refusal() => Should.Throw<ImportException>(() => RegionFolder.Read(_folder.FullName));

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);
}

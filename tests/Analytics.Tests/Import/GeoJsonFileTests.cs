using System.Text;
using CommandCenter.Analytics.Import;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Tests.Import;

public sealed class GeoJsonFileTests : IDisposable
{
    private const string Good = "[[[113,22],[113.1,22],[113.1,22.1],[113,22.1],[113,22]]]";
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.geojson");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Reads_a_file_with_a_byte_order_mark() =>
        Read("\uFEFF" + One(Good)).ShouldHaveSingleItem()["name"].ShouldBe("甲");

    [Fact]
    public void Reads_features_that_are_larger_than_a_window_step()
    {
        var ring = string.Join(',', Enumerable.Range(0, 100_000).Select(i => FormattableString.Invariant($"[{113 + i * 1e-5},{22}]")));
        Read(One($"[[{ring},[114,23],[113,22]]]")).Single().Geometry!.NumPoints.ShouldBe(100_002);
    }

    [Theory]
    [InlineData("[[[22,113],[22,113.1],[22.1,113.1],[22,113]]]", "疑似经纬度颠倒：经度应在 73–136 之间")]
    [InlineData("[[[38465000,2490000],[38466000,2490000],[38466000,2491000],[38465000,2490000]]]", "疑似带号坐标 EPSG:4526，请先转为经纬度")]
    [InlineData("[[[465000,2490000],[466000,2490000],[466000,2491000],[465000,2490000]]]", "疑似以米为单位的投影坐标，请先转为经纬度")]
    [InlineData("[[[200,22],[113,22],[113,23],[200,22]]]", "经度应在 −180–180、纬度应在 −90–90 之间")]
    [InlineData("[[[1e999,22],[113,22],[113,23],[1e999,22]]]", "坐标不是有限的数")]
    [InlineData("[[[113,22],[113.1,22],[113.1,22.1],[113,22.1]]]", "环未闭合：首点与末点不同")]
    [InlineData("[[[113,22],[113.1,22],[113,22]]]", "环至少要有 4 个点")]
    [InlineData("[[[113,22],[113.1,22.1],[113.1,22],[113,22.1],[113,22]]]", "面自相交，无法可靠修复")]
    [InlineData("[[[113,null],[113.1,22],[113.1,22.1],[113,22]]]", "坐标应为数字，不能为空、文字或嵌套")]
    [InlineData("[[[113,\"22\"],[113.1,22],[113.1,22.1],[113,22]]]", "坐标应为数字，不能为空、文字或嵌套")]
    [InlineData("[[[113,22],113.1,[113.1,22.1],[113,22]]]", "coordinates 的层级与 type 不符")]
    [InlineData("[[113,22],[113.1,22],[113.1,22.1],[113,22]]", "coordinates 的层级与 type 不符")]
    [InlineData("[[[113],[113.1,22],[113.1,22.1],[113,22]]]", "坐标应为 [经度, 纬度]")]
    [InlineData("[[[NaN,22],[113.1,22],[113.1,22.1],[113,22]]]", "JSON 格式有误（如 NaN）、嵌套过深，或文件在此中断")]
    public void Names_the_feature_and_what_is_wrong_with_it(string coordinates, string reason) =>
        Refusal(RegionFolderTests.Collection(RegionFolderTests.Feature("1", "甲", Good), RegionFolderTests.Feature("2", "乙", coordinates)))
            .ShouldBe($"{Path.GetFileName(_path)} 第 2 个要素：{reason}");

    [Fact]
    public void A_ring_that_touches_itself_is_repaired() =>
        Read(One("[[[113,22],[113.1,22],[113.05,22.05],[113.1,22.1],[113,22.1],[113.05,22.05],[113,22]]]"))
            .Single().Geometry!.IsValid.ShouldBeTrue();

    [Fact]
    public void A_truncated_file_is_refused_at_every_place_it_can_be_cut()
    {
        var whole = One(Good);
        for (var length = 1; length < whole.Length; length += 7) Refusal(whole[..length]).ShouldNotBeEmpty();
    }

    [Fact]
    public void Nesting_of_65_levels_is_refused() =>
        Refusal(One(new string('[', 65) + new string(']', 65))).ShouldContain("嵌套过深");

    [Fact]
    public void Other_json_and_other_encodings_are_refused()
    {
        Refusal("[]").ShouldContain("不是 GeoJSON FeatureCollection");
        Refusal("""{"type":"FeatureCollection"}""").ShouldContain("缺少 features");
        File.WriteAllText(_path, One(Good), Encoding.Unicode);
        Should.Throw<ImportException>(() => GeoJsonFile.Features(_path).ToList()).Reason.ShouldContain("UTF-16");
    }

    [Fact]
    public void A_null_geometry_is_left_to_the_reader_of_the_feature() =>
        Read(RegionFolderTests.Collection("""{"type":"Feature","properties":{},"geometry":null}""")).Single().Geometry.ShouldBeNull();

    private static string One(string coordinates) => RegionFolderTests.Collection(RegionFolderTests.Feature("1", "甲", coordinates));

    private List<GeoJsonFeature> Read(string text)
    {
        File.WriteAllText(_path, text);
        return [.. GeoJsonFile.Features(_path)];
    }

    private string Refusal(string text) => Should.Throw<ImportException>(() => Read(text)).Message;
}

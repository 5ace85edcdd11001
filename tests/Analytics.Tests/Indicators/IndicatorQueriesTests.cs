using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Import;
using CommandCenter.Analytics.Indicators;
using CommandCenter.Analytics.Schema;
using CommandCenter.Analytics.Tests.ClickHouse;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Indicators;

namespace CommandCenter.Analytics.Tests.Indicators;

[Collection(Embedded.Name)]
public sealed class EmbeddedIndicatorQueriesTests(EmbeddedPlace place) : IndicatorQueriesTests(place);

[Collection(OverHttp.Name)]
public sealed class HttpIndicatorQueriesTests(HttpPlace place) : IndicatorQueriesTests(place);

public abstract class IndicatorQueriesTests(ClickHousePlace place) : IAsyncLifetime
{
    private const string Head = "region_code,indicator,unit,period,value,source_title,publisher,grade\n";
    private static readonly RegionCode City = RegionCode.Parse("440700000000");
    private static readonly RegionCode Taishan = RegionCode.Parse("440781000000");
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 4, 0, 0, TimeSpan.Zero);
    private readonly IClickHouse _clickHouse = place.Open($"indicators_{Guid.NewGuid():N}");
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.csv");
    private IndicatorQueries _queries = null!;

    public async Task InitializeAsync()
    {
        await new SchemaRunner(_clickHouse, SchemaRunner.Files).ApplyAsync(default);
        _queries = new(_clickHouse);
    }

    public Task DisposeAsync()
    {
        _clickHouse.Dispose();
        System.IO.File.Delete(_path);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task The_figures_of_the_demo_city_come_back_as_they_were_published()
    {
        var file = IndicatorFile.Read(Path.Combine(Tests.City.Folder, "indicators.csv"), Tests.City.Atlas.Tree);
        file.Values.Count.ShouldBe(550);
        (await _queries.AddAsync(file, Noon, default)).ShouldBeTrue();
        var gdp = (await ValuesAsync(Taishan)).Single(value => value.Indicator == "地区生产总值" && value.Period.Text == "2024");
        (gdp.Text, gdp.Unit, gdp.Grade, gdp.Batch, gdp.Versions).ShouldBe(("575.37", "亿元", SourceGrade.B, 1u, 1u));
        gdp.ImportedAt.ShouldBe(Noon);
    }

    [Fact]
    public async Task The_same_file_twice_changes_nothing()
    {
        var file = File("440781,地区生产总值,亿元,2024,575.37,来源,单位,B\n");
        (await _queries.AddAsync(file, Noon, default)).ShouldBeTrue();
        (await _queries.AddAsync(file, Noon, default)).ShouldBeFalse();
        (await ValuesAsync(Taishan)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_newer_file_overrides_and_the_revision_is_told()
    {
        await _queries.AddAsync(File("440781,地区生产总值,亿元,2024,575.37,来源,单位,B\n440781,地区生产总值,亿元,2023,547.4,来源,单位,C\n"), Noon, default);
        await _queries.AddAsync(File("440781,地区生产总值,亿元,2024,576.00,来源,单位,A\n"), Noon, default);
        var values = await ValuesAsync(Taishan);
        values.Select(value => (value.Period.Text, value.Text, value.Versions)).Order().ShouldBe([("2023", "547.4", 1u), ("2024", "576.00", 2u)]);
        await _queries.AddAsync(File("440781,地区生产总值,亿元,2024,575.37,来源,单位,B\n"), Noon, default);
        (await ValuesAsync(Taishan)).Single(value => value.Period.Text == "2024").Text.ShouldBe("575.37");
    }

    [Fact]
    public async Task Nothing_outside_the_scope_is_read()
    {
        await _queries.AddAsync(File("440781,地区生产总值,亿元,2024,575.37,来源,单位,B\n440700,地区生产总值,亿元,2023,4022.25,来源,单位,B\n"), Noon, default);
        var values = await _queries.OfRegionsAsync(RegionScope.Of(Taishan), [City, Taishan], default);
        values.ShouldHaveSingleItem().Region.ShouldBe(Taishan);
        (await _queries.OfRegionsAsync(default, [City, Taishan], default)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("440799,地区生产总值,亿元,2024,1,来源,单位,B", "区划代码 440799000000 不存在，请先导入区划")]
    [InlineData("440781,地区生产总值,亿元,2024,12亿,来源,单位,B", "“value”应为数字，实为“12亿”")]
    [InlineData("440781,地区生产总值,亿元,2024,—,来源,单位,B", "“value”应为数字，实为“—”")]
    [InlineData("440781,地区生产总值,亿元,2024,１２３,来源,单位,B", "“value”应为数字，实为“１２３”")]
    [InlineData("440781,地区生产总值,,2024,1,来源,单位,B", "“unit”不能为空")]
    [InlineData("440781,地区生产总值,亿元,2024,1,来源,单位,D", "“grade”应为 A、B 或 C")]
    [InlineData("440781,工业总产值,亿元,2020,1,来源,单位,B", "工业总产值（2020）重复")]
    public void A_bad_row_leaves_the_whole_file_out_and_is_named(string row, string reason) =>
        Should.Throw<ImportException>(() => File($"440781,工业总产值,亿元,2020,1,来源,单位,B\n{row}\n"))
            .Message.ShouldBe($"{Path.GetFileName(_path)} 第 3 行：{reason}");

    [Fact]
    public void The_catalogue_of_the_demo_city_names_only_indicators_it_has()
    {
        var catalog = IndicatorCatalogFile.Read(Path.Combine(Tests.City.Folder, "indicator-catalog.csv"));
        var known = Directory.GetFiles(Tests.City.Folder, "indicators*.csv")
            .SelectMany(path => IndicatorFile.Read(path, Tests.City.Atlas.Tree).Values).Select(value => value.Indicator).ToHashSet();
        catalog.Select(indicator => indicator.Name).Except(known).ShouldBeEmpty();
        catalog.Select(indicator => indicator.GrowthIndicator).Where(name => name.Length > 0).Except(known).ShouldBeEmpty();
        foreach (var dimension in DimensionNames.All) catalog.ShouldContain(indicator => indicator.Dimension == dimension);
    }

    private IndicatorFile File(string rows)
    {
        System.IO.File.WriteAllText(_path, Head + rows);
        return IndicatorFile.Read(_path, Tests.City.Atlas.Tree);
    }

    private Task<IReadOnlyList<IndicatorValue>> ValuesAsync(RegionCode region) =>
        _queries.OfRegionsAsync(RegionScope.Of(City), [region], default);
}

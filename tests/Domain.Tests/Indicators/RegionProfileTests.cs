using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Indicators;
using CommandCenter.Domain.Status;

namespace CommandCenter.Domain.Tests.Indicators;

public sealed class RegionProfileTests
{
    private static readonly DateOnly Today = new(2026, 11, 22);

    [Fact]
    public void Leading_figures_come_first_others_fill_in_and_gaps_stand_last()
    {
        Indicator[] catalog =
        [
            Some.Indicator("甲", order: 1), Some.Indicator("乙", order: 2), Some.Indicator("丙", order: 3, leads: ""),
            Some.Indicator("丁", order: 4, leads: ""), Some.Indicator("戊", order: 5),
        ];
        var profile = RegionProfile.Of(catalog, [Some.Value("1", name: "戊"), Some.Value("1", name: "丙"), Some.Value("2", name: "甲")], RegionLevel.County, Today);
        profile.Dimensions[0].Figures.Select(figure => figure.Indicator.Name).ShouldBe(["甲", "戊", "丙", "乙"]);
        (profile.Published, profile.Total).ShouldBe((3, 4));
    }

    [Fact]
    public void Growth_that_is_published_is_never_computed()
    {
        var gdp = Some.Indicator(growth: GrowthKind.Published, growthIndicator: "地区生产总值同比增速");
        Figure(gdp, Some.Value("575.37", "2024"), Some.Value("547.4", "2023")).Growth.ShouldBeNull();
        Figure(gdp, Some.Value("575.37", "2024"), Some.Value("3.7", "2024", "地区生产总值同比增速", "%")).Growth.ShouldBe(3.7m);
        Figure(gdp, Some.Value("575.37", "2024"), Some.Value("6.3", "2023", "地区生产总值同比增速", "%")).Growth.ShouldBeNull();
    }

    [Fact]
    public void A_stock_tells_the_difference_to_a_year_before()
    {
        var people = Some.Indicator("常住人口", "万人", growth: GrowthKind.Difference, growthWord: "万");
        var figure = Figure(people, Some.Value("89.37", "2023年末", "常住人口", "万人"), Some.Value("89.8", "2022年末", "常住人口", "万人"));
        (figure.Growth, figure.GrowthUnit).ShouldBe((-0.43m, "万"));
    }

    [Fact]
    public void What_is_exact_is_shown_before_a_newer_bound()
    {
        var figure = Figure(Some.Indicator(), Some.Value("4200", "2024", "地区生产总值（下限）"), Some.Value("4022.25", "2023"));
        figure.Value!.Text.ShouldBe("4022.25");
    }

    [Fact]
    public void Of_two_sources_for_a_period_the_better_one_is_shown() =>
        Figure(Some.Indicator(), Some.Value("3200.95", "2020（维基口径）", grade: SourceGrade.C), Some.Value("3201", "2020", grade: SourceGrade.A))
            .Value!.Text.ShouldBe("3201");

    [Theory]
    [InlineData("人", "748777", "万人", "74.88")]
    [InlineData("元", "66984", "万元", "6.70")]
    [InlineData("百万美元", "734", "亿美元", "7.34")]
    [InlineData("亿元", "575.37", "亿元", "575.37")]
    [InlineData("天", "309", "亿元", "309")]
    public void Is_shown_in_the_unit_of_the_catalogue(string unit, string text, string wanted, string shown)
    {
        var figure = Figure(Some.Indicator(unit: wanted), Some.Value(text, unit: unit));
        figure.Shown!.Value.Number.ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe(shown);
    }

    [Theory]
    [InlineData("2025", Cadence.Yearly, Freshness.Scheduled)]
    [InlineData("2024", Cadence.Yearly, Freshness.Due)]
    [InlineData("2022", Cadence.Yearly, Freshness.Due)]
    [InlineData("2021", Cadence.Yearly, Freshness.Expired)]
    [InlineData("2016", Cadence.Irregular, Freshness.Scheduled)]
    [InlineData("2020-11-01", Cadence.Decennial, Freshness.Scheduled)]
    [InlineData("2024M1-9", Cadence.Monthly, Freshness.Expired)]
    [InlineData("2026M1-9", Cadence.Monthly, Freshness.Scheduled)]
    public void Is_as_fresh_as_its_cadence_says(string period, Cadence cadence, Freshness freshness) =>
        Timeliness.Of(Period.Parse(period), cadence, Today)!.Freshness.ShouldBe(freshness);

    [Fact]
    public void The_next_yearly_value_is_due_in_february() =>
        Timeliness.Of(Period.Parse("2024"), Cadence.Yearly, Today)!.NextDue.ShouldBe(new DateOnly(2026, 2, 28));

    [Theory]
    [InlineData("地区生产总值（下限）", "地区生产总值", ValueNature.Actual, ValueBound.AtLeast)]
    [InlineData("粮食播种面积目标（下限）", "粮食播种面积", ValueNature.Target, ValueBound.AtLeast)]
    [InlineData("企业开办全流程时限（目标）（上限）", "企业开办全流程时限", ValueNature.Target, ValueBound.AtMost)]
    [InlineData("固定资产投资（预计）", "固定资产投资", ValueNature.Estimate, ValueBound.Exact)]
    [InlineData("常住人口（七普）", "常住人口（七普）", ValueNature.Actual, ValueBound.Exact)]
    public void A_name_gives_up_its_words_on_certainty(string text, string name, ValueNature nature, ValueBound bound) =>
        IndicatorName.Parse(text).ShouldBe(new IndicatorName(name, nature, bound));

    [Fact]
    public void The_day_of_publication_is_read_from_the_title() => Some.Value("1").PublishedOn.ShouldBe("2025-02");

    private static ProfileFigure Figure(Indicator indicator, params IndicatorValue[] values) =>
        RegionProfile.Figure(indicator, values.ToLookup(value => value.Indicator), Today);
}

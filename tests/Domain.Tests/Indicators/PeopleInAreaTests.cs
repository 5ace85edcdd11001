using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Indicators;

namespace CommandCenter.Domain.Tests.Indicators;

public sealed class PeopleInAreaTests
{
    private static readonly Region County = Make("440784000000", RegionLevel.County, null);
    private static readonly Region Shaping = Make("440784001000", RegionLevel.Town, County.Code);
    private static readonly Region Longkou = Make("440784101000", RegionLevel.Town, County.Code);

    [Fact]
    public void A_town_counts_by_its_share_and_one_without_a_number_by_its_part_of_the_county()
    {
        var people = PeopleInArea.Of(
            [(Shaping, 0.5, 0.1), (Longkou, 1, 0.2)],
            [Value(Shaping, "常住人口（七普）", "240614", "人", "2020"), Value(County, "常住人口", "51.15", "万人", "2018")]);
        people.People.ShouldBe(222_610); // 120,307 + 102,300
        people.Sources.Select(value => value.Region).ShouldBe([Shaping.Code, County.Code]);
        people.Without.ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_published_is_no_number_and_says_where()
    {
        var people = PeopleInArea.Of([(Shaping, 0.5, 0.1)], [Value(Shaping, "常住人口", "约二十万", "人", "2020")]);
        people.People.ShouldBeNull();
        people.Without.ShouldBe([Shaping.Code]);
        PeopleInArea.Of([], []).People.ShouldBeNull();
    }

    private static IndicatorValue Value(Region region, string indicator, string text, string unit, string period) =>
        new(region.Code, indicator, ValueNature.Actual, ValueBound.Exact, Period.Parse(period), text, unit, "公报", "统计局", SourceGrade.A, 1, default, 1);

    private static Region Make(string code, RegionLevel level, RegionCode? parent) =>
        new(RegionCode.Parse(code), code, level, "镇", parent, new(113, 22), 100, "", false, false, "示意");
}

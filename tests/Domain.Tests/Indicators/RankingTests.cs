using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Indicators;

namespace CommandCenter.Domain.Tests.Indicators;

public sealed class RankingTests
{
    private const string Word = "县（市、区）";
    private static readonly Region[] Counties = [.. Enumerable.Range(1, 7).Select(i => Some.County($"44070{i}000000", $"县{i}"))];

    [Fact]
    public void Ranks_five_values_of_one_period_and_lets_equals_share()
    {
        var ranking = Of("10", "30", "20", "20", "5", null, null);
        ranking.WhyNotRanked.ShouldBeNull();
        ranking.Rows.Select(row => (row.Region.Name, row.Rank)).ShouldBe(
            [("县2", 1), ("县3", 2), ("县4", 2), ("县1", 4), ("县5", 5), ("县6", null), ("县7", null)]);
    }

    [Fact]
    public void Does_not_rank_fewer_than_five() =>
        Of("10", "30", "20", "20", null, null, null).WhyNotRanked.ShouldBe("名次须至少 5 个县（市、区）已公布，现有 4 个");

    [Fact]
    public void Does_not_rank_across_periods()
    {
        (Region, IndicatorValue?)[] mixed = [.. Counties.Select((county, i) => (county, (IndicatorValue?)Some.Value("1", i == 0 ? "2020" : "2024")))];
        Ranking.Of(Some.Indicator(), mixed, Word).WhyNotRanked.ShouldStartWith("跨期别不排名次");
    }

    [Theory]
    [InlineData("地区生产总值（预计）")]
    [InlineData("地区生产总值（下限）")]
    public void Does_not_rank_what_is_not_certain(string name)
    {
        (Region, IndicatorValue?)[] values = [.. Counties.Select((county, i) => (county, (IndicatorValue?)Some.Value("1", name: i == 0 ? name : "地区生产总值")))];
        Ranking.Of(Some.Indicator(), values, Word).WhyNotRanked.ShouldBe("含预计、目标或下限值，不排名次");
    }

    [Fact]
    public void Compares_in_one_unit()
    {
        (Region, IndicatorValue?)[] values = [(Counties[0], Some.Value("530684", unit: "人")), (Counties[1], Some.Value("89.37", unit: "万人"))];
        Ranking.Of(Some.Indicator(unit: "万人"), values, Word).Rows[0].Region.ShouldBe(Counties[1]);
    }

    private static Ranking Of(params string?[] values) => Ranking.Of(
        Some.Indicator(), [.. Counties.Zip(values, (county, text) => (county, text is null ? null : Some.Value(text)))], Word);
}

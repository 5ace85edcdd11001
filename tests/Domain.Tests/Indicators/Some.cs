using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Indicators;

namespace CommandCenter.Domain.Tests.Indicators;

/// <summary>Figures in the words of the field.</summary>
internal static class Some
{
    public static readonly RegionCode Taishan = RegionCode.Parse("440781000000");

    public static Indicator Indicator(string name = "地区生产总值", string unit = "亿元", string leads = "县", Dimension dimension = Dimension.Economy,
        int order = 10, GrowthKind growth = GrowthKind.None, string growthIndicator = "", string growthWord = "", Cadence cadence = Cadence.Yearly) =>
        new(name, dimension, order, unit, cadence, growth, growthIndicator, growthWord, "", "", "",
            leads == "县" ? [RegionLevel.County] : [], IsRankable: true);

    public static IndicatorValue Value(string text, string period = "2024", string name = "地区生产总值", string unit = "亿元",
        string region = "440781000000", SourceGrade grade = SourceGrade.B)
    {
        var told = IndicatorName.Parse(name);
        return new(RegionCode.Parse(region), told.Name, told.Nature, told.Bound, Period.Parse(period), text, unit,
            "台山市政府网：高质量发展大会评述（2025-02，2024年数据）", "台山市人民政府网", grade, 1, default, 1);
    }

    public static Region County(string code, string name) =>
        new(RegionCode.Parse(code), name, RegionLevel.County, "县级市", null, default, null, "", false, false, "");
}

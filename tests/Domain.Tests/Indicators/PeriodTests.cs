using CommandCenter.Domain.Indicators;

namespace CommandCenter.Domain.Tests.Indicators;

public sealed class PeriodTests
{
    [Theory]
    [InlineData("2023", PeriodKind.Year, "2023-12-31", "2023 年", "")]
    [InlineData("2020年末", PeriodKind.YearEnd, "2020-12-31", "2020 年末", "")]
    [InlineData("2015Q1-3", PeriodKind.Quarters, "2015-09-30", "2015 年前三季度", "")]
    [InlineData("2020Q1-2", PeriodKind.Quarters, "2020-06-30", "2020 年上半年", "")]
    [InlineData("2024M1-2", PeriodKind.Months, "2024-02-29", "2024 年 1–2 月", "")]
    [InlineData("2017M03", PeriodKind.Month, "2017-03-31", "2017 年 3 月", "")]
    [InlineData("2023-06", PeriodKind.Month, "2023-06-30", "2023 年 6 月", "")]
    [InlineData("2020-11-01", PeriodKind.Day, "2020-11-01", "2020-11-01", "")]
    [InlineData("2025-09-08 08:00", PeriodKind.Day, "2025-09-08", "2025-09-08 08:00", "")]
    [InlineData("2016—2020", PeriodKind.Span, "2020-12-31", "2016–2020 年", "")]
    [InlineData("2017—2023-06", PeriodKind.Span, "2023-06-30", "2017–2023-06 年", "")]
    [InlineData("2020（维基口径）", PeriodKind.Year, "2020-12-31", "2020 年", "维基口径")]
    [InlineData("2023M09（年份按文意）", PeriodKind.Month, "2023-09-30", "2023 年 9 月", "年份按文意")]
    [InlineData("2013前后（粤林〔2014〕1号）", PeriodKind.Year, "2013-12-31", "2013 年", "前后，粤林〔2014〕1号")]
    [InlineData("2022前后", PeriodKind.Year, "2022-12-31", "2022 年", "前后")]
    [InlineData("2020公示", PeriodKind.Year, "2020-12-31", "2020 年", "公示")]
    [InlineData("多年平均", PeriodKind.Timeless, null, "多年平均", "")]
    [InlineData("—", PeriodKind.Unknown, null, "口径年份未注明", "")]
    [InlineData("（年份未注明）06-23 12:00", PeriodKind.Unknown, null, "口径年份未注明", "（年份未注明）06-23 12:00")]
    [InlineData("20xx（年份被抹）", PeriodKind.Unknown, null, "口径年份未注明", "20xx（年份被抹）")]
    [InlineData("2023-13", PeriodKind.Unknown, null, "口径年份未注明", "2023-13")]
    [InlineData("２０２３", PeriodKind.Unknown, null, "口径年份未注明", "２０２３")]
    public void Is_read_from_the_words_of_its_source(string text, PeriodKind kind, string? end, string label, string note)
    {
        var period = Period.Parse(text);
        period.Text.ShouldBe(text);
        period.Kind.ShouldBe(kind);
        period.End.ShouldBe(end is null ? null : DateOnly.Parse(end));
        period.Label.ShouldBe(label);
        period.Note.ShouldBe(note);
    }

    [Fact]
    public void Orders_by_its_end_with_the_unknown_first() =>
        new[] { "2024M1-2", "2023", "—", "2024" }.Select(Period.Parse).Order().Select(period => period.Text).ShouldBe(["—", "2023", "2024M1-2", "2024"]);

    [Fact]
    public void Is_the_same_whatever_a_source_adds_but_not_over_different_stretches()
    {
        Period.Parse("2020").IsSameAs(Period.Parse("2020（维基口径）")).ShouldBeTrue();
        Period.Parse("2020").IsSameAs(Period.Parse("2020年末")).ShouldBeFalse();
        Period.Parse("—").IsSameAs(Period.Parse("—")).ShouldBeFalse();
    }
}

using CommandCenter.Domain.Layers;
using CommandCenter.Domain.Status;

namespace CommandCenter.Domain.Tests.Layers;

public sealed class LeadValuesTests
{
    [Theory]
    [InlineData("红", WarningColor.Red)]
    [InlineData("橙色", WarningColor.Orange)]
    [InlineData(" yellow ", WarningColor.Yellow)]
    [InlineData("1", WarningColor.Blue)]
    [InlineData("0", WarningColor.None)]
    [InlineData("５", WarningColor.None)]
    [InlineData("", WarningColor.None)]
    public void A_severity_is_a_colour_or_its_number(string text, WarningColor color) => LeadValues.Severity(text).ShouldBe(color);

    [Theory]
    [InlineData("2026-03-01", "2026-02-28T16:00:00Z")]
    [InlineData("2026-03-01 08:30", "2026-03-01T00:30:00Z")]
    [InlineData("2026/3/1", "2026-02-28T16:00:00Z")]
    [InlineData("2026-03-01T08:30:00+08:00", "2026-03-01T00:30:00Z")]
    [InlineData("1772325000000", "2026-03-01T00:30:00Z")]
    public void A_time_without_a_zone_is_that_of_Beijing(string text, string instant) => LeadValues.Instant(text).ShouldBe(DateTimeOffset.Parse(instant));

    [Theory]
    [InlineData("")]
    [InlineData("昨天")]
    [InlineData("2026-13-01")]
    [InlineData("99999999999999999")]
    public void What_is_no_time_is_none(string text) => LeadValues.Instant(text).ShouldBeNull();

    [Theory]
    [InlineData("12.5", 12.5)]
    [InlineData("-3", 0)]
    [InlineData("NaN", 0)]
    [InlineData("1e9", 0)]
    [InlineData("十二", 0)]
    public void A_height_is_a_likely_number_of_metres(string text, double metres) => LeadValues.Metres(text).ShouldBe(metres);
}

using CommandCenter.Domain.Sensing;

namespace CommandCenter.Domain.Tests.Sensing;

public sealed class RawRetentionTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void Readings_of_a_type_are_kept_from_a_midnight_on()
    {
        var retention = new RawRetention(400, new Dictionary<string, int> { ["噪声"] = 30 });
        retention.KeptFrom("噪声", Noon).ShouldBe(new(2026, 10, 23, 0, 0, 0, TimeSpan.FromHours(8)));
        retention.KeptFrom("水位站", Noon).ShouldBe(Noon.AddHours(-12).AddDays(-400));
        RawRetention.Forever.KeptFrom("噪声", Noon).ShouldBeNull();
    }

    [Fact]
    public void Fewer_days_than_a_reading_may_be_late_are_a_mistake()
    {
        RawRetention.Forever.Mistakes.ShouldBeEmpty();
        new RawRetention(9, new Dictionary<string, int> { ["噪声"] = 9 }).Mistakes.ShouldBeEmpty();
        new RawRetention(7, new Dictionary<string, int> { ["噪声"] = 0 }).Mistakes.Count.ShouldBe(2);
    }
}

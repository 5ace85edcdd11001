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
    public void Readings_are_kept_at_least_as_long_as_one_may_be_late()
    {
        var retention = new RawRetention(null, new Dictionary<string, int> { ["噪声"] = 0 });
        retention.KeptFrom("噪声", Noon).ShouldBe(Noon.AddHours(-12).AddDays(-RawRetention.FewestDays));
    }
}

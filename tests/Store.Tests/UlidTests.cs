namespace CommandCenter.Store.Tests;

public sealed class UlidTests
{
    [Fact]
    public void Is_26_characters_that_sort_by_age()
    {
        var start = DateTimeOffset.UnixEpoch.AddYears(56);
        var ids = Enumerable.Range(0, 100).Select(i => Ulid.New(start.AddMilliseconds(i))).ToList();
        ids.ShouldAllBe(id => id.Length == 26);
        ids.Order(StringComparer.Ordinal).ShouldBe(ids);
    }

    [Fact]
    public void Encodes_time_as_the_specification_does() =>
        Ulid.New(DateTimeOffset.FromUnixTimeMilliseconds(1469918176385))[..10].ShouldBe("01ARYZ6S41");
}

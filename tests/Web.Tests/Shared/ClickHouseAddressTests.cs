using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Web.Shared.Hosting;
using Microsoft.Extensions.Configuration;

namespace CommandCenter.Web.Tests.Shared;

public sealed class ClickHouseAddressTests
{
    [Fact]
    public void Without_an_address_ClickHouse_is_embedded() => Read().ShouldBe((null, ""));

    [Fact]
    public void Reads_address_user_database_and_password()
    {
        var (options, _) = Read(("", "https://city%40gov@clickhouse.city:8443/facts"), ("_PASSWORD", "p:w d"), ("_CLUSTER", "city"), ("_PIN", string.Join(':', Enumerable.Repeat("AB", 32))));
        options.ShouldNotBeNull();
        options.Address.ShouldBe(new Uri("https://clickhouse.city:8443"));
        (options.User, options.Password, options.Database, options.Cluster).ShouldBe(("city@gov", "p:w d", "facts", "city"));
        options.Pin.ShouldBe(string.Concat(Enumerable.Repeat("AB", 32)));
    }

    [Fact]
    public void Has_a_user_and_a_database_when_none_is_named()
    {
        var (options, _) = Read(("", "http://127.0.0.1:8123"));
        (options!.User, options.Database, options.Password, options.Cluster).ShouldBe(("default", "commandcenter", "", null));
    }

    [Theory]
    [InlineData("", "clickhouse:8123", "COMMANDCENTER_CLICKHOUSE:")]
    [InlineData("", "tcp://host:9000", "COMMANDCENTER_CLICKHOUSE:")]
    [InlineData("", "http://user:secret@host:8123", "COMMANDCENTER_CLICKHOUSE_PASSWORD")]
    [InlineData("", "http://host:8123/a-b", "a-b")]
    [InlineData("", "http://host:8123/facts?readonly=0", "COMMANDCENTER_CLICKHOUSE:")]
    [InlineData("_PASSWORD", "line\nbreak", "COMMANDCENTER_CLICKHOUSE_PASSWORD")]
    [InlineData("_CLUSTER", "a b", "COMMANDCENTER_CLICKHOUSE_CLUSTER")]
    [InlineData("_CA", "/no/such/file", "COMMANDCENTER_CLICKHOUSE_CA")]
    [InlineData("_PIN", "abc", "COMMANDCENTER_CLICKHOUSE_PIN")]
    public void Names_the_mistake_and_its_key_and_never_a_password(string key, string value, string named)
    {
        var (options, mistakes) = key.Length == 0 ? Read((key, value)) : Read(("", "https://host:8443"), (key, value));
        options.ShouldBeNull();
        mistakes.ShouldContain(named);
        mistakes.ShouldNotContain("secret");
    }

    [Fact]
    public void Words_about_a_server_without_its_address_are_a_mistake() =>
        Read(("_PASSWORD", "secret")).Mistakes.ShouldContain("COMMANDCENTER_CLICKHOUSE_PASSWORD");

    private static (HttpOptions? Options, string Mistakes) Read(params (string Key, string Value)[] settings)
    {
        var mistakes = new List<string>();
        var options = ClickHouseAddress.Read(new ConfigurationBuilder().AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create(ClickHouseAddress.Key + setting.Key, (string?)setting.Value))).Build(), mistakes);
        return (options, string.Join('\n', mistakes));
    }
}

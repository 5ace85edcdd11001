using CommandCenter.Web.Shared;
using Microsoft.Extensions.Configuration;

namespace CommandCenter.Web.Tests.Shared;

public sealed class CommandCenterOptionsTests
{
    private static readonly string Folder = Path.Combine(Path.GetTempPath(), "command-center-options");

    [Fact]
    public void Listens_on_the_port_of_this_machine_alone() =>
        Read(("PORT", "5999")).Urls.ShouldBe(["http://127.0.0.1:5999"]);

    [Fact]
    public void Listens_where_it_is_told() =>
        Read(("COMMANDCENTER_URLS", "http://0.0.0.0:80; https://[::]:443"), ("PORT", "1")).Urls.ShouldBe(["http://0.0.0.0:80", "https://[::]:443"]);

    [Fact]
    public void Keeps_everything_under_one_folder()
    {
        var options = Read();
        new[] { options.StoreFile, options.ClickHouseFolder, options.SpoolFolder, options.KeysFolder }
            .ShouldAllBe(path => path.StartsWith(Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal));
    }

    [Fact]
    public void Names_every_mistake_and_its_key()
    {
        var file = Path.GetTempFileName();
        var mistakes = Should.Throw<InvalidOperationException>(() => Read(("COMMANDCENTER_DATA", file), ("PORT", "70000"))).Message;
        mistakes.ShouldContain("COMMANDCENTER_DATA");
        mistakes.ShouldContain("PORT");
        File.Delete(file);
    }

    [Theory]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("5080")]
    public void Refuses_what_is_no_address(string url) =>
        Should.Throw<InvalidOperationException>(() => Read(("COMMANDCENTER_URLS", url))).Message.ShouldContain(url);

    private static CommandCenterOptions Read(params (string Key, string Value)[] settings) => CommandCenterOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))
                .Prepend(KeyValuePair.Create("COMMANDCENTER_DATA", (string?)Folder))
                .GroupBy(setting => setting.Key).Select(group => group.Last())).Build());
}

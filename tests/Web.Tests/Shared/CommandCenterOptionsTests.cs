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
        new[] { options.Store.ToString()["SQLite ".Length..], options.ClickHouseFolder, options.SpoolFolder, options.KeysFolder }
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

    [Theory]
    [InlineData("Host=db;Port=6432;Database=city;Username=cc;Password=s3cret-of-db", "PostgreSQL db:6432/city")]
    [InlineData("postgres://cc:s3cret-of-db@db/city?sslmode=require", "PostgreSQL db:5432/city")]
    public void Keeps_decisions_on_the_server_it_is_told_and_never_writes_its_password(string address, string shown)
    {
        var store = Read(("COMMANDCENTER_STORE", address)).Store;
        store.IsServer.ShouldBeTrue();
        store.ToString().ShouldBe(shown);
    }

    [Theory]
    [InlineData("Host=db;Database=city;Password=s3cret-of-db")]
    [InlineData("Hots=db;Database=city;Username=cc;Password=s3cret-of-db")]
    [InlineData("postgres://cc:s3cret-of-db@db")]
    [InlineData("mysql://cc:s3cret-of-db@db/city")]
    [InlineData("Host=db;Port=s3cret-of-db;Database=city;Username=cc")]
    public void Refuses_an_address_of_no_store_by_its_key_and_without_its_password(string address)
    {
        var mistake = Should.Throw<InvalidOperationException>(() => Read(("COMMANDCENTER_STORE", address)));
        mistake.Message.ShouldContain("COMMANDCENTER_STORE");
        mistake.ToString().ShouldNotContain("s3cret");
    }

    [Fact]
    public void Reads_the_address_of_the_store_from_a_file()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "Host=db;Database=city;Username=cc;Password=s3cret\n");
        Read(("COMMANDCENTER_STORE_FILE", file)).Store.ToString().ShouldBe("PostgreSQL db:5432/city");
        File.Delete(file);
        Should.Throw<InvalidOperationException>(() => Read(("COMMANDCENTER_STORE_FILE", file))).Message.ShouldContain("COMMANDCENTER_STORE_FILE");
    }

    private static CommandCenterOptions Read(params (string Key, string Value)[] settings) => CommandCenterOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))
                .Prepend(KeyValuePair.Create("COMMANDCENTER_DATA", (string?)Folder))
                .GroupBy(setting => setting.Key).Select(group => group.Last())).Build());
}

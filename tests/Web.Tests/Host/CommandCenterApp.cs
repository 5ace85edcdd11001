using System.Net;
using System.Net.Http.Json;
using CommandCenter.Analytics.Import;
using CommandCenter.Domain.Geography;
using CommandCenter.Web.Features.Access.Accounts;
using CommandCenter.Web.Features.Access.SignIn;
using CommandCenter.Web.Features.Access.Tokens;
using CommandCenter.Web.Features.OneMap.BaseMaps;
using CommandCenter.Web.Features.Video;
using CommandCenter.Web.Indicators;
using CommandCenter.Web.Map;
using CommandCenter.Web.Shared;
using CommandCenter.Web.Verbs;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.Host;

/// <summary>
/// The real program on a loopback port of its own, with a data folder of its own and an account of each role.
/// One for the whole test run: a process holds one embedded ClickHouse.
/// </summary>
public sealed class CommandCenterApp : WebApplicationFactory<Program>, IAsyncLifetime
{
    public const string City = "440700000000";
    public const string Town = "440781110000";
    public const string OtherTown = "440703101000";

    private readonly Dictionary<string, string> _passwords = [];

    public string DataFolder { get; } = Directory.CreateTempSubdirectory("command-center-").FullName;

    public Uri Address { get; private set; } = null!;

    /// <summary>Stands for 天地图.</summary>
    internal MapService Maps { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Maps = await MapService.StartAsync();
        UseKestrel();
        StartServer();
        Address = new Uri(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        await ImportCityAsync();
        await MakeAccountAsync("admin", "系统管理员", "system-admin", City);
        await MakeAccountAsync("security", "安全保密员", "security-admin", City);
        await MakeAccountAsync("audit", "安全审计员", "audit-admin", City);
        await MakeAccountAsync("leader", "陈志远", "leader", City);
        await MakeAccountAsync("staff", "李晓彤", "staff", City);
        await MakeAccountAsync("dispatcher", "黄文珊", "dispatcher", City);
        await MakeAccountAsync("town", "梁伟明", "town", Town);
    }

    public string PasswordOf(string user) => _passwords[user];

    public async Task MakeAccountAsync(string user, string name, string role, string scope)
    {
        await using var services = Services.CreateAsyncScope();
        var register = services.ServiceProvider.GetRequiredService<AccountRegister>();
        _passwords[user] = await register.CreateAsync(new NewAccount(user, name, role, RegionCode.Parse(scope)));
    }

    private async Task ImportCityAsync()
    {
        var city = Path.Combine(Repository(), "gis-data", "jiangmen");
        var atlas = RegionFolder.Read(city);
        await Services.GetRequiredService<AtlasArchive>().SaveAsync(atlas, CancellationToken.None);
        Services.GetRequiredService<AtlasHolder>().Replace(atlas);
        await ImportIndicators.RunAsync(Services, city, CancellationToken.None);
        Services.GetRequiredService<Almanac>().Replace(await Services.GetRequiredService<IndicatorArchive>().LoadAsync(CancellationToken.None));
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CommandCenter.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    /// <summary>A new ingest token's secret.</summary>
    public Task<string> MakeTokenAsync(string scope = City) =>
        Services.GetRequiredService<IngestTokens>().CreateAsync("测试", RegionCode.Parse(scope), CancellationToken.None);

    /// <summary>A browser of its own: keeps its cookies, follows no redirect.</summary>
    public HttpClient Browser() =>
        new(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }) { BaseAddress = Address };

    /// <summary>A browser in which the account has signed in.</summary>
    public async Task<HttpClient> SignInAs(string user)
    {
        var browser = Browser();
        var answer = await browser.PostAsJsonAsync("/api/v1/session", new { user, password = PasswordOf(user) });
        answer.EnsureSuccessStatusCode();
        return browser;
    }

    /// <summary>The cookie header of a signed-in account, for what is no <see cref="HttpClient"/>.</summary>
    public async Task<string> CookieOf(string user)
    {
        using var browser = Browser();
        var answer = await browser.PostAsJsonAsync("/api/v1/session", new { user, password = PasswordOf(user) });
        return string.Join("; ", answer.EnsureSuccessStatusCode().Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]));
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        await Maps.DisposeAsync();
        Directory.Delete(DataFolder, recursive: true);
        Directory.Delete(DataFolder + "-tiles", recursive: true);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting(CommandCenterOptions.DataKey, DataFolder);
        builder.UseSetting(CommandCenterOptions.UrlsKey, "http://127.0.0.1:0");
        builder.UseSetting(BaseMapOptions.AddressKey, Maps.Address.ToString());
        builder.UseSetting(BaseMapOptions.KeyKey, MapService.Key);
        builder.UseSetting(VideoOptions.SourcesKey, "https://video.example.cn");
        builder.UseSetting(BaseMapOptions.OwnKey, MapService.MakeFolder(DataFolder + "-tiles"));
    }
}

/// <summary>Test classes that talk to the running program: <c>[Collection(RunningApp.Name)]</c>. Alone, as some ask what it holds in memory.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RunningApp : ICollectionFixture<CommandCenterApp>
{
    public const string Name = "running app";
}

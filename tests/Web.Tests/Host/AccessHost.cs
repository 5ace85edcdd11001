using System.Net;
using System.Net.Http.Json;
using CommandCenter.Analytics.Import;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Store;
using CommandCenter.Web.Features.Access;
using CommandCenter.Web.Features.Access.Accounts;
using CommandCenter.Web.Live;
using CommandCenter.Web.Map;
using CommandCenter.Web.Shared;
using CommandCenter.Web.Shared.Hosting;
using CommandCenter.Web.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CommandCenter.Web.Tests.Host;

/// <summary>The product without ClickHouse, behind a real socket: accounts, pages, hub and circuits, with a clock that a test moves
/// and settings of its own. As many as wanted in one process; two on one folder are two nodes.</summary>
internal sealed class AccessHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly bool _ownsFolder;
    private readonly Dictionary<string, string> _passwords = [];

    private AccessHost(WebApplication app, string folder, bool ownsFolder) => (_app, DataFolder, _ownsFolder) = (app, folder, ownsFolder);

    public string DataFolder { get; }

    public MovedClock Clock { get; private init; } = null!;

    public IServiceProvider Services => _app.Services;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static Task<AccessHost> StartAsync(params (string Key, string Value)[] settings) => StartAsync(null, null, settings);

    /// <param name="folder">The data folder of another host, or null for one of its own.</param>
    public static async Task<AccessHost> StartAsync(string? folder, Action<WebApplicationBuilder>? more, params (string Key, string Value)[] settings)
    {
        var data = folder ?? Directory.CreateTempSubdirectory("command-center-access-").FullName;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = typeof(Program).Assembly.GetName().Name });
        builder.Configuration[CommandCenterOptions.DataKey] = data;
        builder.Configuration[CommandCenterOptions.UrlsKey] = "http://127.0.0.1:0";
        foreach (var (key, value) in settings) builder.Configuration[key] = value;
        var clock = new MovedClock();
        builder.AddHosting().AddStore().AddAccess().AddShell().AddMap().AddLive();
        // The navigation asks for it on every page; who operates is of no interest here.
        builder.Services.Configure<AuthorizationOptions>(policies => policies.AddPolicy(Permissions.Operate, policy => policy.RequireRole(Roles.SystemAdministrator)));
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Logging.ClearProviders();
        more?.Invoke(builder);
        var app = builder.Build();
        app.UseHosting();
        app.UseShellPages();
        app.UseAccess();
        app.UseAntiforgery();
        app.MapHosting();
        app.MapAccess();
        app.MapMap();
        app.MapLive();
        app.MapShell();
        await app.StartAsync();
        return new AccessHost(app, data, folder is null) { Clock = clock };
    }

    public async Task WithCityAsync()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "CommandCenter.sln"))) root = root.Parent!;
        var atlas = RegionFolder.Read(Path.Combine(root.FullName, "gis-data", "jiangmen"));
        await Services.GetRequiredService<AtlasArchive>().SaveAsync(atlas, CancellationToken.None);
        Services.GetRequiredService<AtlasHolder>().Replace(atlas);
    }

    public string PasswordOf(string user) => _passwords[user];

    public async Task MakeAccountAsync(string user, string role, string scope = CommandCenterApp.City, bool isDisplay = false)
    {
        await using var services = Services.CreateAsyncScope();
        var register = services.ServiceProvider.GetRequiredService<AccountRegister>();
        _passwords[user] = await register.CreateAsync(new NewAccount(user, user, role, RegionCode.Parse(scope), isDisplay));
    }

    public HttpClient Browser() =>
        new(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }) { BaseAddress = Address };

    public async Task<HttpClient> SignInAs(string user)
    {
        var browser = Browser();
        (await browser.PostAsJsonAsync("/api/v1/session", new { user, password = PasswordOf(user) })).EnsureSuccessStatusCode();
        return browser;
    }

    public async Task<string> CookieOf(string user)
    {
        using var browser = Browser();
        var answer = await browser.PostAsJsonAsync("/api/v1/session", new { user, password = PasswordOf(user) });
        return string.Join("; ", answer.EnsureSuccessStatusCode().Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]));
    }

    public CommandCenterDb Store() => Services.GetRequiredService<IDbContextFactory<CommandCenterDb>>().CreateDbContext();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (!_ownsFolder) return;
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(DataFolder, recursive: true);
    }
}

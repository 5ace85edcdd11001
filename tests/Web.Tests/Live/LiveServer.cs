using System.Security.Claims;
using System.Text.Encodings.Web;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Web.Live;
using CommandCenter.Web.Map;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommandCenter.Web.Tests.Live;

/// <summary>The live module alone behind a real socket; a caller's scope is the header <c>X-Scope</c>.</summary>
internal sealed class LiveServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LiveServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<LiveServer> StartAsync(ILivePanel panel, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        foreach (var (key, value) in settings) builder.Configuration[key] = value;
        builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, HeaderIdentity>("test", null);
        builder.Services.AddAuthorizationBuilder().AddPolicy(Permissions.View, policy => policy.RequireAuthenticatedUser());
        builder.AddLive();
        builder.Services.AddSingleton(panel);
        builder.Services.AddSingleton(Atlas());
        var app = builder.Build();
        app.MapLive();
        await app.StartAsync();
        return new(app);
    }

    public Task<HubScreen> ConnectAsync(string scope = "440700000000", string account = "someone") =>
        HubScreen.ConnectAsync(Address, ("X-Scope", scope), ("X-Account", account));

    public Task<HubScreen> FreezeAsync(string key) => HubScreen.FrozenAsync(Address, key, ("X-Scope", "440700000000"));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>One city, two counties, two towns.</summary>
    private static AtlasHolder Atlas()
    {
        Region At(string code, RegionLevel level, string? parent) => new(RegionCode.Parse(code), code, level, "", parent is null ? null : RegionCode.Parse(parent),
            default, null, "", IsVirtual: false, IsSpecialUnit: false, "");
        var holder = new AtlasHolder();
        holder.Replace(new(
        [
            At("440700000000", RegionLevel.City, null),
            At("440781000000", RegionLevel.County, "440700000000"),
            At("440783000000", RegionLevel.County, "440700000000"),
            At("440781001000", RegionLevel.Town, "440781000000"),
            At("440781002000", RegionLevel.Town, "440781000000"),
        ], [], []));
        return holder;
    }

    private sealed class HeaderIdentity(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var scope = Request.Headers["X-Scope"].ToString();
            if (scope.Length == 0) return Task.FromResult(AuthenticateResult.NoResult());
            var caller = new ClaimsIdentity(
                [new(AccountClaims.Scope, scope), new(ClaimTypes.NameIdentifier, Request.Headers["X-Account"].ToString())], Scheme.Name);
            return Task.FromResult(AuthenticateResult.Success(new(new(caller), Scheme.Name)));
        }
    }
}

/// <summary>A panel the test moves by hand; counts how often it is read.</summary>
internal sealed class CountingPanel : ILivePanel
{
    private int _reads;

    public string Name => "counting";

    public event Action<RegionCode>? Knocked;

    public int Value { get; set; }

    public bool Broken { get; set; }

    public string Weight { get; set; } = "";

    public int Reads => _reads;

    public ValueTask<object> ReadAsync(RegionScope scope, CancellationToken cancel)
    {
        Interlocked.Increment(ref _reads);
        return Broken ? throw new InvalidOperationException("The panel is broken.") : new(new { Value, Region = scope.Root.ToString(), Bulk = Weight.Length == 0 ? null : $"{Value}{Weight}" });
    }

    public void Move(int value, string region = "440781001000")
    {
        Value = value;
        Knocked?.Invoke(RegionCode.Parse(region));
    }
}

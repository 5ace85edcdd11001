using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using OpenIddict.Server;

namespace CommandCenter.Web.Tests.Host;

/// <summary>The organisation's sign-in: a real OpenID Connect provider (OpenIddict) on loopback. Whoever comes is the person that a
/// test put before it.</summary>
internal sealed class Provider : IAsyncDisposable
{
    public const string Client = "command-center";
    public const string Secret = "a-secret-of-the-test";

    private readonly WebApplication _app;

    private Provider(WebApplication app) => _app = app;

    public string Subject { get; set; } = "subject-1";

    public string User { get; set; } = "leader";

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<Provider> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        Provider? self = null;
        builder.Services.AddOpenIddict().AddServer(server =>
        {
            server.SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token");
            server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
            server.AddEphemeralEncryptionKey().AddEphemeralSigningKey();
            server.EnableDegradedMode();
            server.RegisterScopes("profile");
            server.UseAspNetCore().DisableTransportSecurityRequirement();
            server.AddEventHandler<OpenIddictServerEvents.ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(request =>
            {
                if (request.ClientId != Client || request.Request.CodeChallengeMethod != "S256") request.Reject("invalid_client");
                return default;
            }));
            server.AddEventHandler<OpenIddictServerEvents.ValidateTokenRequestContext>(handler => handler.UseInlineHandler(request =>
            {
                if (request.ClientId != Client || request.ClientSecret != Secret) request.Reject("invalid_client");
                return default;
            }));
            server.AddEventHandler<OpenIddictServerEvents.HandleAuthorizationRequestContext>(handler => handler.UseInlineHandler(request =>
            {
                var identity = new ClaimsIdentity("provider");
                identity.SetClaim("sub", self!.Subject).SetClaim("preferred_username", self.User);
                identity.SetDestinations(_ => ["id_token"]);
                request.Principal = new ClaimsPrincipal(identity).SetScopes("openid", "profile");
                return default;
            }));
        });
        var app = builder.Build();
        app.UseAuthentication();
        await app.StartAsync();
        return self = new(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

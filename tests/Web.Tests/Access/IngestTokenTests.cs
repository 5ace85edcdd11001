using System.Net;
using System.Security.Cryptography;
using System.Text;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Store;
using CommandCenter.Web.Features.Access.Accounts;
using CommandCenter.Web.Features.Access.SignIn;
using CommandCenter.Web.Features.Access.Tokens;
using CommandCenter.Web.Tests.Host;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.Access;

[Collection(RunningApp.Name)]
public sealed class IngestTokenTests(CommandCenterApp app)
{
    [Fact]
    public async Task Only_the_hash_is_kept()
    {
        var secret = await app.MakeTokenAsync();

        await using var store = await app.Services.GetRequiredService<IDbContextFactory<CommandCenterDb>>().CreateDbContextAsync();
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
        (await store.IngestTokens.CountAsync(token => token.Hash == hash)).ShouldBe(1);
        var file = await File.ReadAllBytesAsync(Path.Combine(app.DataFolder, "store.db"));
        file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)).ShouldBe(-1);
    }

    [Fact]
    public async Task A_token_brings_its_scope()
    {
        var caller = await Authenticate($"Bearer {await app.MakeTokenAsync(CommandCenterApp.Town)}");
        caller.Succeeded.ShouldBeTrue();
        caller.Principal!.RegionScope().Root.ShouldBe(RegionCode.Parse(CommandCenterApp.Town));
    }

    [Theory]
    [InlineData("Bearer cc_unknown")]
    [InlineData("Bearer ")]
    [InlineData("Basic YWRtaW46YWRtaW4=")]
    [InlineData("")]
    public async Task Anything_else_opens_nothing(string header) => (await Authenticate(header)).Succeeded.ShouldBeFalse();

    [Fact]
    public async Task A_revoked_token_opens_nothing()
    {
        var secret = await app.MakeTokenAsync();
        await using var store = await app.Services.GetRequiredService<IDbContextFactory<CommandCenterDb>>().CreateDbContextAsync();
        await store.IngestTokens.ExecuteUpdateAsync(all => all.SetProperty(token => token.RevokedAt, DateTimeOffset.UnixEpoch));
        (await Authenticate($"Bearer {secret}")).Succeeded.ShouldBeFalse();
    }

    [Fact]
    public async Task A_token_sends_and_sees_nothing()
    {
        using var system = app.Browser();
        system.DefaultRequestHeaders.Authorization = new("Bearer", await app.MakeTokenAsync());
        foreach (var address in new[] { $"/api/v1/regions/{CommandCenterApp.City}", "/api/v1/session", "/openapi/v1.json" })
            await (await system.GetAsync(address)).ShouldBeProblem(HttpStatusCode.Unauthorized, "no_session");
    }

    [Fact]
    public async Task A_persons_session_is_no_token()
    {
        using var browser = await app.SignInAs("admin");
        var answer = await browser.PostAsync("/api/v1/telemetry", new StringContent("", new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-ndjson")));
        await answer.ShouldBeProblem(HttpStatusCode.Unauthorized, "no_token");
    }

    private async Task<AuthenticateResult> Authenticate(string header)
    {
        await using var services = app.Services.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = services.ServiceProvider };
        context.Request.Headers.Authorization = header;
        return await context.AuthenticateAsync(IngestTokenHandler.SchemeName);
    }
}

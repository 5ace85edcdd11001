using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CommandCenter.Store;
using CommandCenter.Web.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.Access;

/// <summary>Denied ⇒ nothing written.</summary>
[Collection(RunningApp.Name)]
public sealed class DeniedWritesTests(CommandCenterApp app)
{
    private const string InTheOtherTown =
        """{"device":"DENIED-1","name":"测试站","type":"水位站","department":"水利","lon":113.0815,"lat":22.5787}""";

    [Theory]
    [InlineData(null, null)]
    [InlineData("admin", null)]
    [InlineData("town", null)]
    [InlineData(null, "cc_unknown")]
    public async Task Registers_no_device_for_a_caller_without_a_token(string? user, string? token)
    {
        using var caller = user is null ? app.Browser() : await app.SignInAs(user);
        if (token is not null) caller.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

        await (await caller.PostAsync("/api/v1/devices", new StringContent(InTheOtherTown))).ShouldBeProblem(HttpStatusCode.Unauthorized, "no_token");

        (await IsKnownAsync("DENIED-1")).ShouldBeFalse();
    }

    [Fact]
    public async Task Registers_no_device_outside_the_tokens_scope()
    {
        using var caller = app.Browser();
        caller.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await app.MakeTokenAsync(CommandCenterApp.Town));

        var answer = await caller.PostAsync("/api/v1/devices", new StringContent(InTheOtherTown));

        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        body.RootElement.GetProperty("accepted").GetInt32().ShouldBe(0);
        (await IsKnownAsync("DENIED-1")).ShouldBeFalse();
    }

    [Fact]
    public async Task Takes_no_device_away_from_another_town()
    {
        using var city = app.Browser();
        city.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await app.MakeTokenAsync());
        (await city.PostAsync("/api/v1/devices", new StringContent(InTheOtherTown.Replace("DENIED-1", "TAKEN-1")))).EnsureSuccessStatusCode();
        using var town = app.Browser();
        town.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await app.MakeTokenAsync(CommandCenterApp.Town));

        var answer = await town.PostAsync("/api/v1/devices", new StringContent(
            """{"device":"TAKEN-1","name":"换了地方","type":"水位站","department":"水利","lon":112.79307,"lat":21.96164}"""));

        (await answer.Content.ReadAsStringAsync()).ShouldContain("device_taken");
        await using var store = await app.Services.GetRequiredService<IDbContextFactory<CommandCenterDb>>().CreateDbContextAsync();
        (await store.Devices.SingleAsync(record => record.Id == "TAKEN-1")).Name.ShouldBe("测试站");
    }

    private async Task<bool> IsKnownAsync(string device)
    {
        await using var store = await app.Services.GetRequiredService<IDbContextFactory<CommandCenterDb>>().CreateDbContextAsync();
        return await store.Devices.AnyAsync(record => record.Id == device);
    }
}

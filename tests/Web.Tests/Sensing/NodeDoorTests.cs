using System.Net;
using System.Net.Http.Headers;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Web.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.Sensing;

/// <summary>The doors between nodes: shut to everyone else, and to everyone where there is one node.</summary>
[Collection(RunningApp.Name)]
public sealed class NodeDoorTests(CommandCenterApp app)
{
    [Theory]
    [InlineData("nobody")]
    [InlineData("gateway")]
    [InlineData("admin")]
    [InlineData("forger")]
    [InlineData("same keys, no node")]
    public async Task Nobody_but_a_node_follows_or_brings_readings(string who)
    {
        using var http = who == "admin" ? await app.SignInAs("admin") : app.Browser();
        if (who == "gateway") http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await app.MakeTokenAsync());
        if (who == "forger") http.DefaultRequestHeaders.Add("CommandCenter-Node", "CfDJ8-forged");
        if (who == "same keys, no node") http.DefaultRequestHeaders.Add("CommandCenter-Node", app.Services.GetRequiredService<Web.Nodes.NodeTokens>().Make());

        await (await http.GetAsync("/internal/nodes/state")).ShouldBeProblem(HttpStatusCode.Unauthorized, "no_node");
        await (await http.PostAsync("/internal/nodes/left", new ByteArrayContent(Row()))).ShouldBeProblem(HttpStatusCode.Unauthorized, "no_node");

        var stored = await app.Services.GetRequiredService<IClickHouse>().QueryAsync(
            new("SELECT count() FROM readings WHERE device = 'LEFT-1'"), row => row.ReadUInt64(), default);
        stored.ShouldBe([0ul]);
    }

    private static byte[] Row()
    {
        var row = new RowBinaryWriter();
        row.WriteUInt64(440703000000);
        foreach (var text in new[] { "水利", "水位站", "water_level", "LEFT-1" }) row.WriteString(text);
        row.WriteInt64(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        row.WriteFloat64(1.5);
        row.WriteUInt8(0);
        row.WriteString("");
        return row.Written.ToArray();
    }
}

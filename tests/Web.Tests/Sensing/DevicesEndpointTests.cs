using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Store;
using CommandCenter.Web.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.Sensing;

[Collection(RunningApp.Name)]
public sealed class DevicesEndpointTests(CommandCenterApp app)
{
    private static string Line(string device, double lon = 113.0815, double lat = 22.5787, string name = "测试站") =>
        JsonSerializer.Serialize(new { device, name, type = "水位站", department = "水利", lon, lat });

    private async Task<HttpResponseMessage> PostAsync(string body, string? scope = null)
    {
        using var http = app.Browser();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await app.MakeTokenAsync(scope ?? CommandCenterApp.City));
        return await http.PostAsync("/api/v1/devices", new StringContent(body));
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

    private CommandCenterDb Store() => app.Services.GetRequiredService<IDbContextFactory<CommandCenterDb>>().CreateDbContext();

    [Fact]
    public async Task Registers_a_device_with_the_town_it_stands_in()
    {
        var answer = await PostAsync(Line("DEV-1"));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        await using var store = Store();
        (await store.Devices.SingleAsync(device => device.Id == "DEV-1")).Region.Prefix.ShouldStartWith("440703");
        app.Services.GetRequiredService<DeviceRegister>().Find("DEV-1").ShouldNotBeNull();
    }

    [Fact]
    public async Task Registering_again_brings_the_device_up_to_date()
    {
        await PostAsync(Line("DEV-2"));
        await PostAsync(Line("DEV-2", name: "新名") + "\n" + Line("DEV-2", name: "更新的名"));

        await using var store = Store();
        (await store.Devices.SingleAsync(device => device.Id == "DEV-2")).Name.ShouldBe("更新的名");
    }

    [Theory]
    [InlineData("{", "invalid_json")]
    [InlineData("""{"device":"a b","name":"站","type":"水位站","department":"水利","lon":113.08,"lat":22.57}""", "invalid_device")]
    [InlineData("""{"device":"DEV-3","type":"水位站","department":"水利","lon":113.08,"lat":22.57}""", "missing_field")]
    [InlineData("""{"device":"DEV-3","name":"站","type":"水位站","department":"水利","lon":1e999,"lat":22.57}""", "invalid_position")]
    [InlineData("""{"device":"DEV-3","name":"站","type":"水位站","department":"水利","lon":150,"lat":0}""", "outside_regions")]
    public async Task A_bad_line_is_named_and_the_good_ones_are_taken(string line, string code)
    {
        var answer = await JsonAsync(await PostAsync(line + "\n" + Line("DEV-4")));

        answer.GetProperty("accepted").GetInt32().ShouldBe(1);
        var refusal = answer.GetProperty("rejected").EnumerateArray().ShouldHaveSingleItem();
        refusal.GetProperty("line").GetInt32().ShouldBe(1);
        refusal.GetProperty("code").GetString().ShouldBe(code);
    }

    [Theory]
    [InlineData(22.5787, 113.0815, "经纬度颠倒")]
    [InlineData(38_508_000.0, 2_497_000.0, "投影坐标")]
    public async Task Says_what_seems_to_be_wrong_with_a_position(double lon, double lat, string hint)
    {
        var answer = await JsonAsync(await PostAsync(Line("DEV-5", lon, lat)));
        answer.GetProperty("rejected")[0].GetProperty("message").GetString()!.ShouldContain(hint);
    }

    [Fact]
    public async Task A_token_of_another_region_registers_nothing()
    {
        var answer = await JsonAsync(await PostAsync(Line("DEV-6"), CommandCenterApp.Town));

        answer.GetProperty("accepted").GetInt32().ShouldBe(0);
        await using var store = Store();
        (await store.Devices.AnyAsync(device => device.Id == "DEV-6")).ShouldBeFalse();
    }

    [Fact]
    public async Task Without_a_token_nothing_is_written()
    {
        using var leader = await app.SignInAs("leader");
        (await leader.PostAsync("/api/v1/devices", new StringContent(Line("DEV-7")))).IsSuccessStatusCode.ShouldBeFalse();
        using var nobody = app.Browser();
        (await nobody.PostAsync("/api/v1/devices", new StringContent(Line("DEV-7")))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        await using var store = Store();
        (await store.Devices.AnyAsync(device => device.Id == "DEV-7")).ShouldBeFalse();
    }
}

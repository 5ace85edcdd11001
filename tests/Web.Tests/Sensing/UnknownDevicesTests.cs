using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Store;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Features.Sensing;
using CommandCenter.Web.Features.Sensing.Devices;
using CommandCenter.Web.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CommandCenter.Web.Tests.Sensing;

/// <summary>What sends and is not registered, and tokens that may speak of some devices only.</summary>
[Collection(RunningApp.Name)]
public sealed class UnknownDevicesTests(CommandCenterApp app)
{
    private const string Unknown = "/api/v1/devices/unknown";
    private readonly string _id = $"UD-{Guid.NewGuid():N}";

    private long Now => app.Services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();

    private string Line(string id, string metric = "unknown_test", int second = 0) => $$"""{"device":"{{id}}","metric":"{{metric}}","ts":{{Now - 1000 * second}},"value":1}""";

    private string Registration(string id, string type = "水位站", string department = "水利") =>
        JsonSerializer.Serialize(new { device = id, name = "测试站", type, department, lon = 113.0815, lat = 22.5787 });

    private static async Task<JsonElement> PostAsync(HttpClient http, string path, string body)
    {
        using var answer = await http.PostAsync(path, new StringContent(body));
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<HttpClient> GatewayAsync(string? device = null, string? type = null, string? department = null, string scope = CommandCenterApp.City)
    {
        using var admin = await app.SignInAs("admin");
        using var made = await admin.PostAsJsonAsync("/api/v1/tokens", new { name = "网关", scope, device, type, department });
        var http = app.Browser();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", (await made.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString());
        return http;
    }

    private async Task<JsonElement[]> ListedAsync(HttpClient staff, string? id = null) =>
        [.. (await staff.GetFromJsonAsync<JsonElement>(Unknown)).EnumerateArray().Where(device => device.GetProperty("device").GetString() == (id ?? _id))];

    [Fact]
    public async Task A_device_that_sends_before_it_is_registered_is_listed_adopted_and_taken()
    {
        using var gateway = await GatewayAsync();
        await PostAsync(gateway, "/api/v1/telemetry", Line(_id) + "\n" + Line(_id, "other", 1));
        await PostAsync(gateway, "/api/v1/telemetry", Line(_id, second: 2) + "\n" + Line("no number", second: 3));
        using var staff = await app.SignInAs("staff");

        var listed = (await ListedAsync(staff)).ShouldHaveSingleItem();
        listed.GetProperty("count").GetInt32().ShouldBe(3);
        listed.GetProperty("metrics").Deserialize<string[]>().ShouldBe(["other", "unknown_test"]);
        listed.GetProperty("token").GetString().ShouldBe("网关");
        (await ListedAsync(staff, "no number")).ShouldBeEmpty();

        await (await staff.PostAsJsonAsync($"{Unknown}/{_id}/adopt", new { name = "新站" })).ShouldBeProblem(HttpStatusCode.BadRequest, "missing_field");
        await (await staff.PostAsJsonAsync($"{Unknown}/{_id}-2/adopt", new { name = "新站" })).ShouldBeProblem(HttpStatusCode.NotFound, "unknown_device_not_found");
        using var adopted = await staff.PostAsJsonAsync($"{Unknown}/{_id}/adopt",
            new { name = "新站", type = "水位站", department = "水利", lon = 113.0815, lat = 22.5787, phone = "13812341234" });
        adopted.StatusCode.ShouldBe(HttpStatusCode.Created, await adopted.Content.ReadAsStringAsync());
        (await ListedAsync(staff)).ShouldBeEmpty();
        var register = app.Services.GetRequiredService<DeviceRegister>();
        register.UseMetrics([.. register.Metrics.Where(metric => metric.Key != "unknown_test"), new("unknown_test", "试验", "米", 0, 10, [])]);
        (await PostAsync(gateway, "/api/v1/telemetry", Line(_id))).GetProperty("accepted").GetInt32().ShouldBe(1);
        await using var store = Store();
        (await store.AuditEntries.AnyAsync(entry => entry.Target == _id && entry.Action == AuditActions.DevicesRegistered)).ShouldBeTrue();
    }

    [Fact]
    public async Task What_came_by_a_token_of_the_city_is_not_the_town_s_to_adopt_nor_anybody_s_but_staff()
    {
        using var gateway = await GatewayAsync();
        await PostAsync(gateway, "/api/v1/telemetry", Line(_id));
        await app.MakeAccountAsync($"u{_id[3..15]}", "镇里的人", Roles.Staff, CommandCenterApp.Town);
        using var town = await app.SignInAs($"u{_id[3..15]}");
        (await ListedAsync(town)).ShouldBeEmpty();
        var wish = new { name = "新站", type = "水位站", department = "水利", lon = 112.79307, lat = 21.96164 };
        await (await town.PostAsJsonAsync($"{Unknown}/{_id}/adopt", wish)).ShouldBeProblem(HttpStatusCode.NotFound, "unknown_device_not_found");
        using var leader = await app.SignInAs("leader");
        (await leader.PostAsJsonAsync($"{Unknown}/{_id}/adopt", wish)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        app.Services.GetRequiredService<DeviceRegister>().Find(_id).ShouldBeNull();
    }

    [Fact]
    public async Task The_list_survives_a_restart_and_has_a_bound()
    {
        var scope = RegionScope.Of(RegionCode.Parse(CommandCenterApp.OtherTown));
        await using (var store = Store())
            await store.UnknownDevices.ExecuteDeleteAsync();
        var before = Open(2);
        Note(before, _id + "-a", _id + "-b");
        await before.WriteAsync(default);
        Note(before, _id + "-b", _id + "-c");
        await before.StopAsync(default);

        var after = await Open(2).ListAsync(scope, default);
        after.Select(device => (device.Device, device.Count)).OrderBy(device => device.Device).ShouldBe([(_id + "-a", 1), (_id + "-b", 2)]);

        UnknownDevices Open(int most) => new(
            app.Services.GetRequiredService<IDbContextFactory<CommandCenterDb>>(), app.Services.GetRequiredService<DeviceRegister>(),
            new SensingOptions { UnknownDevices = most }, TimeProvider.System, NullLogger<UnknownDevices>.Instance);
        void Note(UnknownDevices devices, params string[] ids)
        {
            var parser = new TelemetryParser(app.Services.GetRequiredService<DeviceRegister>(), new(scope), new(), TimeProvider.System.GetUtcNow());
            foreach (var id in ids) parser.Line(System.Text.Encoding.UTF8.GetBytes(Line(id)));
            devices.Note(parser.Unknown, scope.Root, "网关");
        }
    }

    [Theory]
    [InlineData("device")]
    [InlineData("fleet")]
    public async Task A_limited_token_registers_and_sends_for_its_own_devices_only(string kind)
    {
        var register = app.Services.GetRequiredService<DeviceRegister>();
        register.UseMetrics([.. register.Metrics.Where(metric => metric.Key != "unknown_test"), new("unknown_test", "试验", "米", 0, 10, [])]);
        using var city = await GatewayAsync();
        await PostAsync(city, "/api/v1/devices", Registration(_id + "-other", "雨量站"));
        using var gateway = kind is "device" ? await GatewayAsync(device: _id) : await GatewayAsync(type: "水位站", department: "水利");

        var registered = await PostAsync(gateway, "/api/v1/devices", Registration(_id) + "\n" + Registration(_id + "-2", "雨量站") + "\n" + Registration(_id + "-other"));
        registered.GetProperty("accepted").GetInt32().ShouldBe(1);
        registered.GetProperty("rejected").EnumerateArray().Select(line => line.GetProperty("code").GetString()).ShouldBe(["outside_fleet", "device_taken"]);
        var taken = await PostAsync(gateway, "/api/v1/telemetry", Line(_id) + "\n" + Line(_id + "-other"));
        taken.GetProperty("accepted").GetInt32().ShouldBe(1);
        taken.GetProperty("rejected")[0].GetProperty("code").GetString().ShouldBe("unknown_device");
        using var staff = await app.SignInAs("staff");
        (await ListedAsync(staff, _id + "-other")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a b", null, "invalid_device")]
    [InlineData(null, "长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长", "invalid_fleet")]
    public async Task A_token_is_limited_to_what_can_be(string? device, string? type, string code)
    {
        using var admin = await app.SignInAs("admin");
        await (await admin.PostAsJsonAsync("/api/v1/tokens", new { name = "网关", scope = CommandCenterApp.City, device, type })).ShouldBeProblem(HttpStatusCode.BadRequest, code);
    }

    private CommandCenterDb Store() => app.Services.GetRequiredService<IDbContextFactory<CommandCenterDb>>().CreateDbContext();
}

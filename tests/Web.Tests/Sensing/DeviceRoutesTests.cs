using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;
using CommandCenter.Store;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Features.Sensing;
using CommandCenter.Web.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.Sensing;

/// <summary>The register over HTTP: seen, searched, changed, taken out of use.</summary>
[Collection(RunningApp.Name)]
public sealed class DeviceRoutesTests(CommandCenterApp app) : IAsyncLifetime
{
    private const string Devices = "/api/v1/devices";
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    /// <summary>One of these tests' own, so that no other device is counted with.</summary>
    private readonly string _type = $"试验站{Guid.NewGuid():N}"[..12];
    private readonly string _id = $"DR-{Guid.NewGuid():N}";

    private DeviceRegister Register => app.Services.GetRequiredService<DeviceRegister>();

    public async Task InitializeAsync()
    {
        Register.UseMetrics([.. Register.Metrics.Where(metric => !metric.Key.StartsWith("routes_")), new("routes_test", "试验", "米", 0, 100, []), new("routes_other", "其他", "米", 0, 100, [])]);
        await app.Services.GetRequiredService<DeviceRoster>().UseTypesAsync(
            [new(_type, "试验组", TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(5), TimeSpan.FromDays(365), [new("routes_test", 0, 50)], ["phone", "installedOn"])], default);
    }

    public Task DisposeAsync() => app.Services.GetRequiredService<DeviceRoster>().UseTypesAsync([], default);

    private string Line(string id, string more = "", double lon = 113.0815, double lat = 22.5787) =>
        JsonSerializer.Serialize(new { device = id, name = "测试站", type = _type, department = "水利", lon, lat })[..^1] + more + "}\n";

    private async Task<JsonElement> RegisterAsync(string lines, string scope = CommandCenterApp.City)
    {
        using var http = await GatewayAsync(scope);
        using var answer = await http.PostAsync(Devices, new StringContent(lines));
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>());
    }

    private async Task<HttpClient> GatewayAsync(string scope = CommandCenterApp.City)
    {
        var http = app.Browser();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await app.MakeTokenAsync(scope));
        return http;
    }

    private async Task<JsonElement> ReadingAsync(string metric, double value)
    {
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();
        using var http = await GatewayAsync();
        using var answer = await http.PostAsync("/api/v1/telemetry", new StringContent($$"""{"device":"{{_id}}","metric":"{{metric}}","ts":{{now}},"value":{{value}}}"""));
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }

    [Fact]
    public async Task A_device_is_registered_seen_with_what_it_lacks_and_completed()
    {
        await RegisterAsync(Line(_id, ""","responsible":"黄志强","nationalId":"44070500001320000031","power":"太阳能","height":3.5"""));
        using var staff = await app.SignInAs("staff");

        var sheet = await staff.GetFromJsonAsync<JsonElement>($"{Devices}/{_id}");
        var device = sheet.GetProperty("device");
        device.GetProperty("state").GetString().ShouldBe("waiting");
        device.GetProperty("group").GetString().ShouldBe("试验组");
        device.GetProperty("power").GetString().ShouldBe("太阳能");
        device.GetProperty("height").GetDouble().ShouldBe(3.5);
        device.GetProperty("place").GetString()!.ShouldContain("蓬江区");
        device.GetProperty("missing").Deserialize<string[]>().ShouldBe(["phone", "installedOn"]);

        using var changed = await staff.PatchAsJsonAsync($"{Devices}/{_id}", new { phone = "13812341234", installedOn = "2025-03-31", row = device.GetProperty("row").GetInt32() });
        changed.StatusCode.ShouldBe(HttpStatusCode.OK, await changed.Content.ReadAsStringAsync());
        var after = (await changed.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("device");
        after.GetProperty("missing").GetArrayLength().ShouldBe(0);
        after.GetProperty("responsible").GetString().ShouldBe("黄志强");

        // An old line, of a gateway that knows nothing of cards, takes nothing away.
        await RegisterAsync(Line(_id));
        (await staff.GetFromJsonAsync<JsonElement>($"{Devices}/{_id}")).GetProperty("device").GetProperty("installedOn").GetString().ShouldBe("2025-03-31");
    }

    [Fact]
    public async Task Two_who_change_the_same_device_do_not_overwrite_each_other()
    {
        await RegisterAsync(Line(_id));
        using var staff = await app.SignInAs("staff");
        var row = (await staff.GetFromJsonAsync<JsonElement>($"{Devices}/{_id}")).GetProperty("device").GetProperty("row").GetInt32();
        (await staff.PatchAsJsonAsync($"{Devices}/{_id}", new { name = "甲", row })).EnsureSuccessStatusCode();
        await (await staff.PatchAsJsonAsync($"{Devices}/{_id}", new { name = "乙", row })).ShouldBeProblem(HttpStatusCode.Conflict, "device_changed");
        await (await staff.PatchAsJsonAsync($"{Devices}/{_id}", new { phone = "110" })).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_phone");
        await (await staff.PatchAsJsonAsync($"{Devices}/{_id}", new { lon = 0, lat = 0 })).ShouldBeProblem(HttpStatusCode.BadRequest, "outside_regions");
        Register.Find(_id)!.Name.ShouldBe("甲");
    }

    [Fact]
    public async Task A_device_out_of_use_is_refused_until_it_is_in_use_again()
    {
        await RegisterAsync(Line(_id));
        using var staff = await app.SignInAs("staff");
        (await staff.PostAsync($"{Devices}/{_id}/disable", null)).EnsureSuccessStatusCode();
        (await ReadingAsync("routes_test", 1)).GetProperty("rejected")[0].GetProperty("code").GetString().ShouldBe("device_disabled");
        await RegisterAsync(Line(_id));
        Register.Find(_id)!.IsDisabled.ShouldBeTrue();

        (await staff.PostAsync($"{Devices}/{_id}/enable", null)).EnsureSuccessStatusCode();
        (await ReadingAsync("routes_test", 1)).GetProperty("accepted").GetInt32().ShouldBe(1);
        var sheet = await staff.GetFromJsonAsync<JsonElement>($"{Devices}/{_id}");
        sheet.GetProperty("device").GetProperty("state").GetString().ShouldBe("online");
        sheet.GetProperty("values")[0].GetProperty("value").GetDouble().ShouldBe(1);
        (await RecordedAsync()).ShouldBe([AuditActions.DeviceEnabled, AuditActions.DeviceDisabled]);
    }

    [Fact]
    public async Task A_reading_is_held_against_the_type_of_its_device()
    {
        await RegisterAsync(Line(_id));
        (await ReadingAsync("routes_other", 1)).GetProperty("rejected")[0].GetProperty("code").GetString().ShouldBe("metric_not_of_type");
        (await ReadingAsync("routes_test", 51)).GetProperty("rejected")[0].GetProperty("code").GetString().ShouldBe("value_out_of_range");
        using var leader = await app.SignInAs("leader");
        var type = (await leader.GetFromJsonAsync<JsonElement>("/api/v1/device-types")).EnumerateArray().ShouldHaveSingleItem();
        type.GetProperty("offlineAfter").GetInt32().ShouldBe(900);
        type.GetProperty("metrics")[0].GetProperty("maximum").GetDouble().ShouldBe(50);
    }

    [Fact]
    public async Task Devices_are_found_page_by_page_and_by_what_they_lack()
    {
        var ids = Enumerable.Range(0, 5).Select(i => $"{_id}-{i}").ToArray();
        await RegisterAsync(string.Concat(ids.Select((id, i) => Line(id, i == 4 ? ""","phone":"13812341234","installedOn":"2025-01-01","address":"水闸东侧" """ : ""))));
        using var leader = await app.SignInAs("leader");

        var found = new List<string>();
        for (string? after = ""; after is not null;)
        {
            var page = await leader.GetFromJsonAsync<JsonElement>($"{Devices}?type={_type}&limit=2&after={after}");
            page.GetProperty("total").GetInt32().ShouldBe(5);
            found.AddRange(page.GetProperty("devices").EnumerateArray().Select(device => device.GetProperty("id").GetString()!));
            after = page.GetProperty("next").GetString();
        }

        found.ShouldBe(ids);
        (await CountAsync(leader, "&missing=phone")).ShouldBe(4);
        (await CountAsync(leader, "&missing=address")).ShouldBe(0);
        (await CountAsync(leader, "&missing=any&state=待接入")).ShouldBe(4);
        (await CountAsync(leader, "&state=online")).ShouldBe(0);
        (await CountAsync(leader, "&text=水闸")).ShouldBe(1);
        (await CountAsync(leader, "&department=交通")).ShouldBe(0);
        (await CountAsync(leader, "&region=440703000000")).ShouldBe(5);
        (await CountAsync(leader, "&region=440781000000")).ShouldBe(0);

        var certificate = await leader.GetFromJsonAsync<JsonElement>($"{Devices}/completeness?region=440703000000");
        var row = certificate.GetProperty("rows").EnumerateArray().Single(row => row.GetProperty("type").GetString() == _type);
        (row.GetProperty("total").GetInt32(), row.GetProperty("complete").GetInt32()).ShouldBe((5, 1));
        row.GetProperty("missing")[0].GetProperty("name").GetString().ShouldBe("联系电话");
        row.GetProperty("missing")[0].GetProperty("count").GetInt32().ShouldBe(4);
    }

    [Theory]
    [InlineData("?limit=0", "invalid_limit")]
    [InlineData("?limit=1000000000", "invalid_limit")]
    [InlineData("?region=44070", "invalid_region_code")]
    [InlineData("?state=awake", "invalid_state")]
    [InlineData("?missing=secret", "invalid_field")]
    [InlineData("?after=a%20b", "invalid_after")]
    public async Task A_question_that_makes_no_sense_is_refused(string query, string code)
    {
        using var leader = await app.SignInAs("leader");
        await (await leader.GetAsync(Devices + query)).ShouldBeProblem(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task A_device_of_another_town_does_not_exist()
    {
        await RegisterAsync(Line(_id));
        using var town = await app.SignInAs("town");
        await (await town.GetAsync($"{Devices}/{_id}")).ShouldBeProblem(HttpStatusCode.NotFound, "device_not_found");
        await (await town.GetAsync($"{Devices}/{_id}/photo")).ShouldBeProblem(HttpStatusCode.NotFound, "device_not_found");
        await (await town.PostAsJsonAsync($"{Devices}/{_id}/phone/reveal", new { reason = "值班" })).ShouldBeProblem(HttpStatusCode.NotFound, "device_not_found");
        await (await town.GetAsync($"{Devices}?region=440703000000")).ShouldBeProblem(HttpStatusCode.NotFound, "region_not_found");
        await (await town.GetAsync($"{Devices}/completeness?region=440703000000")).ShouldBeProblem(HttpStatusCode.NotFound, "region_not_found");
        (await CountAsync(town, "")).ShouldBe(0);
    }

    [Fact]
    public async Task A_phone_is_masked_until_somebody_says_why()
    {
        await RegisterAsync(Line(_id, ""","phone":"13812341234" """));
        using var dispatcher = await app.SignInAs("dispatcher");
        (await dispatcher.GetFromJsonAsync<JsonElement>($"{Devices}/{_id}")).GetProperty("device").GetProperty("phone").GetString().ShouldBe("138****1234");
        await (await dispatcher.PostAsJsonAsync($"{Devices}/{_id}/phone/reveal", new { reason = " " })).ShouldBeProblem(HttpStatusCode.BadRequest, "reason_required");
        (await RecordedAsync()).ShouldBeEmpty();

        using var shown = await dispatcher.PostAsJsonAsync($"{Devices}/{_id}/phone/reveal", new { reason = "水位超警，13812341234 未接" });
        (await shown.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("phone").GetString().ShouldBe("13812341234");
        await using var store = Store();
        var entry = await store.AuditEntries.SingleAsync(one => one.Target == _id && one.Action == AuditActions.PersonalDataShown);
        entry.Detail.ShouldNotContain("13812341234");
    }

    [Fact]
    public async Task A_photo_is_told_by_its_bytes_and_shown_to_whoever_sees_the_device()
    {
        await RegisterAsync(Line(_id));
        using var staff = await app.SignInAs("staff");
        await (await staff.PutAsync($"{Devices}/{_id}/photo", new ByteArrayContent("<svg onload=alert(1)>"u8.ToArray()))).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_photo");
        (await staff.PutAsync($"{Devices}/{_id}/photo", new ByteArrayContent(new byte[3_000_000]))).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);

        using var put = await staff.PutAsync($"{Devices}/{_id}/photo", new ByteArrayContent(Png));
        put.StatusCode.ShouldBe(HttpStatusCode.OK, await put.Content.ReadAsStringAsync());
        var address = (await put.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("device").GetProperty("photo").GetString();
        using var photo = await staff.GetAsync(address);
        photo.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        photo.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        (await photo.Content.ReadAsByteArrayAsync()).ShouldBe(Png);
        (await RecordedAsync()).ShouldBe([AuditActions.DeviceChanged]);
    }

    [Fact]
    public async Task A_file_is_looked_at_then_taken_whole_or_refused_whole()
    {
        using var staff = await app.SignInAs("staff");
        const string head = "device,name,type,department,lon,lat,phone,power\n";
        string Row(string id, string phone = "") => $"{id},测试站,{_type},水利,113.0815,22.5787,{phone},市电\n";
        var good = head + Row(_id) + Row(_id + "-2", "13812341234");
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

        using var looked = await staff.PostAsync($"{Devices}/import?preview=true", new ByteArrayContent(Encoding.GetEncoding("GB18030").GetBytes(good)));
        (await looked.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("fresh").GetInt32().ShouldBe(2);
        Register.Find(_id).ShouldBeNull();

        using var bad = await staff.PostAsync($"{Devices}/import", new StringContent(good + Row(_id + "-3", "110") + Row(_id)));
        await bad.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "invalid_rows");
        var faults = (await bad.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("report").GetProperty("faults");
        faults.EnumerateArray().Select(fault => (fault.GetProperty("line").GetInt32(), fault.GetProperty("code").GetString())).ShouldBe([(4, "invalid_phone"), (5, "device_twice")]);
        Register.Find(_id).ShouldBeNull();

        using var taken = await staff.PostAsync($"{Devices}/import", new StringContent(good));
        (await taken.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("isTaken").GetBoolean().ShouldBeTrue();
        Register.Find(_id)!.Card.Power.ShouldBe(PowerSource.Mains);
        Register.Find(_id + "-2")!.Card.Phone.ShouldBe("13812341234");
    }

    [Fact]
    public async Task Nobody_but_staff_changes_the_register()
    {
        await RegisterAsync(Line(_id));
        foreach (var user in (string[])["leader", "dispatcher", "town", "admin"])
        {
            using var caller = await app.SignInAs(user);
            (await caller.PatchAsJsonAsync($"{Devices}/{_id}", new { name = "别的名字" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden, user);
            (await caller.PostAsync($"{Devices}/{_id}/disable", null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, user);
            (await caller.PostAsync($"{Devices}/{_id}/enable", null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, user);
            (await caller.PutAsync($"{Devices}/{_id}/photo", new ByteArrayContent(Png))).StatusCode.ShouldBe(HttpStatusCode.Forbidden, user);
            (await caller.PostAsync($"{Devices}/import", new StringContent($"device,name,type,department,lon,lat\n{_id}-2,站,{_type},水利,113.0815,22.5787\n"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden, user);
        }

        await app.MakeAccountAsync($"s{_id[3..15]}", "镇里的人", Roles.Staff, CommandCenterApp.Town);
        using var other = await app.SignInAs($"s{_id[3..15]}");
        await (await other.PatchAsJsonAsync($"{Devices}/{_id}", new { name = "别的名字" })).ShouldBeProblem(HttpStatusCode.NotFound, "device_not_found");
        await (await other.PostAsync($"{Devices}/{_id}/disable", null)).ShouldBeProblem(HttpStatusCode.NotFound, "device_not_found");
        await (await other.PutAsync($"{Devices}/{_id}/photo", new ByteArrayContent(Png))).ShouldBeProblem(HttpStatusCode.NotFound, "device_not_found");
        Register.Find(_id).ShouldSatisfyAllConditions(device => device!.Name.ShouldBe("测试站"), device => device!.IsDisabled.ShouldBeFalse(), device => device!.Card.Photo.ShouldBeNull());
        Register.Find(_id + "-2").ShouldBeNull();
    }

    private async Task<int> CountAsync(HttpClient http, string more) =>
        (await http.GetFromJsonAsync<JsonElement>($"{Devices}?type={_type}{more}")).GetProperty("total").GetInt32();

    private CommandCenterDb Store() => app.Services.GetRequiredService<IDbContextFactory<CommandCenterDb>>().CreateDbContext();

    private async Task<List<string>> RecordedAsync()
    {
        await using var store = Store();
        return await store.AuditEntries.Where(entry => entry.Target == _id && entry.Outcome == AuditOutcome.Done && entry.Action != AuditActions.DevicesRegistered)
            .OrderByDescending(entry => entry.Sequence).Select(entry => entry.Action).ToListAsync();
    }
}

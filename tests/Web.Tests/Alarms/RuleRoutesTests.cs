using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CommandCenter.Web.Tests.Host;

namespace CommandCenter.Web.Tests.Alarms;

/// <summary>Rules over HTTP: kept, refused, tried on history.</summary>
[Collection(RunningApp.Name)]
public sealed class RuleRoutesTests(CommandCenterApp app)
{
    private const string Rules = "/api/v1/alarm-rules";

    [Fact]
    public async Task A_rule_is_made_changed_and_removed_and_who_changes_an_old_one_is_told()
    {
        var city = await AlarmCity.BuildAsync(app);
        using var staff = await app.SignInAs("staff");
        var made = await (await staff.PutAsJsonAsync($"{Rules}/{city.Rule}", city.RuleJson(forSeconds: 60))).Content.ReadFromJsonAsync<JsonElement>();
        made.GetProperty("changedBy").GetString().ShouldBe("李晓彤");
        made.GetProperty("condition").GetProperty("kind").GetString().ShouldBe("threshold");
        var row = made.GetProperty("row").GetInt32();
        (await staff.PutAsJsonAsync($"{Rules}/{city.Rule}", With(city, row))).EnsureSuccessStatusCode();
        await (await staff.PutAsJsonAsync($"{Rules}/{city.Rule}", With(city, row))).ShouldBeProblem(HttpStatusCode.Conflict, "rule_changed");

        (await staff.DeleteAsync($"{Rules}/{city.Rule}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await staff.GetAsync($"{Rules}/{city.Rule}")).ShouldBeProblem(HttpStatusCode.NotFound, "rule_not_found");
    }

    [Fact]
    public async Task A_rule_of_another_region_and_a_wrong_one_are_refused()
    {
        var city = await AlarmCity.BuildAsync(app);
        using var staff = await app.SignInAs("staff");
        await (await staff.PutAsJsonAsync($"{Rules}/{city.Rule}", city.RuleJson(region: "440100000000"))).ShouldBeProblem(HttpStatusCode.NotFound, "region_not_found");
        await (await staff.PutAsJsonAsync($"{Rules}/Bad Rule", city.RuleJson())).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_rule_id");
        await (await staff.PutAsJsonAsync($"{Rules}/{city.Rule}", new { name = "x", region = CommandCenterApp.City })).ShouldBeProblem(HttpStatusCode.BadRequest, "missing_condition");
        await (await staff.PutAsJsonAsync($"{Rules}/{city.Rule}", new { name = "x", region = CommandCenterApp.City, condition = new { kind = "script" } })).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_json");
        await (await staff.PutAsJsonAsync($"{Rules}/{city.Rule}", new
        {
            name = "x", region = CommandCenterApp.City, condition = new { kind = "threshold", metric = "unheard_of", levels = new[] { new { color = "red", limit = 1 } } },
        })).ShouldBeProblem(HttpStatusCode.BadRequest, "unknown_metric");
        await (await staff.GetAsync($"{Rules}/{city.Rule}")).ShouldBeProblem(HttpStatusCode.NotFound, "rule_not_found");
    }

    [Fact]
    public async Task A_rule_is_tried_on_what_is_stored_and_nothing_is_kept()
    {
        var city = await AlarmCity.BuildAsync(app);
        var (first, second) = (city.Device("1"), city.Device("2"));
        await city.PostAsync(first, 1, 4, 1, 4, 6, 1);
        await city.PostAsync(second, 1, 2, 1);
        using var staff = await app.SignInAs("staff");
        var now = TimeProvider.System.GetUtcNow();
        var address = $"{Rules}/trial?from={now.AddHours(-1):yyyy-MM-ddTHH:mm:ssZ}&to={now.AddHours(1):yyyy-MM-ddTHH:mm:ssZ}";
        JsonElement result = default;
        await AlarmCity.WaitAsync(async () =>
        {
            result = await (await staff.PostAsJsonAsync(address, city.RuleJson())).EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
            return result.GetProperty("readings").GetInt64() == 9;
        }, () => result.ToString());

        result.GetProperty("times").GetInt32().ShouldBe(2);
        result.GetProperty("devices").GetInt32().ShouldBe(2);
        result.GetProperty("alarms").EnumerateArray().Select(alarm => alarm.GetProperty("worst").GetString()).ShouldBe(["yellow", "red"]);
        await (await staff.GetAsync($"{Rules}/{city.Rule}")).ShouldBeProblem(HttpStatusCode.NotFound, "rule_not_found");
        (await city.AlarmsAsync("staff", 0)).ShouldBeEmpty();
        await (await staff.PostAsJsonAsync($"{Rules}/trial?from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z", city.RuleJson())).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_range");
    }

    private static object With(AlarmCity city, int row) => new Dictionary<string, object?>(
        JsonSerializer.SerializeToElement(city.RuleJson()).EnumerateObject().Select(member => new KeyValuePair<string, object?>(member.Name, member.Value))) { ["row"] = row };
}

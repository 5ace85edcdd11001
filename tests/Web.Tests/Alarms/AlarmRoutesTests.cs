using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CommandCenter.Domain.Access;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.Alarms;

/// <summary>From a reading to an alarm that somebody closed, over HTTP.</summary>
[Collection(RunningApp.Name)]
public sealed class AlarmRoutesTests(CommandCenterApp app)
{
    private const string Steps = "/api/v1/alarms/steps";

    [Fact]
    public async Task A_reading_above_the_limit_raises_one_alarm_that_is_acknowledged_assigned_and_closed_with_every_step_on_record()
    {
        var city = await AlarmCity.BuildAsync(app);
        var device = city.Device("1");
        await city.KeepRuleAsync();
        await city.PostAsync(device, 2.0, 3.2, 3.4, 5.5);
        var alarm = (await city.AlarmsAsync("dispatcher", 1, one => Text(one, "color") == "red"))[0];
        (Text(alarm, "device"), Text(alarm, "worst"), Text(alarm, "ruleName"), Text(alarm, "place")).ShouldBe((device, "red", "试验水位超限", "台山市 / 广海镇"));

        using var dispatcher = await app.SignInAs("dispatcher");
        var id = Text(alarm, "id");
        (await HandleAsync(dispatcher, new { ids = new[] { id }, step = "acknowledged" })).EnsureSuccessStatusCode();
        var assignee = await AssigneeAsync("梁伟明");
        (await HandleAsync(dispatcher, new { ids = new[] { id }, step = "assigned", assignee, text = "请到场" })).EnsureSuccessStatusCode();
        (await HandleAsync(dispatcher, new { ids = new[] { id }, step = "closed", cause = "handled", text = "已开闸泄洪" })).EnsureSuccessStatusCode();

        var detail = await dispatcher.GetFromJsonAsync<JsonElement>($"/api/v1/alarms/{id}");
        detail.GetProperty("steps").EnumerateArray().Select(step => $"{Text(step, "word")} {Text(step, "actor")} {Text(step, "text")}".Trim()).ShouldBe(
            ["产生", "级别变化", "确认 黄文珊", "指派 黄文珊 梁伟明：请到场", "关闭 黄文珊 已处置：已开闸泄洪"]);
        (Text(detail.GetProperty("alarm"), "cause"), Text(detail, "advice")).ShouldBe(("Handled", "到现场核实"));
        (await RecordedAsync(id)).ShouldBe(["Closed", "Assigned", "Acknowledged"]);
    }

    [Fact]
    public async Task An_alarm_that_flaps_is_one_alarm_and_is_closed_by_itself_once_it_was_acknowledged()
    {
        var city = await AlarmCity.BuildAsync(app);
        var device = city.Device("1");
        await city.KeepRuleAsync();
        for (var round = 0; round < 50; round++) await city.PostAsync(device, 3.5, 1.0);
        var alarm = (await city.AlarmsAsync("dispatcher", 1, one => one.GetProperty("times").GetInt32() == 50 && Text(one, "color") == "none"))[0];
        alarm.GetProperty("closedAt").ValueKind.ShouldBe(JsonValueKind.Null);

        using var dispatcher = await app.SignInAs("dispatcher");
        (await HandleAsync(dispatcher, new { ids = new[] { Text(alarm, "id") }, step = "acknowledged" })).EnsureSuccessStatusCode();
        (await city.AlarmsAsync("dispatcher", 0, state: "open")).ShouldBeEmpty();
        await city.PostAsync(device, 3.5);

        (await city.AlarmsAsync("dispatcher", 1, state: "open"))[0].GetProperty("times").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task The_same_acknowledgement_sent_ten_times_at_once_is_one_step()
    {
        var city = await AlarmCity.BuildAsync(app);
        await city.KeepRuleAsync();
        await city.PostAsync(city.Device("1"), 4.0);
        var id = Text((await city.AlarmsAsync("dispatcher", 1))[0], "id");
        using var dispatcher = await app.SignInAs("dispatcher");
        using var staff = await app.SignInAs("staff");

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => HandleAsync(i % 2 == 0 ? dispatcher : staff, new { ids = new[] { id }, step = "acknowledged" })));

        answers.Count(answer => answer.IsSuccessStatusCode).ShouldBe(1);
        foreach (var refused in answers.Where(answer => !answer.IsSuccessStatusCode)) await refused.ShouldBeProblem(HttpStatusCode.Conflict, "already_acknowledged");
        var detail = await staff.GetFromJsonAsync<JsonElement>($"/api/v1/alarms/{id}");
        detail.GetProperty("steps").EnumerateArray().Count(step => Text(step, "word") == "确认").ShouldBe(1);
    }

    [Fact]
    public async Task An_alarm_that_was_closed_while_its_condition_holds_is_not_raised_again_before_it_was_over()
    {
        var city = await AlarmCity.BuildAsync(app);
        var device = city.Device("1");
        await city.KeepRuleAsync();
        await city.PostAsync(device, 4.0);
        var id = Text((await city.AlarmsAsync("dispatcher", 1))[0], "id");
        using var dispatcher = await app.SignInAs("dispatcher");
        (await HandleAsync(dispatcher, new { ids = new[] { id }, step = "closed", cause = "falseAlarm" })).EnsureSuccessStatusCode();
        await city.KeepRuleAsync(city.RuleJson(escalateMinutes: 30)); // the rule begins anew with what is open
        await city.PostAsync(device, 4.2, 5.9);
        await city.PostAsync(device, 1.0, 4.0);

        (await city.AlarmsAsync("dispatcher", 1, state: "open"))[0].GetProperty("times").GetInt32().ShouldBe(1);
        await city.AlarmsAsync("dispatcher", 2);
    }

    [Fact]
    public async Task A_rule_that_is_switched_off_closes_its_alarms()
    {
        var city = await AlarmCity.BuildAsync(app);
        await city.KeepRuleAsync();
        await city.PostAsync(city.Device("1"), 4.0);
        await city.AlarmsAsync("dispatcher", 1, state: "open");
        using var staff = await app.SignInAs("staff");
        (await staff.PutAsJsonAsync($"/api/v1/alarm-rules/{city.Rule}", city.RuleJson(on: false))).EnsureSuccessStatusCode();

        Text((await city.AlarmsAsync("dispatcher", 1, one => Text(one, "cause") == "RuleChanged"))[0], "closedBy").ShouldBe("");
    }

    [Fact]
    public async Task A_town_sees_and_handles_its_own_alarms_alone()
    {
        var city = await AlarmCity.BuildAsync(app);
        await city.KeepRuleAsync();
        await city.PostAsync(city.Device("mine", CommandCenterApp.Town), 4.0);
        await city.PostAsync(city.Device("other", CommandCenterApp.OtherTown), 4.0);
        var all = await city.AlarmsAsync("dispatcher", 2);
        var other = Text(all.Single(one => Text(one, "region") == CommandCenterApp.OtherTown), "id");
        var mine = Text((await city.AlarmsAsync("town", 1))[0], "id");
        mine.ShouldNotBe(other);

        using var town = await app.SignInAs("town");
        await (await town.GetAsync($"/api/v1/alarms/{other}")).ShouldBeProblem(HttpStatusCode.NotFound, "alarm_not_found");
        await (await HandleAsync(town, new { ids = new[] { other }, step = "acknowledged" })).ShouldBeProblem(HttpStatusCode.NotFound, "alarm_not_found");
        await (await town.GetAsync($"/api/v1/alarms?region={CommandCenterApp.OtherTown}")).ShouldBeProblem(HttpStatusCode.NotFound, "region_not_found");
        await (await town.GetAsync($"/api/v1/alarms/counts?region={CommandCenterApp.OtherTown}")).ShouldBeProblem(HttpStatusCode.NotFound, "region_not_found");
        var both = await (await HandleAsync(town, new { ids = new[] { mine, other }, step = "acknowledged" })).Content.ReadFromJsonAsync<JsonElement>();
        (both.GetProperty("handled").GetArrayLength(), Text(both.GetProperty("refused")[0], "code")).ShouldBe((1, "alarm_not_found"));
        (await city.AlarmsAsync("dispatcher", 1, one => one.GetProperty("acknowledgedAt").ValueKind is JsonValueKind.Null)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_without_the_duty_handles_an_alarm_or_keeps_a_rule()
    {
        var city = await AlarmCity.BuildAsync(app);
        await city.KeepRuleAsync();
        await city.PostAsync(city.Device("1"), 4.0);
        var id = Text((await city.AlarmsAsync("leader", 1))[0], "id");
        foreach (var user in new[] { "leader", "admin", "security", "audit" })
        {
            using var browser = await app.SignInAs(user);
            (await HandleAsync(browser, new { ids = new[] { id }, step = "acknowledged" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden, user);
        }
        foreach (var user in new[] { "leader", "admin", "dispatcher", "town" })
        {
            using var browser = await app.SignInAs(user);
            (await browser.PutAsJsonAsync($"/api/v1/alarm-rules/{city.Rule}", city.RuleJson(on: false))).StatusCode.ShouldBe(HttpStatusCode.Forbidden, user);
            (await browser.DeleteAsync($"/api/v1/alarm-rules/{city.Rule}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden, user);
            (await browser.PostAsJsonAsync("/api/v1/alarm-rules/trial?from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z", city.RuleJson())).StatusCode.ShouldBe(HttpStatusCode.Forbidden, user);
        }
        using var stranger = app.Browser();
        (await HandleAsync(stranger, new { ids = new[] { id }, step = "acknowledged" })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        var alarm = (await city.AlarmsAsync("leader", 1, state: "open"))[0];
        alarm.GetProperty("acknowledgedAt").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("{", "invalid_json")]
    [InlineData("""{"ids":[],"step":"acknowledged"}""", "invalid_ids")]
    [InlineData("""{"ids":["x"],"step":"acknowledged"}""", "invalid_ids")]
    [InlineData("""{"ids":["ID"],"step":"raised"}""", "invalid_step")]
    [InlineData("""{"ids":["ID"],"step":3}""", "invalid_json")]
    [InlineData("""{"ids":["ID"],"step":"shelved","minutes":0,"text":"检修"}""", "invalid_minutes")]
    [InlineData("""{"ids":["ID"],"step":"shelved","minutes":10081,"text":"检修"}""", "invalid_minutes")]
    [InlineData("""{"ids":["ID"],"step":"shelved","minutes":60}""", "missing_text")]
    [InlineData("""{"ids":["ID"],"step":"noted","text":" "}""", "missing_text")]
    [InlineData("""{"ids":["ID"],"step":"closed"}""", "missing_cause")]
    [InlineData("""{"ids":["ID"],"step":"closed","cause":"recovered"}""", "missing_cause")]
    [InlineData("""{"ids":["ID"],"step":"closed","cause":"other"}""", "missing_text")]
    [InlineData("""{"ids":["ID"],"step":"assigned"}""", "missing_assignee")]
    public async Task What_cannot_be_done_with_an_alarm_is_told_by_its_code(string body, string code)
    {
        using var staff = await app.SignInAs("staff");
        using var content = new StringContent(body.Replace("ID", "01K0000000000000000000000A"), System.Text.Encoding.UTF8, "application/json");
        await (await staff.PostAsync(Steps, content)).ShouldBeProblem(HttpStatusCode.BadRequest, code);
    }

    [Theory]
    [InlineData("state=everything", "invalid_state")]
    [InlineData("color=4", "invalid_color")]
    [InlineData("color=green", "invalid_color")]
    [InlineData("limit=0", "invalid_limit")]
    [InlineData("limit=1000000000", "invalid_limit")]
    [InlineData("region=4407", "invalid_region")]
    [InlineData("from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z", "invalid_range")]
    public async Task A_question_that_makes_no_sense_is_refused(string query, string code)
    {
        using var staff = await app.SignInAs("staff");
        await (await staff.GetAsync($"/api/v1/alarms?{query}")).ShouldBeProblem(HttpStatusCode.BadRequest, code);
    }

    private static Task<HttpResponseMessage> HandleAsync(HttpClient browser, object wish) => browser.PostAsJsonAsync(Steps, wish);

    private async Task<string> AssigneeAsync(string name)
    {
        using var admin = await app.SignInAs("admin");
        var found = await admin.GetFromJsonAsync<JsonElement>($"/api/v1/accounts?text={Uri.EscapeDataString(name)}");
        return found.GetProperty("accounts")[0].GetProperty("id").GetString()!;
    }

    private async Task<string[]> RecordedAsync(string alarm)
    {
        using var audit = await app.SignInAs("audit");
        var found = await audit.GetFromJsonAsync<JsonElement>($"/api/v1/audit?action={AuditActions.AlarmHandled}&text={alarm}");
        return [.. found.GetProperty("entries").EnumerateArray().Select(entry => Text(entry.GetProperty("detail"), "step"))];
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value.ToString() : "";
}

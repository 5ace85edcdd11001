using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.Audit;

[Collection(RunningApp.Name)]
public sealed class AuditRoutesTests(CommandCenterApp app)
{
    [Theory]
    [InlineData("leader")]
    [InlineData("staff")]
    [InlineData("dispatcher")]
    [InlineData("town")]
    [InlineData("admin")]
    [InlineData("security")]
    public async Task The_audit_administrator_reads_it_and_nobody_else(string user)
    {
        using var other = await app.SignInAs(user);
        foreach (var address in new[] { "/api/v1/audit", "/api/v1/audit/export" })
            await (await other.GetAsync(address)).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await other.GetAsync("/audit")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var auditor = await app.SignInAs("audit");
        (await auditor.GetAsync("/api/v1/audit")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Finds_turns_pages_and_records_who_looked_for_what()
    {
        var mark = await MarkAsync(5);
        using var auditor = await app.SignInAs("audit");

        var first = await auditor.GetFromJsonAsync<JsonElement>($"/api/v1/audit?text={mark}&limit=3&action=import.metrics");
        first.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("target").GetString()).ShouldBe([$"{mark}-5", $"{mark}-4", $"{mark}-3"]);
        var second = await auditor.GetFromJsonAsync<JsonElement>($"/api/v1/audit?text={mark}&limit=3&action=import.metrics&before={first.GetProperty("next").GetString()}");
        second.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("target").GetString()).ShouldBe([$"{mark}-2", $"{mark}-1"]);
        second.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);

        var looked = await auditor.GetFromJsonAsync<JsonElement>($"/api/v1/audit?text={mark}&action=audit.viewed");
        looked.GetProperty("entries").GetArrayLength().ShouldBe(3);
        looked.GetProperty("entries")[0].GetProperty("actor").GetString().ShouldBe("audit");
    }

    [Theory]
    [InlineData("from=yesterday", "invalid_time")]
    [InlineData("from=2026-11-24%2008:00&to=2026-11-24%2008:00", "invalid_time")]
    [InlineData("from=2026-11-24&to=2026-11-23", "invalid_time")]
    [InlineData("from=0001-01-01", "invalid_time")]
    [InlineData("from=9999-12-31T23:59:59Z", "invalid_time")]
    [InlineData("outcome=perhaps", "invalid_outcome")]
    [InlineData("action=drop", "invalid_action")]
    [InlineData("region=44070", "invalid_region_code")]
    [InlineData("region=4407000000000", "invalid_region_code")]
    [InlineData("region=%EF%BC%94%EF%BC%94%EF%BC%90%EF%BC%97%EF%BC%90%EF%BC%90%EF%BC%90%EF%BC%90%EF%BC%90%EF%BC%90%EF%BC%90%EF%BC%90", "invalid_region_code")]
    [InlineData("limit=1000000000", "invalid_limit")]
    [InlineData("limit=0", "invalid_limit")]
    [InlineData("limit=-1", "invalid_limit")]
    [InlineData("before=1e9", "invalid_cursor")]
    [InlineData("before=99999999999999999999", "invalid_cursor")]
    public async Task Refuses_a_question_it_cannot_read(string question, string code)
    {
        using var auditor = await app.SignInAs("audit");
        await (await auditor.GetAsync($"/api/v1/audit?{question}")).ShouldBeProblem(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task Another_citys_region_does_not_exist()
    {
        using var auditor = await app.SignInAs("audit");
        await (await auditor.GetAsync("/api/v1/audit?region=440800000000")).ShouldBeProblem(HttpStatusCode.NotFound, "region_not_found");
    }

    [Theory]
    [InlineData("' OR 1=1 --")]
    [InlineData("%' UNION SELECT password_hash FROM accounts --")]
    [InlineData("\u0000")]
    [InlineData("𠮷")]
    public async Task A_search_for_SQL_finds_no_more_than_that_text(string text)
    {
        using var auditor = await app.SignInAs("audit");
        var answer = await auditor.GetAsync($"/api/v1/audit?action=import.regions&text={Uri.EscapeDataString(text)}");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("entries").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task The_export_says_who_took_it_is_recorded_and_runs_nothing_in_a_spreadsheet()
    {
        var mark = await MarkAsync(2, "=cmd|calc ");
        using var auditor = await app.SignInAs("audit");

        var answer = await auditor.GetAsync($"/api/v1/audit/export?text={Uri.EscapeDataString(mark)}");

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        bytes[..3].ShouldBe([0xEF, 0xBB, 0xBF]);
        var lines = System.Text.Encoding.UTF8.GetString(bytes).Split("\r\n");
        lines[0].ShouldContain("安全审计员");
        lines[0].ShouldMatch(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d");
        lines.Count(line => line.Contains(mark, StringComparison.Ordinal)).ShouldBe(3, "two entries and the record of this export");
        lines.Where(line => line.Contains(",\"=", StringComparison.Ordinal)).ShouldBeEmpty("a formula gets its apostrophe");
        (await app.Services.GetRequiredService<AuditArchive>().FindAsync(Everything with { Action = AuditActions.AuditExported, Text = mark }, default)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_export_masks_telephone_numbers()
    {
        using var admin = await app.SignInAs("admin");
        var staff = (await admin.GetFromJsonAsync<JsonElement>("/api/v1/accounts?text=staff")).GetProperty("accounts")[0].GetProperty("id").GetString();
        var reason = $"核对号码 {Guid.NewGuid():N}";
        (await admin.PatchAsJsonAsync($"/api/v1/accounts/{staff}", new { phone = "16407500004" })).EnsureSuccessStatusCode();
        (await admin.PostAsJsonAsync($"/api/v1/accounts/{staff}/phone/reveal", new { reason })).EnsureSuccessStatusCode();

        using var auditor = await app.SignInAs("audit");
        var export = await auditor.GetStringAsync("/api/v1/audit/export");

        export.ShouldContain("查看完整个人信息");
        export.ShouldContain(reason);
        export.ShouldContain("164****0004");
        export.ShouldNotContain("16407500004");
    }

    [Fact]
    public async Task The_page_shows_entries_one_of_them_whole_and_the_state_of_the_chain()
    {
        var mark = await MarkAsync(1, "<img src=x onerror=alert(1)> ");
        var sequence = (await app.Services.GetRequiredService<AuditArchive>().FindAsync(Everything with { Text = mark }, default))[0].Sequence;
        using var auditor = await app.SignInAs("audit");

        var page = await auditor.GetStringAsync($"/audit?text={Uri.EscapeDataString(mark)}&entry={sequence}&action=import.metrics");

        page.ShouldNotContain("<img src=x");
        page.ShouldContain("&lt;img src=x");
        page.ShouldContain($"第 {sequence} 条");
        page.ShouldContain("导入感知指标");
        page.ShouldContain("链尾");
        (await auditor.GetStringAsync("/audit?limit=5&from=never")).ShouldContain("role=\"alert\"");
    }

    private static AuditSearch Everything => new()
    {
        Scope = CommandCenter.Domain.Access.RegionScope.Of(CommandCenter.Domain.Geography.RegionCode.Parse(CommandCenterApp.City)), WithoutRegion = true,
    };

    private async Task<string> MarkAsync(int count, string prefix = "")
    {
        var mark = $"{prefix}mark-{Guid.NewGuid():N}";
        for (var i = 1; i <= count; i++)
            await app.Services.GetRequiredService<AuditTrail>().RecordAsync(
                new AuditEvent { Action = AuditActions.MetricsImported, Actor = AuditActor.Console, Target = $"{mark}-{i}" }, default);
        return mark;
    }
}

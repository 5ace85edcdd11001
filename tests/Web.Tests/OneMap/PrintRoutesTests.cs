using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Store.Audit;
using CommandCenter.Store.Records;
using CommandCenter.Web.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.OneMap;

/// <summary>A picture of the map leaves the house: who made it, of what and when is in the trail before it is made.</summary>
[Collection(RunningApp.Name)]
public sealed class PrintRoutesTests(CommandCenterApp app)
{
    private readonly string _title = $"图 {Guid.NewGuid():N}"[..20];

    [Fact]
    public async Task A_picture_is_recorded_with_its_title_extent_and_layers_and_the_answer_says_whose_it_is()
    {
        using var town = await app.SignInAs("town");
        var answer = await PrintAsync(town, new { title = _title, bounds = new[] { 112.5, 21.8, 113.1, 22.3 }, layers = new[] { "schools", "base-vec" } });
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var mark = await answer.Content.ReadFromJsonAsync<JsonElement>();
        mark.GetProperty("by").GetString().ShouldBe("梁伟明");
        mark.GetProperty("at").GetDateTimeOffset().ShouldBe(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(5));
        var entry = (await RecordedAsync()).ShouldHaveSingleItem();
        (entry.Target, entry.Region?.ToString()).ShouldBe((_title, CommandCenterApp.Town));
        var detail = JsonSerializer.Deserialize<Dictionary<string, string>>(entry.Detail)!;
        (detail["extent"], detail["layers"]).ShouldBe(("112.5, 21.8, 113.1, 22.3", "schools base-vec"));
    }

    [Fact]
    public async Task What_is_no_picture_is_refused_and_nothing_recorded()
    {
        using var staff = await app.SignInAs("staff");
        double[] bounds = [112, 22, 113, 23];
        string[] none = [];
        await (await PrintAsync(staff, new { title = " ", bounds, layers = none })).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_title");
        await (await PrintAsync(staff, new { title = new string('图', 41), bounds, layers = none })).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_title");
        await (await PrintAsync(staff, new { title = _title, bounds = new[] { 113.0, 22, 112, 23 }, layers = none })).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_bounds");
        await (await PrintAsync(staff, new { title = _title, bounds = new[] { 113.0, 22 }, layers = none })).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_bounds");
        await (await PrintAsync(staff, new { title = _title, bounds })).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_layers");
        await (await PrintAsync(staff, new { title = _title, bounds, layers = new[] { "<script>" } })).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_layers");
        using var stranger = app.Browser();
        (await PrintAsync(stranger, new { title = _title, bounds, layers = none })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var audit = await app.SignInAs("audit");
        (await PrintAsync(audit, new { title = _title, bounds, layers = none })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await RecordedAsync()).ShouldBeEmpty();
    }

    private static Task<HttpResponseMessage> PrintAsync(HttpClient caller, object wish) => caller.PostAsJsonAsync("/api/v1/map/prints", wish);

    private async Task<List<AuditEntry>> RecordedAsync() => [.. (await app.Services.GetRequiredService<AuditArchive>().FindAsync(
        new() { Scope = RegionScope.Of(RegionCode.Parse(CommandCenterApp.City)), WithoutRegion = true, Text = _title }, default)).Where(entry => entry.Action == AuditActions.MapPrinted)];
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;
using CommandCenter.Store;
using CommandCenter.Store.Audit;
using CommandCenter.Store.Records;
using CommandCenter.Web.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.Sensing;

/// <summary>Readings that were put aside: seen, put right, replayed once.</summary>
[Collection(RunningApp.Name)]
public sealed class DeadLetterTests : IAsyncLifetime
{
    private const string Letters = "/api/v1/telemetry/dead-letters";
    private static readonly long Day = (long)TimeSpan.FromDays(1).TotalMilliseconds;
    private readonly CommandCenterApp _app;
    private readonly string _device = $"DL-{Guid.NewGuid():N}";
    private readonly long _now;
    private HttpClient _staff = null!;

    public DeadLetterTests(CommandCenterApp app)
    {
        _app = app;
        _now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();
        var register = app.Services.GetRequiredService<DeviceRegister>();
        register.UseMetrics([.. register.Metrics.Where(metric => metric.Key != "letter_test"), new("letter_test", "试验", "米", -5, 60, [])]);
        register.Register([new(_device, "测试站", "水位站", "水利", new(113.08, 22.57), RegionCode.Parse(CommandCenterApp.OtherTown), IsIllustrative: false)]);
    }

    public async Task InitializeAsync() => _staff = await _app.SignInAs("staff");

    public Task DisposeAsync()
    {
        _staff.Dispose();
        return Task.CompletedTask;
    }

    private string Line(long ts, double value = 1.5, string? id = null) =>
        JsonSerializer.Serialize(new { device = _device, metric = "letter_test", ts, value, id }) + "\n";

    private async Task<JsonElement> SendAsync(string lines)
    {
        using var http = _app.Browser();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await _app.MakeTokenAsync());
        using var answer = await http.PostAsync("/api/v1/telemetry", new StringContent(lines));
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<JsonElement[]> ListedAsync(string more = "") =>
        [.. (await _staff.GetFromJsonAsync<JsonElement>($"{Letters}?device={_device}{more}")).GetProperty("letters").EnumerateArray()];

    private async Task<string[]> IdsAsync() => [.. (await ListedAsync()).Select(letter => letter.GetProperty("id").GetString()!)];

    private async Task<(int Taken, int Duplicates, string[] Refused)> ReplayAsync(object wish)
    {
        using var answer = await _staff.PostAsJsonAsync($"{Letters}/replay", wish);
        var json = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        return (json.GetProperty("taken").GetInt32(), json.GetProperty("duplicates").GetInt32(),
            [.. json.GetProperty("refused").EnumerateArray().Select(fault => fault.GetProperty("code").GetString()!)]);
    }

    private async Task<(long Rows, double Sum)> StoredAsync()
    {
        var intake = _app.Services.GetRequiredService<TelemetryIntake>();
        while (intake.Status.Waiting > 0) await Task.Delay(5);
        return (await _app.Services.GetRequiredService<IClickHouse>().QueryAsync(
            new Sql("SELECT count(), sum(value) FROM readings WHERE device = {device:String}").With("device", _device),
            row => ((long)row.ReadUInt64(), row.ReadFloat64()), default)).Single();
    }

    [Fact]
    public async Task Readings_of_a_clock_that_runs_ahead_are_put_aside_shifted_back_and_counted_once()
    {
        var ahead = Line(_now + Day, 1) + Line(_now + Day + 1000, 2) + Line(_now + Day + 2000, 3, "own-3");
        var answer = await SendAsync(ahead + Line(_now, 10));
        (answer.GetProperty("accepted").GetInt32(), answer.GetProperty("quarantined").GetInt32()).ShouldBe((1, 3));
        answer.GetProperty("rejected")[0].GetProperty("code").GetString().ShouldBe("ts_out_of_range");
        (await SendAsync(ahead)).GetProperty("quarantined").GetInt32().ShouldBe(3); // The same again is no second letter.

        var listed = await ListedAsync("&kind=ahead&state=open");
        listed.Length.ShouldBe(3);
        listed[0].GetProperty("token").GetString().ShouldBe("测试");
        var ids = await IdsAsync();
        (await ReplayAsync(new { ids })).Refused.ShouldBe(["ts_out_of_range", "ts_out_of_range", "ts_out_of_range"]);
        (await ReplayAsync(new { ids, shift = -Day - 5000 })).ShouldBe((3, 0, []));
        (await ReplayAsync(new { ids, shift = -Day - 9000 })).Refused.ShouldAllBe(code => code == "already_replayed");
        (await ListedAsync("&state=open")).ShouldBeEmpty();
        (await ListedAsync("&state=replayed"))[0].GetProperty("changedBy").GetString().ShouldBe("staff");
        (await SendAsync(Line(_now - 60_000, 9, "own-3"))).GetProperty("duplicates").GetInt32().ShouldBe(1);
        (await StoredAsync()).ShouldBe((4, 16));
    }

    [Fact]
    public async Task Replayed_by_many_at_once_with_other_ideas_a_reading_counts_once()
    {
        await SendAsync(Line(_now + Day));
        var ids = await IdsAsync();
        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => ReplayAsync(new { ids, shift = -Day - i * 1000 })));
        answers.Sum(answer => answer.Taken).ShouldBe(1);
        (await StoredAsync()).Rows.ShouldBe(1);
    }

    [Fact]
    public async Task A_replay_that_was_cut_off_is_finished_as_it_was_decided()
    {
        await SendAsync(Line(_now + Day, 7));
        var id = (await IdsAsync()).Single();
        await using (var store = Store())
        {
            await store.DeadLetters.Where(letter => letter.Id == id).ExecuteUpdateAsync(letter => letter
                .SetProperty(one => one.State, LetterState.Replaying).SetProperty(one => one.FixedDevice, _device).SetProperty(one => one.FixedMetric, "letter_test")
                .SetProperty(one => one.FixedTs, _now - 7000).SetProperty(one => one.FixedValue, 8));
        }

        (await SendAsync(Line(_now - 7000, 8))).GetProperty("accepted").GetInt32().ShouldBe(1); // As it had been taken before the cut.
        (await ReplayAsync(new { ids = new[] { id }, shift = -Day })).ShouldBe((0, 1, []));
        (await StoredAsync()).ShouldBe((1, 8));
    }

    [Fact]
    public async Task What_ClickHouse_refused_is_listed_put_right_and_replayed()
    {
        var file = Path.Combine(_app.Services.GetRequiredService<TelemetryIntake>().Folder, "dead-letters.ndjson");
        await File.AppendAllTextAsync(file, JsonSerializer.Serialize(new DeadLetter(_device, "letter_test", _now - 3000, 61, "own", 469, "Constraint violated")) + "\n");
        var letter = (await ListedAsync("&kind=refused")).ShouldHaveSingleItem();
        letter.GetProperty("reason").GetString()!.ShouldContain("469");
        var ids = new[] { letter.GetProperty("id").GetString() };

        (await ReplayAsync(new { ids })).Refused.ShouldBe(["value_out_of_range"]);
        (await ReplayAsync(new { ids, value = 6.1, ts = _now - 4000 })).ShouldBe((1, 0, []));
        (await StoredAsync()).ShouldBe((1, 6.1));
        (await ListedAsync()).ShouldHaveSingleItem().GetProperty("as").GetProperty("value").GetDouble().ShouldBe(6.1);
    }

    [Fact]
    public async Task What_is_worth_nothing_is_discarded_and_all_of_it_is_on_record()
    {
        await SendAsync(Line(_now + Day) + Line(_now + 2 * Day));
        var ids = await IdsAsync();
        using var discarded = await _staff.PostAsJsonAsync($"{Letters}/discard", new { ids });
        (await discarded.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("discarded").GetInt32().ShouldBe(2);
        (await ReplayAsync(new { ids, shift = -3 * Day })).Refused.ShouldBe(["letter_discarded", "letter_discarded"]);
        (await StoredAsync()).Rows.ShouldBe(0);
        await using var store = Store();
        (await store.AuditEntries.AnyAsync(entry => entry.Action == AuditActions.LettersDiscarded && entry.ActorName == "staff")).ShouldBeTrue();
    }

    [Fact]
    public async Task Nobody_but_staff_of_the_region_sees_replays_or_discards()
    {
        await SendAsync(Line(_now + Day));
        var ids = await IdsAsync();
        var town = $"d{_device[3..15]}";
        await _app.MakeAccountAsync(town, "镇里的人", Domain.Access.Roles.Staff, CommandCenterApp.Town);
        using var other = await _app.SignInAs(town);
        (await other.GetFromJsonAsync<JsonElement>($"{Letters}?device={_device}")).GetProperty("total").GetInt32().ShouldBe(0);
        using var replayed = await other.PostAsJsonAsync($"{Letters}/replay", new { ids, shift = -Day });
        (await replayed.Content.ReadAsStringAsync()).ShouldContain("letter_not_found");
        using var discarded = await other.PostAsJsonAsync($"{Letters}/discard", new { ids });
        (await discarded.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("discarded").GetInt32().ShouldBe(0);
        foreach (var user in (string[])["leader", "dispatcher", "town", "admin"])
        {
            using var caller = await _app.SignInAs(user);
            (await caller.PostAsJsonAsync($"{Letters}/replay", new { ids, shift = -Day })).StatusCode.ShouldBe(HttpStatusCode.Forbidden, user);
            (await caller.PostAsJsonAsync($"{Letters}/discard", new { ids })).StatusCode.ShouldBe(HttpStatusCode.Forbidden, user);
        }

        (await ListedAsync("&state=open")).Length.ShouldBe(1);
        (await StoredAsync()).Rows.ShouldBe(0);
    }

    [Theory]
    [InlineData("?limit=0", "invalid_limit")]
    [InlineData("?kind=1", "invalid_kind")]
    [InlineData("?state=lost", "invalid_state")]
    [InlineData("?after=nothing", "invalid_after")]
    public async Task A_question_that_makes_no_sense_is_refused(string query, string code) =>
        await (await _staff.GetAsync(Letters + query)).ShouldBeProblem(HttpStatusCode.BadRequest, code);

    [Fact]
    public async Task A_repair_of_several_at_once_moves_their_time_and_nothing_else()
    {
        await (await _staff.PostAsJsonAsync($"{Letters}/replay", new { ids = Array.Empty<string>() })).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_ids");
        await (await _staff.PostAsJsonAsync($"{Letters}/replay", new { ids = new[] { "a", "b" }, value = 1 })).ShouldBeProblem(HttpStatusCode.BadRequest, "one_letter_only");
    }

    private CommandCenterDb Store() => _app.Services.GetRequiredService<IDbContextFactory<CommandCenterDb>>().CreateDbContext();
}

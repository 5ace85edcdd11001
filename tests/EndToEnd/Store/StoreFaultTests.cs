using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CommandCenter.EndToEnd.Host;
using CommandCenter.Store.Tests.Host;
using CommandCenter.Tests.Faults;
using Microsoft.Data.Sqlite;

namespace CommandCenter.EndToEnd.Store;

/// <summary>The database is busy, or falls and comes back: callers are told so, and nothing acknowledged is lost.</summary>
[Trait("Category", "Fault")]
public sealed class StoreFaultTests(Postgres postgres) : IClassFixture<Postgres>
{
    [Fact]
    public async Task A_writer_of_the_file_waits_for_another_and_is_refused_when_that_takes_too_long()
    {
        await using var city = await SmallCity.MakeAsync();
        await using var server = await city.StartServerAsync();
        using var http = city.Gateway(server.Address);
        await using var other = new SqliteConnection($"Data Source={Path.Combine(city.Folder, "store.db")}");
        await other.OpenAsync();

        await using (var transaction = other.BeginTransaction())
        {
            var waiting = http.PostAsync("/api/v1/devices", new StringContent(SmallCity.Registration(["F14-waits"])));
            (await Task.WhenAny(waiting, Task.Delay(1000))).ShouldNotBe(waiting);
            await transaction.RollbackAsync();
            (await waiting).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        string[] many = [.. Enumerable.Range(0, 100).Select(i => $"F14-{i}")];
        await using (var transaction = other.BeginTransaction())
        {
            var watch = Stopwatch.StartNew();
            using var refused = await http.PostAsync("/api/v1/devices", new StringContent(SmallCity.Registration(many)));
            FaultTable.Tell($"F14 SQLite busy: refused after {watch.Elapsed.TotalSeconds:0.0} s");
            refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            refused.Headers.RetryAfter.ShouldNotBeNull();
            (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe("store_unavailable");
            await transaction.RollbackAsync();
        }

        (await StoredDevices.ReadAsync(city)).ShouldBe(["F14-waits"]);
        (await http.PostAsync("/api/v1/devices", new StringContent(SmallCity.Registration(many)))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await StoredDevices.ReadAsync(city)).Count.ShouldBe(101);
    }

    [Fact]
    public async Task PostgreSQL_falls_and_comes_back_and_nothing_acknowledged_is_lost()
    {
        var rounds = FaultTable.Rounds(5);
        await using var server = await PrivatePostgres.StartAsync();
        await using var city = await SmallCity.MakeAsync(await server.NewDatabaseAsync());
        await using var web = await city.StartServerAsync();
        using var http = city.Gateway(web.Address);
        var writers = Enumerable.Range(0, 4).Select(number => new DecisionWriter($"F12-{number}", Path.Combine(city.Folder, $"acknowledged-{number}"))).ToArray();
        var recovered = TimeSpan.Zero;
        for (var round = 0; round < rounds; round++)
        {
            using var stop = new CancellationTokenSource();
            var writing = writers.Select(writer => writer.WriteUntilAsync(http, stop.Token)).ToArray();
            await Task.WhenAll(writers.Select(writer => writer.FirstAnswer));
            await server.RestartImmediatelyAsync();
            var watch = Stopwatch.StartNew();
            var known = writers.Sum(writer => writer.Acknowledged().Count);
            while (writers.Sum(writer => writer.Acknowledged().Count) == known)
            {
                web.IsRunning.ShouldBeTrue("the server ended with the database");
                watch.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(2));
                await Task.Delay(5);
            }
            if (watch.Elapsed > recovered) recovered = watch.Elapsed;
            await stop.CancelAsync();
            try
            {
                await Task.WhenAll(writing);
            }
            catch (InvalidOperationException answer)
            {
                throw new InvalidOperationException($"{answer.Message}\n{web.Output}", answer);
            }
        }

        var count = await KilledDecisions.CountAsync(city, [.. writers.SelectMany(writer => writer.Acknowledged())], rounds, recovered);
        FaultTable.Tell($"F12 PostgreSQL immediate restart: {count} refused={writers.Sum(writer => writer.Refused)}");
        (count.Lost, count.Doubled, count.Half).ShouldBe((0, 0, 0));
        using var ready = await http.GetAsync("/health/ready");
        ready.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task The_same_post_ten_times_at_once_has_one_effect(string store)
    {
        const int devices = 200, readings = 500;
        await using var city = await SmallCity.MakeAsync(await postgres.DatabaseFor(store));
        await using var server = await city.StartServerAsync();
        using var http = city.Gateway(server.Address);
        (await http.PostAsync("/api/v1/devices", new StringContent(SmallCity.Registration(["F28-0"])))).EnsureSuccessStatusCode(); // what starts cold may keep the others waiting too long

        var registration = SmallCity.Registration(Enumerable.Range(0, devices).Select(i => $"F28-{i}"));
        var registered = await TenTimesAsync(http, "/api/v1/devices", registration, HttpStatusCode.OK);
        registered.ShouldAllBe(answer => answer.GetProperty("accepted").GetInt32() == devices);
        var stored = await StoredDevices.ReadAsync(city);
        stored.Count.ShouldBe(devices);

        var body = SmallCity.Readings("F28-0", TimeProvider.System.GetUtcNow().AddHours(-1), readings);
        var taken = await TenTimesAsync(http, "/api/v1/telemetry", body, HttpStatusCode.Accepted);
        var accepted = taken.Sum(answer => answer.GetProperty("accepted").GetInt32());
        accepted.ShouldBe(readings);
        taken.Sum(answer => answer.GetProperty("duplicates").GetInt32()).ShouldBe(9 * readings);
        FaultTable.Tell($"F28 the same POST ten times at once, {store}: devices sent={10 * devices} found={stored.Count}, readings sent={10 * readings} accepted={accepted}");
    }

    private static async Task<IReadOnlyList<JsonElement>> TenTimesAsync(HttpClient http, string path, string body, HttpStatusCode expected)
    {
        return await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            using var answer = await http.PostAsync(path, new StringContent(body));
            answer.StatusCode.ShouldBe(expected, await answer.Content.ReadAsStringAsync());
            return await answer.Content.ReadFromJsonAsync<JsonElement>();
        }));
    }
}

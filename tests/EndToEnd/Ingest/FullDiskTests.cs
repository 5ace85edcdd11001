using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.EndToEnd.Host;
using CommandCenter.LoopbackClickHouse;
using CommandCenter.Tests.Faults;
using Microsoft.Data.Sqlite;

namespace CommandCenter.EndToEnd.Ingest;

/// <summary>F10: the data folder of the real server, with its SQLite file and its spool, on a real disk that fills up. ClickHouse is
/// elsewhere.</summary>
[Trait("Category", "Fault")]
public sealed class FullDiskTests : IAsyncLifetime
{
    private const int Rows = 100;
    private readonly string _facts = Directory.CreateTempSubdirectory("command-center-facts-").FullName;
    private readonly List<string> _devices = [];
    private LoopbackServer _clickHouse = null!;
    private SmallCity _city = null!;
    private long _readings;
    private int _refused;

    public async Task InitializeAsync()
    {
        _clickHouse = await LoopbackServer.StartAsync(_facts);
        _city = await SmallCity.MakeAsync();
        _city.Settings["COMMANDCENTER_CLICKHOUSE"] = $"{_clickHouse.Address.GetLeftPart(UriPartial.Authority)}/facts";
    }

    public async Task DisposeAsync()
    {
        await _city.DisposeAsync();
        await _clickHouse.DisposeAsync();
        Directory.Delete(_facts, recursive: true);
    }

    [Fact]
    public async Task A_full_disk_refuses_readings_and_decisions_with_503_and_loses_none_it_took()
    {
        using var disk = SmallDisk.TryMount(24);
        if (disk is null)
        {
            FaultTable.Tell("F10 disk full, whole server: not tried, this machine mounts nothing");
            return;
        }

        var data = Path.Combine(disk.Folder, "data");
        await DemoFolder.CopyAsync(_city.Folder, data);
        const int rounds = 3;
        var recovered = TimeSpan.Zero;
        for (var round = 0; round < rounds; round++)
        {
            await using var server = await ServerProcess.StartAsync(data, settings: _city.Settings.ToDictionary());
            using var http = _city.Gateway(server.Address);
            (await RegisterAsync(http)).ShouldBeTrue();
            (await PostAsync(http)).ShouldBeTrue();

            var filler = disk.Fill();
            var tries = 0;
            while (await PostAsync(http) | await RegisterAsync(http)) // Until both are refused: what goes on into ClickHouse makes room.
            {
                (tries++).ShouldBeLessThan(200);
                disk.Fill();
            }

            (await http.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
            if (round == 1) await server.KillAsync();

            File.Delete(filler);
            if (round == 1) continue;
            var watch = Stopwatch.StartNew();
            while (!await PostAsync(http) | !await RegisterAsync(http)) await Task.Delay(20);
            if (watch.Elapsed > recovered) recovered = watch.Elapsed;
            await server.StopAsync();
        }

        await CheckAsync(data, rounds, recovered);
    }

    private async Task CheckAsync(string data, int rounds, TimeSpan recovered)
    {
        using var clickHouse = new HttpClickHouse(_clickHouse.Options("facts"));
        var (rows, found) = (await clickHouse.QueryAsync(
            new("SELECT count(), uniqExact(device, ts) FROM readings"), row => ((long)row.ReadUInt64(), (long)row.ReadUInt64()), default)).Single();
        FaultTable.Tell("F10 disk full, readings", rounds, _readings, found, rows - found, _readings - found, recovered, $"refused={_refused}");

        await using var store = new SqliteConnection($"Data Source={Path.Combine(data, "store.db")};Pooling=False");
        await store.OpenAsync();
        (await TextsAsync(store, "PRAGMA integrity_check")).ShouldBe(["ok"]);
        var stored = await TextsAsync(store, "SELECT id FROM devices");
        var kept = stored.ToHashSet();
        var lost = _devices.Count(device => !kept.Contains(device));
        FaultTable.Tell("F10 disk full, SQLite", rounds, _devices.Count, kept.Count, stored.Count - kept.Count, lost, recovered);

        (rows - found, _readings - found, lost).ShouldBe((0, 0, 0));
        kept.Count.ShouldBe(_devices.Count, "a registration that was refused is not half there");
    }

    /// <summary>False when it was refused; then nothing of it was taken.</summary>
    private async Task<bool> PostAsync(HttpClient http)
    {
        var body = SmallCity.Readings(_devices[0], TimeProvider.System.GetUtcNow().AddDays(-1).AddSeconds(_readings), Rows);
        using var answer = await http.PostAsync("/api/v1/telemetry", new StringContent(body));
        if (!await TakenAsync(answer, HttpStatusCode.Accepted, "spool_unavailable")) return false;
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accepted").GetInt32().ShouldBe(Rows);
        _readings += Rows;
        return true;
    }

    private async Task<bool> RegisterAsync(HttpClient http)
    {
        string[] devices = [.. Enumerable.Range(0, 200).Select(i => $"F10-{_devices.Count}-{i}-{_refused}")];
        using var answer = await http.PostAsync("/api/v1/devices", new StringContent(SmallCity.Registration(devices)));
        if (!await TakenAsync(answer, HttpStatusCode.OK, "store_unavailable")) return false;
        _devices.AddRange(devices);
        return true;
    }

    private async Task<bool> TakenAsync(HttpResponseMessage answer, HttpStatusCode taken, string refusal)
    {
        if (answer.StatusCode == taken) return true;
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, await answer.Content.ReadAsStringAsync());
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe(refusal);
        _refused++;
        return false;
    }

    private static async Task<List<string>> TextsAsync(SqliteConnection store, string sql)
    {
        await using var command = store.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var texts = new List<string>();
        while (await reader.ReadAsync()) texts.Add(reader.GetString(0));
        return texts;
    }
}

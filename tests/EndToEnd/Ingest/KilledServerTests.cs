using System.Diagnostics;
using System.Net.Http.Headers;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.EndToEnd.Host;
using CommandCenter.Tests.Faults;

namespace CommandCenter.EndToEnd.Ingest;

/// <summary>The promise of telemetry, tried on the real process: what was acknowledged is there, once, and the rollups agree.</summary>
[Trait("Category", "Fault")]
public sealed class KilledServerTests : IAsyncLifetime
{
    private static readonly int Rounds = FaultTable.Rounds(8);
    private const int Devices = 40;
    private readonly string _folder = Directory.CreateTempSubdirectory("command-center-kill-").FullName;
    private readonly Random _random = new(9);
    private string _token = "";

    public async Task InitializeAsync() => _token = (await DemoFolder.CopyToAsync(_folder)).Token;

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Keeps_every_acknowledged_reading_once_through_kills()
    {
        var recovered = TimeSpan.Zero;
        var senders = Enumerable.Range(0, 4).Select(number => new Sender(number, Devices)).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            await using var server = await ServerProcess.StartAsync(_folder);
            using var http = Client(server);
            if (round == 0) await RegisterAsync(http);
            using var killed = new CancellationTokenSource();
            var sending = senders.Select(sender => sender.SendUntilAsync(http, killed.Token)).ToArray();
            await Task.WhenAny(senders.Select(sender => sender.FirstAnswer));
            if (round > 0 && watch.Elapsed > recovered) recovered = watch.Elapsed;
            await Task.Delay(_random.Next(20, 700));
            await server.KillAsync();
            await killed.CancelAsync();
            await Task.WhenAll(sending);
        }

        await using (var server = await ServerProcess.StartAsync(_folder))
        {
            using var http = Client(server);
            foreach (var sender in senders) await sender.SendRestAsync(http);
            await server.StopAsync();
        }

        await CheckAsync([.. senders.SelectMany(sender => sender.Acknowledged)], recovered);
    }

    /// <param name="recovered">The longest time from a start after a kill to the first reading acknowledged.</param>
    private async Task CheckAsync(HashSet<(string Device, long Ts)> acknowledged, TimeSpan recovered)
    {
        using var clickHouse = new EmbeddedClickHouse(new EmbeddedOptions { Path = Path.Combine(_folder, "clickhouse") });
        var stored = new List<((string, long) Key, long Count)>();
        for (var part = 0; part < 20; part++) // a hundred rounds keep more rows than one answer may have
        {
            stored.AddRange(await clickHouse.QueryAsync(
                new($"SELECT device, ts, count() FROM readings WHERE cityHash64(device, ts) % 20 = {part} GROUP BY device, ts"),
                row => ((row.ReadString(), row.ReadInt64()), (long)row.ReadUInt64()), default));
        }
        var found = stored.Select(row => row.Key).ToHashSet();
        var lost = acknowledged.Count(key => !found.Contains(key));
        var doubled = stored.Sum(row => row.Count - 1);
        FaultTable.Tell("F2 kill -9 during telemetry", Rounds, acknowledged.Count, found.Count, doubled, lost, recovered);

        acknowledged.Count.ShouldBeGreaterThan(Rounds * 100);
        (lost, doubled).ShouldBe((0, 0));
        found.Count.ShouldBe(acknowledged.Count);
        var raw = await TotalAsync(clickHouse, "SELECT count(), sum(value) FROM readings");
        foreach (var rollup in new[] { "region_1m", "region_1h", "region_1d", "device_1h", "device_1d" })
            (await TotalAsync(clickHouse, $"SELECT sum(count), sum(total) FROM {rollup}")).ShouldBe(raw, rollup);
    }

    private HttpClient Client(ServerProcess server)
    {
        var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        return http;
    }

    private static async Task RegisterAsync(HttpClient http)
    {
        var lines = Enumerable.Range(0, Devices).Select(i =>
            $$"""{"device":"K-{{i}}","name":"试验 {{i}}","type":"水位站","department":"水利","lon":113.0815,"lat":22.5787,"illustrative":true}""");
        using var answer = await http.PostAsync("/api/v1/devices", new StringContent(string.Join('\n', lines)));
        (await answer.Content.ReadAsStringAsync()).ShouldContain($"\"accepted\":{Devices}");
    }

    private static async Task<(ulong Count, double Sum)> TotalAsync(EmbeddedClickHouse clickHouse, string sql) =>
        (await clickHouse.QueryAsync(new(sql), row => (row.ReadUInt64(), Math.Round(row.ReadFloat64(), 3)), default)).Single();
}

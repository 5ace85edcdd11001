using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.EndToEnd.Host;
using CommandCenter.Web.Tests.Live;

namespace CommandCenter.Benchmarks;

/// <summary>
/// How many readings a second does the running product acknowledge (on disk, deduplicated, tagged with their region), while
/// screens are open, and how does that compare with putting the same rows into ClickHouse with nothing in between?
/// Server, clients and peer share this machine.
/// </summary>
internal static class IngestBench
{
    private const int Devices = 7_000;
    private const int Senders = 4;
    private const int Screens = 10;
    private const int ReadingsPerRequest = 1_000;
    private const int RequestsPerRun = 300;
    private const int Runs = 5;
    private const string City = "440700000000";

    public static async Task<IReadOnlyList<BenchRow>> RunAsync(string[] args)
    {
        var folder = Directory.CreateTempSubdirectory("command-center-bench-").FullName;
        try
        {
            var gisData = Path.Combine(ServerProcess.Repository, "gis-data", "jiangmen");
            await ServerProcess.RunVerbAsync(folder, "import", "regions", gisData);
            await ServerProcess.RunVerbAsync(folder, "import", "metrics", Path.Combine(gisData, "metrics.csv"));
            var accounts = Path.Combine(folder, "demo-accounts.json");
            await ServerProcess.RunVerbAsync(folder, "create-accounts",
                "--file", Path.Combine(ServerProcess.Repository, "demo", "accounts.json"), "--out", accounts);
            var rates = await MeasureAsync(Path.Combine(folder), accounts, gisData);
            var peer = await RawInsertAsync(Path.Combine(folder, "peer"));
            return
            [
                new("7,000 devices, 10 screens open", $"acknowledged, median of {Runs}", "readings/s", Median(rates), Median(peer), "raw RowBinary insert of the same rows, no checks, no rollups"),
                new("the slowest of the runs", "acknowledged", "readings/s", rates.Min(), peer.Min(), "the slowest raw insert"),
                new("against the aim", "acknowledged, median", "readings/s", Median(rates), 20_000, "the aim: 20,000 readings/s"),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<List<double>> MeasureAsync(string folder, string accountsFile, string gisData)
    {
        using var accounts = JsonDocument.Parse(await File.ReadAllBytesAsync(accountsFile));
        var entries = accounts.RootElement.EnumerateArray().ToList();
        await using var server = await ServerProcess.StartAsync(folder);
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer",
            entries.First(entry => entry.TryGetProperty("token", out _)).GetProperty("token").GetString());

        foreach (var part in DeviceLines(gisData).Chunk(1_000))
            (await http.PostAsync("/api/v1/devices", new StringContent(string.Concat(part)))).EnsureSuccessStatusCode();
        var screens = await OpenScreensAsync(server.Address, entries.First(entry => entry.TryGetProperty("user", out var user) && user.GetString() == "leader"));

        var rates = new List<double>();
        for (var run = 0; run <= Runs; run++)
        {
            var bodies = Bodies(run);
            var watch = Stopwatch.StartNew();
            await Parallel.ForAsync(0, bodies.Count, new ParallelOptions { MaxDegreeOfParallelism = Senders },
                async (i, cancel) => await PostAsync(http, bodies[i], cancel));
            // The first run warms the server up and does not count.
            if (run > 0) rates.Add(bodies.Count * ReadingsPerRequest / watch.Elapsed.TotalSeconds);
        }
        foreach (var screen in screens) await screen.DisposeAsync();
        await server.StopAsync();
        return rates;
    }

    private static async Task PostAsync(HttpClient http, byte[] body, CancellationToken cancel)
    {
        using var answer = await http.PostAsync("/api/v1/telemetry", new ByteArrayContent(body), cancel);
        var said = await answer.Content.ReadFromJsonAsync<JsonElement>(cancel);
        if (answer.StatusCode != HttpStatusCode.Accepted || said.GetProperty("accepted").GetInt32() != ReadingsPerRequest)
            throw new InvalidOperationException($"{answer.StatusCode} {said}");
    }

    private static async Task<List<HubScreen>> OpenScreensAsync(Uri server, JsonElement leader)
    {
        var cookies = new CookieContainer();
        using var http = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies }) { BaseAddress = server };
        (await http.PostAsJsonAsync("/api/v1/session",
            new { user = leader.GetProperty("user").GetString(), password = leader.GetProperty("password").GetString() })).EnsureSuccessStatusCode();
        var screens = new List<HubScreen>();
        for (var i = 0; i < Screens; i++)
        {
            var screen = await HubScreen.ConnectAsync(server, ("Cookie", cookies.GetCookieHeader(server)));
            await screen.SubscribeAsync($"sensing:{City}");
            screens.Add(screen);
        }
        return screens;
    }

    private static IEnumerable<string> DeviceLines(string gisData)
    {
        var villages = File.ReadAllLines(Path.Combine(gisData, "villages.csv")).Skip(1).Select(line => line.Split(',')).ToList();
        for (var i = 0; i < Devices; i++)
        {
            var village = villages[i % villages.Count];
            yield return $$"""{"device":"{{Id(i)}}","name":"{{village[1]}}水位站","type":"水位站","department":"水利","lon":{{village[5]}},"lat":{{village[6]}},"illustrative":true}""" + "\n";
        }
    }

    private static string Id(int device) => $"BENCH-{device:D5}";

    /// <summary>The rows of a run: a time of its own for each device and round, so that none is a duplicate.</summary>
    private static IEnumerable<(int Device, long Ts, double Value)> Rows(int run)
    {
        var start = TimeProvider.System.GetUtcNow().AddHours(-2).ToUnixTimeMilliseconds() + run * 600_000L;
        for (var i = 0; i < RequestsPerRun * ReadingsPerRequest; i++)
            yield return (i % Devices, start + i / Devices * 1_000, Math.Round(1 + i % 170 / 100.0, 2));
    }

    private static List<byte[]> Bodies(int run) =>
    [
        .. Rows(run).Chunk(ReadingsPerRequest).Select(rows => Encoding.UTF8.GetBytes(string.Concat(rows.Select(row => string.Create(
            CultureInfo.InvariantCulture, $"{{\"device\":\"{Id(row.Device)}\",\"metric\":\"water_level\",\"ts\":{row.Ts},\"value\":{row.Value}}}\n"))))),
    ];

    /// <summary>The same rows, in the same table without views, in batches of 10,000: what ClickHouse alone takes.</summary>
    private static async Task<List<double>> RawInsertAsync(string folder)
    {
        using var clickHouse = new EmbeddedClickHouse(new() { Path = folder });
        await clickHouse.ExecuteAsync(new("""
            CREATE TABLE raw (region UInt64, department LowCardinality(String), type LowCardinality(String), metric LowCardinality(String),
                device String, ts DateTime64(3, 'UTC') CODEC(DoubleDelta, LZ4), value Float64, severity UInt8, id String)
            ENGINE = MergeTree PARTITION BY toYYYYMM(ts) ORDER BY (region, metric, device, ts)
            """), CancellationToken.None);
        var rates = new List<double>();
        for (var run = 0; run <= Runs; run++)
        {
            var batches = Rows(run).Chunk(10_000).Select(RowBinary).ToList();
            var watch = Stopwatch.StartNew();
            foreach (var batch in batches)
                await clickHouse.InsertAsync("raw (region, department, type, metric, device, ts, value, severity, id)", batch, token: null, CancellationToken.None);
            if (run > 0) rates.Add(RequestsPerRun * ReadingsPerRequest / watch.Elapsed.TotalSeconds);
        }
        return rates;
    }

    private static ReadOnlyMemory<byte> RowBinary((int Device, long Ts, double Value)[] rows)
    {
        var writer = new RowBinaryWriter();
        foreach (var (device, ts, value) in rows)
        {
            writer.WriteUInt64(440_703_002_000);
            writer.WriteString("水利");
            writer.WriteString("水位站");
            writer.WriteString("water_level");
            writer.WriteString(Id(device));
            writer.WriteInt64(ts);
            writer.WriteFloat64(value);
            writer.WriteUInt8(0);
            writer.WriteString("");
        }
        return writer.Written;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}

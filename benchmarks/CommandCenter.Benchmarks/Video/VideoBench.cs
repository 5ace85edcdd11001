using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CommandCenter.Analytics.Import;
using CommandCenter.Benchmarks.Tiles;
using CommandCenter.Domain.Geography;
using CommandCenter.EndToEnd.Host;

namespace CommandCenter.Benchmarks.Video;

/// <summary>How long does it take to find cameras by words, class, region, state and nearness, over HTTP from an account with the whole city, beside
/// SQLite with LIKE over the same cameras in memory and without HTTP? How soon is a new camera found?</summary>
internal static class VideoBench
{
    private const int Rounds = 60;
    private const int Warm = 8;
    private const double Aim = 200; // milliseconds

    public static async Task<IReadOnlyList<BenchRow>> RunAsync(string[] args)
    {
        var count = int.Parse(args.SkipWhile(arg => arg != "--cameras").ElementAtOrDefault(1) ?? "150000", System.Globalization.CultureInfo.InvariantCulture);
        var gisData = Path.Combine(ServerProcess.Repository, "gis-data", "jiangmen");
        var cameras = new BenchCameras(RegionFolder.Read(gisData), count);
        using var sqlite = new SqliteCameras(cameras);
        var folder = Directory.CreateTempSubdirectory("command-center-bench-").FullName;
        try
        {
            foreach (var verb in new[] { new[] { "import", "regions", gisData }, ["import", "metrics", Path.Combine(gisData, "metrics.csv")], ["import", "device-types", Path.Combine(gisData, "device-types.csv")] })
                await ServerProcess.RunVerbAsync(folder, verb);
            var accounts = Path.Combine(folder, "demo-accounts.json");
            await ServerProcess.RunVerbAsync(folder, "create-accounts", "--file", Path.Combine(ServerProcess.Repository, "demo", "accounts.json"), "--out", accounts);
            await using var server = await ServerProcess.StartAsync(folder, settings: new Dictionary<string, string> { ["Video__Sources"] = "https://video.example.cn", ["Limits__AccountPerSecond"] = "100000" });
            using var entries = JsonDocument.Parse(await File.ReadAllBytesAsync(accounts));
            using var gateway = await FillAsync(server.Address, cameras, entries.RootElement);
            using var http = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = server.Address };
            (await http.PostAsJsonAsync("/api/v1/session", new { user = "leader", password = Entry(entries.RootElement, "leader").GetProperty("password").GetString() })).EnsureSuccessStatusCode();
            for (var total = -1; total < cameras.All.Count; await Task.Delay(200)) total = await FindAsync(http, new());

            List<BenchRow> rows = [];
            var whole = new Times();
            foreach (var (name, ask) in Questions(cameras)) rows.AddRange(await CompareAsync(name, ask, http, sqlite, whole));
            rows.Add(new($"all, {cameras.All.Count} cameras", "p95 against the aim", "ms", whole.Quantile(0.95), Aim, "the aim: 200 ms", LowerIsBetter: true));
            rows.Add(new("eight at once", "p95 against the aim", "ms", await CrowdAsync(http, cameras), Aim, "the aim: 200 ms", LowerIsBetter: true));
            rows.Add(new("a new camera is found", "after", "ms", await NewsAsync(gateway, http), 3_000, "a limit of 3 s", LowerIsBetter: true));
            return rows;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (string Name, Func<Random, CameraQuery> Ask)[] Questions(BenchCameras cameras) =>
    [
        ("no filter", _ => new()),
        ("a word of many names", _ => new("路口")),
        ("two words of a name", random => new(string.Join(' ', cameras.Any(random).Name.Split('路')[..2]))),
        ("a national number", random => new(cameras.Any(random).NationalId)),
        ("initials of a name", random => new(PinyinInitials.Of(cameras.Any(random).Name[..6]))),
        ("a word, class, county", random => new("码头", "交通", cameras.Any(random).Region.Ancestor(RegionLevel.County))),
        ("online in a town", random => new(null, null, cameras.Any(random).Region.Ancestor(RegionLevel.Town), IsOnline: true)),
        ("a word, online", _ => new("桥头", IsOnline: true)),
        ("nearest", random => new(Near: cameras.Any(random).At)),
        ("nearest with a word", random => new("公园", Near: cameras.Any(random).At)),
        ("no such camera", random => new($"没有{random.Next()}")),
    ];

    private static async Task<BenchRow[]> CompareAsync(string name, Func<Random, CameraQuery> ask, HttpClient http, SqliteCameras sqlite, Times whole)
    {
        var (ours, theirs, random, differ) = (new Times(), new Times(), new Random(5), 0);
        for (var i = -Warm; i < Rounds; i++)
        {
            var query = ask(random);
            var began = Stopwatch.GetTimestamp();
            var found = await FindAsync(http, query);
            var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            began = Stopwatch.GetTimestamp();
            if (sqlite.Find(query) != found) differ++;
            if (i < 0) continue;
            ours.Milliseconds.Add(took);
            whole.Milliseconds.Add(took);
            theirs.Milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        if (differ > 0) Console.WriteLine($"{name}: {differ} of {Rounds + Warm} answers differ in how many fit");
        return
        [
            new(name, "p50 over HTTP", "ms", ours.Quantile(0.5), theirs.Quantile(0.5), "SQLite LIKE, in memory, no HTTP", LowerIsBetter: true),
            new(name, "p95 over HTTP", "ms", ours.Quantile(0.95), theirs.Quantile(0.95), "SQLite LIKE, in memory, no HTTP", LowerIsBetter: true),
        ];
    }

    private static async Task<int> FindAsync(HttpClient http, CameraQuery query)
    {
        using var answer = await http.GetAsync(query.Address);
        var page = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        return page.GetProperty("total").GetInt32();
    }

    private static async Task<double> CrowdAsync(HttpClient http, BenchCameras cameras)
    {
        var times = new Times();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async one =>
        {
            var random = new Random(one);
            for (var i = 0; i < Rounds; i++)
                foreach (var (_, ask) in Questions(cameras))
                {
                    var began = Stopwatch.GetTimestamp();
                    await FindAsync(http, ask(random));
                    lock (times) times.Milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                }
        }));
        return times.Quantile(0.95);
    }

    private static async Task<double> NewsAsync(HttpClient gateway, HttpClient http)
    {
        (await gateway.PostAsync("/api/v1/devices", new StringContent("""{"device":"NEW-1","name":"新来的点位","type":"视频监控","department":"公安","lon":113.0815,"lat":22.5787}"""))).EnsureSuccessStatusCode();
        var began = Stopwatch.GetTimestamp();
        while (await FindAsync(http, new("新来的点位")) == 0) await Task.Delay(20);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static async Task<HttpClient> FillAsync(Uri address, BenchCameras cameras, JsonElement entries)
    {
        var gateway = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };
        gateway.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", entries.EnumerateArray().First(entry => entry.TryGetProperty("token", out _)).GetProperty("token").GetString());
        foreach (var lines in cameras.Registrations()) (await gateway.PostAsync("/api/v1/devices", new StringContent(lines))).EnsureSuccessStatusCode();
        foreach (var lines in cameras.Heartbeats(TimeProvider.System.GetUtcNow().AddMinutes(4))) (await gateway.PostAsync("/api/v1/telemetry", new StringContent(lines))).EnsureSuccessStatusCode();
        return gateway;
    }

    private static JsonElement Entry(JsonElement entries, string user) =>
        entries.EnumerateArray().First(entry => entry.TryGetProperty("user", out var name) && name.GetString() == user);
}

using System.Globalization;
using System.Net.Http.Headers;

namespace CommandCenter.EndToEnd.Host;

/// <summary>A city with regions, metrics and an ingest token and nothing else: what a test of faults spoils. Its store is a
/// file of its folder, or the database it is given.</summary>
public sealed class SmallCity : IAsyncDisposable
{
    private readonly Dictionary<string, string> _settings = [];

    private SmallCity(string? database)
    {
        if (database is not null) _settings["COMMANDCENTER_STORE"] = database;
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("command-center-small-").FullName;

    public string Token { get; private set; } = "";

    public IDictionary<string, string> Settings => _settings;

    /// <param name="database">A PostgreSQL database; null: SQLite.</param>
    public static async Task<SmallCity> MakeAsync(string? database = null)
    {
        var city = new SmallCity(database);
        var files = Path.Combine(ServerProcess.Repository, "gis-data", "jiangmen");
        await city.RunVerbAsync("import", "regions", files);
        await city.RunVerbAsync("import", "metrics", Path.Combine(files, "metrics.csv"));
        city.Token = (await city.RunVerbAsync("create-token", "--name", "gateway", "--scope", RunningCity.City)).Trim();
        return city;
    }

    public Task<string> RunVerbAsync(params string[] verb) => ServerProcess.RunVerbAsync(Folder, _settings, verb);

    public Task<ServerProcess> StartServerAsync(int port = 0) => ServerProcess.StartAsync(Folder, port, settings: _settings);

    /// <summary>A client that sends with the ingest token.</summary>
    public HttpClient Gateway(Uri address)
    {
        var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return http;
    }

    /// <summary>A registration of devices, all in one town.</summary>
    public static string Registration(IEnumerable<string> devices) => string.Join('\n', devices.Select(device =>
        $$"""{"device":"{{device}}","name":"试验 {{device}}","type":"水位站","department":"水利","lon":113.0815,"lat":22.5787,"illustrative":true}"""));

    /// <summary>Readings of water levels, one every second from an instant on.</summary>
    public static string Readings(string device, DateTimeOffset from, int count) => string.Join('\n', Enumerable.Range(0, count).Select(i =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"device":"{{device}}","metric":"water_level","ts":{{from.AddSeconds(i).ToUnixTimeMilliseconds()}},"value":1.5}""")));

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}

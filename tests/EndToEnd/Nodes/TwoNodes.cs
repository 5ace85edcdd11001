using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.EndToEnd.Host;
using CommandCenter.LoopbackClickHouse;
using CommandCenter.Store.Tests.Host;
using CommandCenter.Web.Tests.Live;

namespace CommandCenter.EndToEnd.Nodes;

/// <summary>The demo city on two web nodes, one PostgreSQL and one ClickHouse over HTTP, all processes of their own.</summary>
public sealed class TwoNodes : IAsyncLifetime
{
    public const string Device = "NODE-1";
    private const string Database = "commandcenter";

    private readonly string _folder = Directory.CreateTempSubdirectory("command-center-nodes-").FullName;
    private readonly Dictionary<string, string> _passwords = [];
    private readonly int[] _ports = [FreePort(), FreePort()];
    private readonly ServerProcess?[] _nodes = new ServerProcess?[2];
    private PrivatePostgres _postgres = null!;
    private LoopbackServer _clickHouse = null!;
    private string _database = "";

    public string Token { get; private set; } = "";

    public IReadOnlyList<int> Ports => _ports;

    public async Task InitializeAsync()
    {
        _postgres = await PrivatePostgres.StartAsync();
        _database = await _postgres.NewDatabaseAsync();
        _clickHouse = await LoopbackServer.StartAsync(Path.Combine(_folder, "clickhouse"));
        var city = Path.Combine(ServerProcess.Repository, "gis-data", "jiangmen");
        await RunVerbAsync("import", "regions", city);
        await RunVerbAsync("import", "indicators", city);
        await RunVerbAsync("import", "metrics", Path.Combine(city, "metrics.csv"));
        await RunVerbAsync("import", "device-types", DemoFolder.TypesWithoutQuality(_folder));
        var accounts = Path.Combine(_folder, "demo-accounts.json");
        await RunVerbAsync("create-accounts", "--file", Path.Combine(ServerProcess.Repository, "demo", "accounts.json"), "--out", accounts);
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(accounts));
        foreach (var entry in json.RootElement.EnumerateArray())
        {
            if (entry.TryGetProperty("token", out var token)) Token = token.GetString()!;
            else _passwords[entry.GetProperty("user").GetString()!] = entry.GetProperty("password").GetString()!;
        }

        File.Copy(Path.Combine(NodeFolder(0), "audit.key"), Path.Combine(NodeFolder(1), "audit.key")); // Nodes of one store share it.
        await Task.WhenAll(StartAsync(0), StartAsync(1));
        using var http = Gateway(0);
        using var answer = await http.PostAsync("/api/v1/devices", new StringContent(SmallCity.Registration([Device])));
        answer.EnsureSuccessStatusCode();
        await HearsAsync(Device);
    }

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes)
            if (node is not null) await node.DisposeAsync();
        if (_clickHouse is not null) await _clickHouse.DisposeAsync();
        if (_postgres is not null) await _postgres.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public Uri Address(int node) => new($"http://127.0.0.1:{_ports[node]}");

    public string PasswordOf(string user) => _passwords[user];

    public async Task StartAsync(int node) => _nodes[node] = await ServerProcess.StartAsync(NodeFolder(node), _ports[node], settings: Settings(node));

    /// <summary>Tries to start a third node, on the same store but with an embedded ClickHouse.</summary>
    public async Task StartStrangerAsync()
    {
        File.Copy(Path.Combine(NodeFolder(0), "audit.key"), Path.Combine(NodeFolder(2), "audit.key"), overwrite: true);
        await using var stranger = await ServerProcess.StartAsync(NodeFolder(2), settings: new Dictionary<string, string> { ["COMMANDCENTER_STORE"] = _database });
    }

    public bool IsUp(int node) => _nodes[node] is not null;

    /// <summary>Where its threads are and what it printed last.</summary>
    public string Tell(int node) => _nodes[node]!.Tell();

    /// <summary>kill -9.</summary>
    public async Task KillAsync(int node)
    {
        await _nodes[node]!.KillAsync();
        await _nodes[node]!.DisposeAsync();
        _nodes[node] = null;
    }

    /// <summary>The node that holds the lease of the intake.</summary>
    public async Task<int> OwnerAsync()
    {
        await using var server = new Npgsql.NpgsqlConnection(_database);
        await server.OpenAsync();
        await using var ask = new Npgsql.NpgsqlCommand("SELECT url FROM leases JOIN nodes ON nodes.id = leases.holder WHERE leases.name = 'intake'", server);
        return Array.IndexOf(_ports, new Uri((string)(await ask.ExecuteScalarAsync())!).Port);
    }

    /// <summary>A client that sends with the ingest token.</summary>
    public HttpClient Gateway(int node) => Gateway(Address(node));

    public HttpClient Gateway(Uri address)
    {
        var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return http;
    }

    /// <summary>The cookie header of an account that signed in at a node.</summary>
    public async Task<string> SignInAsync(int node, string user)
    {
        var cookies = new CookieContainer();
        using var http = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies }) { BaseAddress = Address(node) };
        (await http.PostAsJsonAsync("/api/v1/session", new { user, password = PasswordOf(user) })).EnsureSuccessStatusCode();
        return cookies.GetCookieHeader(Address(node));
    }

    public Task<HubScreen> ScreenAsync(int node, string cookie) => HubScreen.ConnectAsync(Address(node), ("Cookie", cookie));

    /// <summary>Posts one reading; throws unless it was acknowledged.</summary>
    public async Task<JsonElement> PostAsync(int node, string body)
    {
        using var http = Gateway(node);
        using var answer = await http.PostAsync("/api/v1/telemetry", new StringContent(body));
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Waits until each node takes a reading of the device; each such reading is older than any test's.</summary>
    public async Task HearsAsync(string device)
    {
        var at = TimeProvider.System.GetUtcNow().AddDays(-6);
        for (var node = 0; node < 2; node++)
        {
            using var http = Gateway(node);
            while (true)
            {
                using var answer = await http.PostAsync("/api/v1/telemetry", new StringContent(SmallCity.Readings(device, at.AddSeconds(node), 1)));
                var said = await answer.Content.ReadAsStringAsync();
                if (answer.StatusCode is HttpStatusCode.Accepted && said.Contains("\"rejected\":[]", StringComparison.Ordinal)) break;
                await Task.Delay(20);
            }
        }
    }

    /// <summary>How often each reading of devices with this beginning lies in ClickHouse.</summary>
    public async Task<IReadOnlyDictionary<(string Device, long Ts), long>> StoredAsync(string prefix)
    {
        using var clickHouse = new HttpClickHouse(_clickHouse.Options(Database));
        var rows = await clickHouse.QueryAsync(
            new Sql("SELECT device, ts, count() FROM readings WHERE startsWith(device, {prefix:String}) GROUP BY device, ts").With("prefix", prefix),
            row => (Key: (row.ReadString(), row.ReadInt64()), Count: (long)row.ReadUInt64()), default);
        return rows.ToDictionary(row => row.Key, row => row.Count);
    }

    private Task RunVerbAsync(params string[] verb) => ServerProcess.RunVerbAsync(NodeFolder(0), Settings(0), verb);

    private string NodeFolder(int node) => Directory.CreateDirectory(Path.Combine(_folder, $"node-{node}")).FullName;

    private Dictionary<string, string> Settings(int node) => new()
    {
        ["COMMANDCENTER_STORE"] = _database,
        ["COMMANDCENTER_CLICKHOUSE"] = $"{_clickHouse.Address}{Database}",
        ["COMMANDCENTER_NODE_URL"] = $"http://127.0.0.1:{_ports[node]}",
    };

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>Test classes that look at the two nodes: <c>[Collection(TheNodes.Name)]</c>; they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class TheNodes : ICollectionFixture<TwoNodes>, ICollectionFixture<Browser>
{
    public const string Name = "the nodes";
}

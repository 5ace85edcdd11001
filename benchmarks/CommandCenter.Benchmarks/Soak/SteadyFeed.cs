using System.Globalization;
using System.Text;
using CommandCenter.EndToEnd.Host;

namespace CommandCenter.Benchmarks.Soak;

/// <summary>Devices all over the city that each speak every few seconds, whether the server is there or not.</summary>
internal sealed class SteadyFeed(RunningCity city) : IAsyncDisposable
{
    private const int Devices = 1_000;
    private const int PerPost = 100;
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(500);
    private readonly CancellationTokenSource _ended = new();
    private Task _sending = Task.CompletedTask;

    /// <summary>Readings the server has taken.</summary>
    public long Acknowledged { get; private set; }

    public async Task RegisterAsync()
    {
        var villages = File.ReadLines(Path.Combine(ServerProcess.Repository, "gis-data", "jiangmen", "villages.csv")).Skip(1).Select(line => line.Split(',')).ToArray();
        var lines = Enumerable.Range(0, Devices).Select(i => villages[i % villages.Length] is var village
            ? $$"""{"device":"SOAK-{{i}}","name":"{{village[1]}}水位站","type":"水位站","department":"水利","lon":{{village[5]}},"lat":{{village[6]}},"illustrative":true}"""
            : "");
        (await city.Gateway.PostAsync("/api/v1/devices", new StringContent(string.Join('\n', lines)))).EnsureSuccessStatusCode();
    }

    public void Start() => _sending = SendAsync();

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _sending;
        _ended.Dispose();
    }

    private async Task SendAsync()
    {
        using var timer = new PeriodicTimer(_pause);
        for (var round = 0L; await NextAsync(timer); round++)
        {
            try
            {
                using var answer = await city.Gateway.PostAsync("/api/v1/telemetry", Body(round));
                if (answer.IsSuccessStatusCode) Acknowledged += PerPost;
            }
            catch (Exception away) when (away is HttpRequestException or OperationCanceledException or ObjectDisposedException)
            {
                // The server is being restarted: these readings are not sent again.
            }
        }
    }

    private async Task<bool> NextAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_ended.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static ByteArrayContent Body(long round)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var lines = new StringBuilder();
        for (var i = 0; i < PerPost; i++)
            lines.Append(CultureInfo.InvariantCulture, $"{{\"device\":\"SOAK-{(round * PerPost + i) % Devices}\",\"metric\":\"water_level\",\"ts\":{now},\"value\":{1 + (round + i) % 190 / 100.0}}}\n");
        return new(Encoding.UTF8.GetBytes(lines.ToString()));
    }
}

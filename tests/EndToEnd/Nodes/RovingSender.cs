using System.Globalization;
using System.Net;

namespace CommandCenter.EndToEnd.Nodes;

/// <summary>One of the city's systems that knows both nodes: it sends each batch until it is acknowledged, to the other node
/// when one does not take it, and each acknowledged batch sometimes once more to the other.</summary>
internal sealed class RovingSender(TwoNodes nodes, int number, IReadOnlyList<string> devices)
{
    private const int BatchRows = 100;
    private static readonly long _start = TimeProvider.System.GetUtcNow().AddDays(-5).ToUnixTimeMilliseconds();
    private long _sent;

    public HashSet<(string Device, long Ts)> Acknowledged { get; } = [];

    public int Refused { get; private set; }

    public async Task SendUntilAsync(CancellationToken stop)
    {
        using var first = nodes.Gateway(0);
        using var second = nodes.Gateway(1);
        HttpClient[] both = [first, second];
        var node = number % 2;
        while (!stop.IsCancellationRequested)
        {
            var batch = Enumerable.Range(0, BatchRows).Select(_ => (devices[(int)(_sent++ % devices.Count)], _start + _sent * 400 + number * 100)).ToList();
            while (!await SendAsync(both[node], batch))
            {
                Refused++;
                node = 1 - node;
                await Task.Delay(50);
            }

            Acknowledged.UnionWith(batch);
            if (Random.Shared.Next(4) == 0) await SendAsync(both[1 - node], batch);
        }
    }

    private static async Task<bool> SendAsync(HttpClient http, List<(string Device, long Ts)> batch)
    {
        var body = string.Concat(batch.Select(key => string.Create(CultureInfo.InvariantCulture,
            $"{{\"device\":\"{key.Device}\",\"metric\":\"water_level\",\"ts\":{key.Ts},\"value\":1.5}}\n")));
        try
        {
            using var answer = await http.PostAsync("/api/v1/telemetry", new StringContent(body));
            if (answer.StatusCode is not (HttpStatusCode.Accepted or HttpStatusCode.ServiceUnavailable))
                throw new InvalidOperationException($"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            return answer.StatusCode is HttpStatusCode.Accepted;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

using System.Globalization;
using System.Net;

namespace CommandCenter.EndToEnd.Ingest;

/// <summary>One of the city's systems: sends batches one after the other and sends a batch again until it is acknowledged. Keeps
/// the key of every acknowledged reading. Now and then it sends an acknowledged batch once more.</summary>
internal sealed class Sender(int number, int devices)
{
    private const int BatchRows = 200;
    private static readonly long _start = TimeProvider.System.GetUtcNow().AddDays(-6).ToUnixTimeMilliseconds();
    private TaskCompletionSource _firstAnswer = new();
    private List<(string Device, long Ts)>? _batch;
    private long _sent;

    public HashSet<(string Device, long Ts)> Acknowledged { get; } = [];

    /// <summary>Ends with the first batch acknowledged since it began to send.</summary>
    public Task FirstAnswer => _firstAnswer.Task;

    /// <summary>Sends until the server is gone.</summary>
    public async Task SendUntilAsync(HttpClient http, CancellationToken killed)
    {
        _firstAnswer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            while (!killed.IsCancellationRequested) await SendAsync(http);
        }
        catch (HttpRequestException)
        {
            // The server was killed; the batch stays and is sent again.
        }
    }

    /// <summary>Sends the batch that was not acknowledged.</summary>
    public async Task SendRestAsync(HttpClient http)
    {
        if (_batch is not null) await SendAsync(http);
    }

    /// <summary>Sends everything that was ever acknowledged once more, as a gateway does that does not trust its memory.</summary>
    public async Task RepeatAsync(HttpClient http)
    {
        foreach (var batch in Acknowledged.Chunk(BatchRows))
        {
            using var answer = await http.PostAsync("/api/v1/telemetry", new StringContent(Body(batch)));
            answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        }
    }

    private static string Body(IEnumerable<(string Device, long Ts)> batch) => string.Concat(batch.Select(key => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"device\":\"{key.Device}\",\"metric\":\"water_level\",\"ts\":{key.Ts},\"value\":{key.Ts / 100 % 50 / 10.0}}}\n")));

    private async Task SendAsync(HttpClient http)
    {
        _batch ??= Next();
        var body = Body(_batch);
        for (var i = Random.Shared.Next(10); i < 11; i += 10)
        {
            using var answer = await http.PostAsync("/api/v1/telemetry", new StringContent(body));
            var said = await answer.Content.ReadAsStringAsync();
            answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, said);
            said.ShouldContain("\"rejected\":[]");
            Acknowledged.UnionWith(_batch);
            _firstAnswer.TrySetResult();
        }

        _batch = null;
    }

    private List<(string Device, long Ts)> Next() =>
        [.. Enumerable.Range(0, BatchRows).Select(_ => ($"K-{_sent++ % devices}", _start + _sent * 400 + number * 100))];
}

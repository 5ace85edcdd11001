using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CommandCenter.EndToEnd.Host;

namespace CommandCenter.EndToEnd.Store;

/// <summary>Writes decisions one after the other, each of several rows, and each again until it is acknowledged. What was
/// acknowledged is noted in a side file.</summary>
internal sealed class DecisionWriter(string name, string sideFile)
{
    public const int RowsOfOne = 5;

    private TaskCompletionSource _firstAnswer = new();
    private int _next;

    /// <summary>Ends with the first decision acknowledged since it began to write.</summary>
    public Task FirstAnswer => _firstAnswer.Task;

    /// <summary>How often it was told to come again later.</summary>
    public int Refused { get; private set; }

    /// <summary>Writes until asked to stop, or until the server is gone.</summary>
    public async Task WriteUntilAsync(HttpClient http, CancellationToken stop)
    {
        _firstAnswer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            while (!stop.IsCancellationRequested) await WriteAsync(http);
        }
        catch (HttpRequestException)
        {
            // The server was killed; whether it kept the last decision is not known, so it is sent again.
        }
    }

    /// <summary>The rows of each acknowledged decision.</summary>
    public IReadOnlyList<string[]> Acknowledged() =>
        File.Exists(sideFile) ? [.. File.ReadLines(sideFile).Select(line => line.Split(' '))] : [];

    private async Task WriteAsync(HttpClient http)
    {
        var rows = Enumerable.Range(_next * RowsOfOne, RowsOfOne).Select(number => $"{name}-{number}").ToArray();
        using var answer = await http.PostAsync("/api/v1/devices", new StringContent(SmallCity.Registration(rows)));
        if (answer.StatusCode == HttpStatusCode.OK)
        {
            File.AppendAllText(sideFile, string.Join(' ', rows) + "\n");
            _next++;
            _firstAnswer.TrySetResult();
            return;
        }

        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        if (answer.StatusCode != HttpStatusCode.ServiceUnavailable || problem.GetProperty("code").GetString() != "store_unavailable")
            throw new InvalidOperationException($"{(int)answer.StatusCode} {problem}");
        Refused++;
        await Task.Delay(20);
    }
}

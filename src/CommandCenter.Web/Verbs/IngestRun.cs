using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using CommandCenter.Analytics.Ingest.Mqtt;

namespace CommandCenter.Web.Verbs;

/// <summary>One run of the verb. What was read and not yet acknowledged is bounded: a slow server slows the reading of the input.</summary>
internal sealed class IngestRun(HttpClient http, TopicMap map, TimeProvider clock, TextWriter note)
{
    private const int Waiting = 20_000, PerPost = 5_000, PayloadsNoted = 5;
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(300), FirstPause = TimeSpan.FromMilliseconds(500), LongestPause = TimeSpan.FromSeconds(10);
    private long _accepted, _duplicates, _rejected, _unmapped, _unread;

    public async Task<int> RunAsync(TextReader input, CancellationToken cancel)
    {
        var readings = Channel.CreateBounded<MappedReading>(Waiting);
        var reading = Task.Run(() => ReadAsync(input, readings.Writer, cancel), CancellationToken.None);
        var isWhole = await PostAllAsync(readings.Reader, cancel);
        if (isWhole) await reading;
        await note.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"accepted {_accepted}, duplicates {_duplicates}, rejected {_rejected}, topics without a rule {_unmapped}, messages not understood {_unread}"));
        return isWhole ? 0 : 1;
    }

    private async Task ReadAsync(TextReader input, ChannelWriter<MappedReading> readings, CancellationToken cancel)
    {
        try
        {
            while (await input.ReadLineAsync(cancel) is { } line)
            {
                if (line.Length == 0) continue;
                if (MosquittoLine.Read(line) is not { } message)
                {
                    await NoteAsync(++_unread, $"not understood: {Short(line)}");
                    continue;
                }

                var found = map.Translate(message.Topic, message.Payload, message.Came ?? clock.GetUtcNow());
                if (found is null) await NoteAsync(++_unmapped, $"no rule for topic {Short(message.Topic)}");
                else if (found.Count == 0) await NoteAsync(++_unread, $"payload not understood: {Short(message.Topic)} {Short(message.Payload)}");
                foreach (var one in found ?? []) await readings.WriteAsync(one, cancel);
            }
        }
        catch (OperationCanceledException)
        {
            // What was read is posted still.
        }
        finally
        {
            readings.Complete();
        }
    }

    private async Task<bool> PostAllAsync(ChannelReader<MappedReading> readings, CancellationToken cancel)
    {
        var batch = new List<MappedReading>();
        while (await readings.WaitToReadAsync(CancellationToken.None))
        {
            var began = clock.GetTimestamp();
            while (batch.Count < PerPost && clock.GetElapsedTime(began) < Gather)
            {
                if (readings.TryRead(out var one)) batch.Add(one);
                else if (readings.Completion.IsCompleted) break;
                else await Task.Delay(10, CancellationToken.None);
            }

            if (!await PostAsync(batch, cancel)) return false;
            batch.Clear();
        }

        return true;
    }

    /// <summary>Posts the same bytes until the server has them: a repetition counts once. False when it never will, or when asked to stop.</summary>
    private async Task<bool> PostAsync(List<MappedReading> batch, CancellationToken cancel)
    {
        if (batch.Count == 0) return true;
        var body = Body(batch);
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            string reason;
            try
            {
                using var content = new ByteArrayContent(body);
                content.Headers.ContentType = new("application/x-ndjson");
                using var answer = await http.PostAsync("/api/v1/telemetry", content, CancellationToken.None);
                var text = await answer.Content.ReadAsStringAsync(CancellationToken.None);
                if (answer.StatusCode is HttpStatusCode.Accepted)
                {
                    await CountAsync(text);
                    return true;
                }

                reason = $"{(int)answer.StatusCode} {Short(text)}";
                if ((int)answer.StatusCode is >= 400 and < 500 and not (408 or 429))
                {
                    await note.WriteLineAsync($"refused for good: {reason}");
                    return false;
                }
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
            {
                reason = failure.Message;
            }

            if (cancel.IsCancellationRequested)
            {
                await note.WriteLineAsync($"{batch.Count} readings were not acknowledged: {reason}");
                return false;
            }

            await note.WriteLineAsync($"tried again in {pause.TotalSeconds:0.#} s: {reason}");
            await Task.Delay(pause, clock, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task CountAsync(string text)
    {
        using var json = JsonDocument.Parse(text);
        var answer = json.RootElement;
        _accepted += answer.GetProperty("accepted").GetInt64();
        _duplicates += answer.GetProperty("duplicates").GetInt64();
        foreach (var line in answer.GetProperty("rejected").EnumerateArray())
            await NoteAsync(++_rejected, $"rejected: {line.GetProperty("code").GetString()} {line.GetProperty("message").GetString()}");
    }

    /// <summary>The first few of a kind are told, then every thousandth.</summary>
    private Task NoteAsync(long count, string text) =>
        count <= PayloadsNoted || count % 1_000 == 0 ? note.WriteLineAsync(count <= PayloadsNoted ? text : $"{text} ({count})") : Task.CompletedTask;

    private static byte[] Body(List<MappedReading> batch)
    {
        var lines = new StringBuilder();
        foreach (var one in batch)
            lines.Append(JsonSerializer.Serialize(new { device = one.Device, metric = one.Metric, ts = one.Ts, value = one.Value, id = one.Id })).Append('\n');
        return Encoding.UTF8.GetBytes(lines.ToString());
    }

    private static string Short(string text) => text.Length <= 120 ? text : text[..120] + "…";
}

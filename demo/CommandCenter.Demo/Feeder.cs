using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CommandCenter.Demo;

/// <summary>Speaks to the running product as any city's systems would: registers devices, then posts what they measure.</summary>
internal sealed class Feeder(HttpClient http, IReadOnlyList<DemoDevice> devices, TimeProvider clock)
{
    private const int DevicesPerRequest = 1_000;
    private const int ReadingsPerRequest = 20_000;
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Registers every device; one that stands outside all regions is moved onto its village's point.</summary>
    public async Task RegisterAsync(CancellationToken cancel)
    {
        foreach (var chunk in devices.Chunk(DevicesPerRequest))
        {
            var refused = await PostAsync("/api/v1/devices", chunk, (json, device) => Describe(json, device, device.Lon, device.Lat), cancel);
            var moved = refused.Select(line => chunk[line - 1]).ToArray();
            if (moved.Length > 0)
                await PostAsync("/api/v1/devices", moved, (json, device) => Describe(json, device, device.VillageLon, device.VillageLat), cancel);
        }
    }

    /// <summary>What the devices said in a stretch of time, both ends on full seconds, posted in order.</summary>
    public async Task PostBetweenAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var due = Due(from, to);
        foreach (var chunk in due.Chunk(ReadingsPerRequest))
            await PostAsync("/api/v1/telemetry", chunk, Write, cancel);
    }

    /// <summary>Posts every second what fell due; after a pause it catches up, because nobody's readings are thrown away.</summary>
    public async Task RunAsync(DateTimeOffset from, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        while (await timer.WaitForNextTickAsync(cancel))
        {
            var now = clock.GetUtcNow();
            var to = now.AddMilliseconds(-now.Millisecond);
            try
            {
                await PostBetweenAsync(from, to, cancel);
                from = to;
            }
            catch (Exception away) when (away is HttpRequestException or TaskCanceledException && !cancel.IsCancellationRequested)
            {
                // The server is away: the same readings again next second, duplicates are recognised there.
            }
        }
    }

    private IEnumerable<(DemoDevice Device, string Metric, DateTimeOffset At)> Due(DateTimeOffset from, DateTimeOffset to)
    {
        long first = from.ToUnixTimeMilliseconds(), end = to.ToUnixTimeMilliseconds();
        for (var minute = first / 60_000 * 60_000; minute < end; minute += 60_000)
            foreach (var device in devices)
            {
                var ts = minute + device.Phase;
                if (ts < first || ts >= end) continue;
                var at = DateTimeOffset.FromUnixTimeMilliseconds(ts);
                if (Signals.IsSilent(device, at)) continue;
                foreach (var metric in device.Kind.Metrics) yield return (device, metric, at);
            }
    }

    private static void Write(Utf8JsonWriter json, (DemoDevice Device, string Metric, DateTimeOffset At) reading)
    {
        json.WriteString("device", reading.Device.Id);
        json.WriteString("metric", reading.Metric);
        json.WriteNumber("ts", reading.At.ToUnixTimeMilliseconds());
        json.WriteNumber("value", Signals.Value(reading.Device, reading.Metric, reading.At));
    }

    private static void Describe(Utf8JsonWriter json, DemoDevice device, double lon, double lat)
    {
        json.WriteString("device", device.Id);
        json.WriteString("name", device.Name);
        json.WriteString("type", device.Kind.Type);
        json.WriteString("department", device.Kind.Department);
        json.WriteNumber("lon", Math.Round(lon, 6));
        json.WriteNumber("lat", Math.Round(lat, 6));
        json.WriteBoolean("illustrative", true);
        Register(json, device);
    }

    /// <summary>What else is known of a device: of most of them something is missing, as in any city. No telephone numbers are made up.</summary>
    private static void Register(Utf8JsonWriter json, DemoDevice device)
    {
        if (device.Seed % 11 != 0) json.WriteString("responsible", $"{device.Kind.Department}管护 {device.Seed % 9 + 1} 组");
        if (device.Seed % 13 != 0) json.WriteString("address", $"{device.Name[..^device.Kind.Type.Length]}旁");
        if (device.Seed % 7 != 0) json.WriteString("power", device.Kind.Department is "水利" ? "太阳能" : device.Kind.Prefix is "JG" or "LJ" ? "电池" : "市电");
        if (device.Kind.Prefix is "JG" or "LJ" && device.Seed % 5 != 0) json.WriteString("batteryMetric", "battery");
        if (device.Seed % 6 != 0) json.WriteString("installedOn", new DateOnly(2021, 3, 1).AddDays(device.Seed % 1_700).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        if (device.Kind.Prefix is "PG" or "KQ") json.WriteNumber("height", device.Kind.Prefix is "PG" ? 8 : 3);
    }

    /// <summary>Posts NDJSON and returns the numbers (from 1) of the lines that were refused.</summary>
    private async Task<IReadOnlyList<int>> PostAsync<T>(string path, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write, CancellationToken cancel)
    {
        using var body = new MemoryStream();
        foreach (var item in items)
        {
            using (var json = new Utf8JsonWriter(body, Compact))
            {
                json.WriteStartObject();
                write(json, item);
                json.WriteEndObject();
            }
            body.WriteByte((byte)'\n');
        }
        using var content = new ByteArrayContent(body.GetBuffer(), 0, (int)body.Length);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        using var answer = await http.PostAsync(path, content, cancel);
        var text = await answer.Content.ReadAsStringAsync(cancel);
        if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.Accepted))
            throw new HttpRequestException($"{path}: {(int)answer.StatusCode} {text[..Math.Min(text.Length, 300)]}");
        using var document = JsonDocument.Parse(text);
        return document.RootElement.TryGetProperty("rejected", out var rejected)
            ? [.. rejected.EnumerateArray().Select(line => line.GetProperty("line").GetInt32())]
            : [];
    }
}

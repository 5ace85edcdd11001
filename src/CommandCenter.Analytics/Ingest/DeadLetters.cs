using System.Text.Encodings.Web;
using System.Text.Json;
using CommandCenter.Analytics.ClickHouse;

namespace CommandCenter.Analytics.Ingest;

/// <summary>Readings that ClickHouse refused for good, each as a line of JSON with the reason. An operator looks at them.</summary>
internal sealed class DeadLetters(string folder)
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private long _count;

    public string File => Path.Combine(folder, "dead-letters.ndjson");

    /// <summary>How many since the start.</summary>
    public long Count => Interlocked.Read(ref _count);

    public void Add(ReadOnlySpan<byte> row, ClickHouseException refused)
    {
        var bytes = row.ToArray();
        var reading = ReadingRow.Read(new RowBinaryReader(bytes, bytes.Length));
        System.IO.File.AppendAllText(File, JsonSerializer.Serialize(
            new { reading.Device, reading.Metric, reading.Ts, reading.Value, reading.Id, refused.Code, Reason = refused.Message }, Json) + "\n");
        Interlocked.Increment(ref _count);
    }
}

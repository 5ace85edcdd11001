using System.Globalization;
using System.Text;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Domain.Geography;
using CommandCenter.EndToEnd.Host;

namespace CommandCenter.Benchmarks.Ingest;

/// <summary>Devices of four kinds all over the villages of the city, two metrics each, and what they say: every series in turn.</summary>
internal sealed class IngestLoad(int devices, int rate)
{
    public const int ReadingsPerRequest = 1_000;

    private static readonly (string Type, string Department, string[] Metrics)[] Kinds =
    [
        ("水位站", "水利", ["water_level", "flow"]), ("雨量站", "水利", ["rainfall_1h", "temperature"]),
        ("车流检测器", "交通", ["traffic_flow", "speed"]), ("空气站", "环境", ["pm25", "pm10"]),
    ];

    private readonly string[][] _villages =
        [.. File.ReadLines(Path.Combine(ServerProcess.Repository, "gis-data", "jiangmen", "villages.csv")).Skip(1).Select(line => line.Split(','))];

    /// <summary>One that came: of which series, when, and what.</summary>
    public readonly record struct Row(int Device, int Metric, long Ts, double Value);

    public int Series => devices * 2;

    public IEnumerable<string> DeviceLines()
    {
        for (var i = 0; i < devices; i++)
        {
            var (village, kind) = (_villages[i % _villages.Length], Kinds[i % Kinds.Length]);
            yield return $$"""{"device":"{{Id(i)}}","name":"{{village[1]}}{{kind.Type}}","type":"{{kind.Type}}","department":"{{kind.Department}}","lon":{{village[5]}},"lat":{{village[6]}},"illustrative":true}""" + "\n";
        }
    }

    /// <summary>So many readings at the given rate from a moment on: each a millisecond of its own in its series.</summary>
    /// <param name="ahead">Readings that were said before: their series go on.</param>
    public IEnumerable<Row> Rows(DateTimeOffset start, long count, long ahead = 0)
    {
        var first = start.ToUnixTimeMilliseconds();
        for (var i = 0L; i < count; i++)
        {
            var series = (int)((ahead + i) % Series);
            yield return new(series % devices, series / devices, first + i * 1_000 / rate, Math.Round(1 + (i + series) % 150 / 100.0, 2));
        }
    }

    public List<byte[]> Bodies(DateTimeOffset start, long count, long ahead = 0)
    {
        var bodies = new List<byte[]>();
        var text = new StringBuilder();
        foreach (var part in Rows(start, count, ahead).Chunk(ReadingsPerRequest))
        {
            text.Clear();
            foreach (var row in part)
                text.Append(CultureInfo.InvariantCulture, $"{{\"device\":\"{Id(row.Device)}\",\"metric\":\"{Kinds[row.Device % Kinds.Length].Metrics[row.Metric]}\",\"ts\":{row.Ts},\"value\":{row.Value}}}\n");
            bodies.Add(Encoding.UTF8.GetBytes(text.ToString()));
        }

        return bodies;
    }

    /// <summary>The same rows as the table <c>readings</c> holds them.</summary>
    public ReadOnlyMemory<byte> RowBinary(IEnumerable<Row> rows)
    {
        var writer = new RowBinaryWriter();
        foreach (var row in rows)
        {
            var (region, kind) = (Region(row.Device), Kinds[row.Device % Kinds.Length]);
            writer.WriteUInt64((ulong)region);
            writer.WriteString(kind.Department);
            writer.WriteString(kind.Type);
            writer.WriteString(kind.Metrics[row.Metric]);
            writer.WriteString(Id(row.Device));
            writer.WriteInt64(row.Ts);
            writer.WriteFloat64(row.Value);
            writer.WriteUInt8(0);
            writer.WriteString("");
        }

        return writer.Written;
    }

    public static string Id(int device) => $"BENCH-{device:D6}";

    public long Region(int device) => RegionCode.Parse(_villages[device % _villages.Length][0]).Ancestor(RegionLevel.Town).Number;

    public static (string Type, string Department, string Metric) Kind(Row row) =>
        Kinds[row.Device % Kinds.Length] is var kind ? (kind.Type, kind.Department, kind.Metrics[row.Metric]) : default;
}

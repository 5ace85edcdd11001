using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Analytics.Ingest;

/// <summary>A reading as it lies in the spool and in the table <c>readings</c>: tagged with all that ClickHouse needs, so that
/// a repeated insert has the same bytes whatever became of the device since.</summary>
internal readonly record struct ReadingRow(string Device, string Metric, long Ts, double Value, string Id, ReadingQuality Quality = ReadingQuality.Good)
{
    public const string Into = "readings (region, department, type, metric, device, ts, value, severity, id)";

    /// <summary>Above the colour in one byte: what was written before there were qualities is good.</summary>
    private const int QualityBit = 4;

    public static void Write(RowBinaryWriter row, Reading reading)
    {
        row.WriteUInt64((ulong)reading.Device.Region.Number);
        row.WriteString(reading.Device.Department);
        row.WriteString(reading.Device.Type);
        row.WriteString(reading.Metric.Key);
        row.WriteString(reading.Device.Id);
        row.WriteInt64(reading.Ts);
        row.WriteFloat64(reading.Value);
        row.WriteUInt8(reading.IsGood ? (byte)reading.Metric.Severity(reading.Value) : (byte)((int)reading.Quality << QualityBit));
        row.WriteString(reading.Id ?? "");
    }

    public static ReadingRow Read(RowBinaryReader row)
    {
        row.ReadUInt64();
        row.ReadString();
        row.ReadString();
        var metric = row.ReadString();
        var device = row.ReadString();
        var ts = row.ReadInt64();
        var value = row.ReadFloat64();
        var quality = ReadQuality(row);
        return new(device, metric, ts, value, row.ReadString(), quality);
    }

    /// <summary>The whole reading. What is not registered here any more is as the row tells it.</summary>
    public static Reading ReadWhole(RowBinaryReader row, DeviceRegister register)
    {
        var region = RegionCode.FromNumber((long)row.ReadUInt64());
        var (department, type, key, id) = (row.ReadString(), row.ReadString(), row.ReadString(), row.ReadString());
        var (ts, value) = (row.ReadInt64(), row.ReadFloat64());
        var quality = ReadQuality(row);
        var own = row.ReadString();
        return new(
            register.Find(id) ?? new(id, id, type, department, default, region, IsIllustrative: false),
            register.Metric(key) ?? new(key, key, "", value, value, []),
            ts, value, own.Length > 0 ? own : null, quality);
    }

    private static ReadingQuality ReadQuality(RowBinaryReader row) => (ReadingQuality)(row.ReadUInt8() >> QualityBit);
}

using System.Text.Json;
using System.Text.Json.Serialization;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Store.Records;

/// <summary>A type of device; see <see cref="DeviceType"/>. Its metrics are kept as JSON, its required fields with blanks between.</summary>
public sealed class DeviceTypeRecord
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public required string Name { get; init; }

    /// <summary>Its place in the catalogue, from 0.</summary>
    public required int Ordinal { get; init; }

    public required string GroupName { get; init; }

    public required long OfflineSeconds { get; init; }

    public required long ReportSeconds { get; init; }

    public required int KeepDays { get; init; }

    public required string Metrics { get; init; }

    public required string Required { get; init; }

    public required string Remark { get; init; }

    public static DeviceTypeRecord From(DeviceType type, int ordinal) => new()
    {
        Name = type.Name,
        Ordinal = ordinal,
        GroupName = type.Group,
        OfflineSeconds = (long)type.OfflineAfter.TotalSeconds,
        ReportSeconds = (long)type.ReportEvery.TotalSeconds,
        KeepDays = (int)type.KeepRaw.TotalDays,
        Metrics = JsonSerializer.Serialize(type.Metrics, Format),
        Required = string.Join(' ', type.Required),
        Remark = type.Remark,
    };

    public DeviceType ToType() => new(
        Name, GroupName, TimeSpan.FromSeconds(OfflineSeconds), TimeSpan.FromSeconds(ReportSeconds), TimeSpan.FromDays(KeepDays),
        JsonSerializer.Deserialize<TypeMetric[]>(Metrics, Format) ?? [], Required.Split(' ', StringSplitOptions.RemoveEmptyEntries), Remark);
}

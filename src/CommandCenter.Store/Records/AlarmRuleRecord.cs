using System.Text.Json;
using CommandCenter.Domain.Alarms;
using CommandCenter.Domain.Geography;

namespace CommandCenter.Store.Records;

/// <summary>A rule of alarms; see <see cref="AlarmRule"/>. The condition is JSON.</summary>
public sealed class AlarmRuleRecord
{
    public required string Id { get; init; }
    public string Name { get; set; } = "";
    public RegionCode Region { get; set; }
    public string? Type { get; set; }
    public string? Department { get; set; }
    public string Condition { get; set; } = "";
    public int ForSeconds { get; set; }
    public int RestSeconds { get; set; }
    public int EscalateMinutes { get; set; }
    public bool IsOn { get; set; }
    public string Advice { get; set; } = "";

    /// <summary>The account's name.</summary>
    public string ChangedBy { get; set; } = "";

    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>Grows with every change; who changes an older one is told.</summary>
    public int RowVersion { get; set; }

    public static AlarmRuleRecord From(AlarmRule rule, string by, DateTimeOffset at)
    {
        var record = new AlarmRuleRecord { Id = rule.Id };
        record.Take(rule, by, at);
        return record;
    }

    /// <summary>Takes over everything but the id.</summary>
    public void Take(AlarmRule rule, string by, DateTimeOffset at)
    {
        (Name, Region, Type, Department) = (rule.Name, rule.Region, rule.Type, rule.Department);
        (Condition, ForSeconds, RestSeconds) = (JsonSerializer.Serialize(rule.Condition, RecordJson.Options), rule.ForSeconds, rule.RestSeconds);
        (EscalateMinutes, IsOn, Advice) = (rule.EscalateMinutes, rule.IsOn, rule.Advice);
        (ChangedBy, ChangedAt) = (by, at);
        RowVersion++;
    }

    public AlarmRule ToRule() => new(
        Id, Name, Region, Type, Department, JsonSerializer.Deserialize<AlarmCondition>(Condition, RecordJson.Options)!,
        ForSeconds, RestSeconds, EscalateMinutes, IsOn, Advice);
}

using System.Text.Json;
using System.Text.Json.Serialization;
using CommandCenter.Domain.Alarms;
using CommandCenter.Domain.Geography;

namespace CommandCenter.Web.Features.Alarms;

/// <summary>A rule as it is written in the interface and in files.</summary>
/// <param name="Region">Twelve digits.</param>
/// <param name="Row">Row version; when given, the rule is changed only when nobody else changed it since.</param>
internal sealed record RuleJson(
    string? Id, string? Name, string? Region, string? Type, string? Department, AlarmCondition? Condition,
    int ForSeconds = 0, int RestSeconds = 0, int EscalateMinutes = 0, bool On = true, string? Advice = null, int? Row = null,
    string? ChangedBy = null, DateTimeOffset? ChangedAt = null)
{
    /// <summary>How rules are read and written: names of levels and colours as words, the kind of a condition anywhere in it.</summary>
    public static JsonSerializerOptions Format { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        AllowOutOfOrderMetadataProperties = true,
        MaxDepth = 16,
    };

    public static RuleJson Of(KeptRule kept)
    {
        var rule = kept.Rule;
        return new(rule.Id, rule.Name, rule.Region.ToString(), rule.Type, rule.Department, rule.Condition,
            rule.ForSeconds, rule.RestSeconds, rule.EscalateMinutes, rule.IsOn, rule.Advice, kept.Row, kept.ChangedBy, kept.ChangedAt);
    }

    /// <summary>The rule; its region is none when it was no code.</summary>
    public AlarmRule ToRule(string? id = null) => new(
        id ?? Id ?? "", Name ?? "", RegionCode.TryParse(Region, out var region) ? region : default, Blank(Type), Blank(Department), Condition!,
        ForSeconds, RestSeconds, EscalateMinutes, On, Advice ?? "");

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

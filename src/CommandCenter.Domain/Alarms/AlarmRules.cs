using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Status;

namespace CommandCenter.Domain.Alarms;

/// <summary>What a rule must be like.</summary>
public static class AlarmRules
{
    public const int MostParts = 12;
    public const int MostCorners = 1_000;
    private const int DayMinutes = 1_440;
    private const int WeekMinutes = 10_080;
    private const int DaySeconds = 86_400;

    /// <summary>A stable code and a Chinese sentence for the first thing that is wrong; null when the rule is right.</summary>
    public static (string Code, string Detail)? Fault(AlarmRule rule)
    {
        if (rule.Id is not { Length: >= 1 and <= 64 } || !rule.Id.All(IsOfId)) return ("invalid_rule_id", "规则编号应为 1 至 64 个小写字母、数字或 - _ .");
        if (!IsText(rule.Name, 60)) return ("invalid_name", "规则名称不能为空或含控制字符，最多 60 个字符。");
        if (rule.Type is not null && !IsText(rule.Type, 40)) return ("invalid_type", "设备类型不能含控制字符，最多 40 个字符。");
        if (rule.Department is not null && !IsText(rule.Department, 40)) return ("invalid_department", "部门不能含控制字符，最多 40 个字符。");
        if (rule.Advice.Length > 500 || rule.Advice.Any(IsControl)) return ("invalid_advice", "处置建议最多 500 个字符，不能含控制字符。");
        if (rule.ForSeconds is < 0 or > DaySeconds || rule.RestSeconds is < 0 or > DaySeconds) return ("invalid_duration", "持续与恢复时间应在 0 至 86400 秒之间。");
        if (rule.EscalateMinutes is < 0 or > WeekMinutes) return ("invalid_escalation", "升级时间应在 0 至 10080 分钟之间。");
        if (rule.Condition is null) return ("missing_condition", "缺少条件。");
        var parts = Flat(rule.Condition, depth: 0);
        if (parts is null) return ("too_many_conditions", $"条件最多 {MostParts} 个，嵌套最多 3 层，组合不能为空。");
        return parts.Select(Fault).FirstOrDefault(fault => fault is not null)
            ?? (rule.Condition is AlarmCondition.All { Of: [AlarmCondition.Around, ..] } or AlarmCondition.Around
                ? ("no_own_condition", "规则应先有设备自身的条件，再看周边。")
                : null);
    }

    private static (string Code, string Detail)? Fault(AlarmCondition condition) => condition switch
    {
        AlarmCondition.Threshold one => Metric(one.Metric) ?? Levels(one.Levels, one.IsBelow)
            ?? (double.IsFinite(one.Hysteresis) && one.Hysteresis >= 0 ? null : ("invalid_hysteresis", "回差应为不小于 0 的有限数。")),
        AlarmCondition.Rate one => Metric(one.Metric) ?? Levels(one.Levels, isBelow: false) ?? Minutes(one.Minutes, DayMinutes)
            ?? (one.Levels.All(level => level.Limit > 0) ? null : ("invalid_levels", "变化量应大于 0。")),
        AlarmCondition.Missing one => Color(one.Color) ?? Minutes(one.Minutes, WeekMinutes) ?? (one.Metric is null ? null : Metric(one.Metric)),
        AlarmCondition.Fence one => Color(one.Color) ?? Ring(one.Ring),
        AlarmCondition.Around one => Metric(one.Metric) ?? Levels(one.Levels, one.IsBelow) ?? Minutes(one.Minutes, DayMinutes)
            ?? (one.Level is RegionLevel.Town or RegionLevel.County or RegionLevel.City ? null : ("invalid_level", "周边范围应为镇街、县区或全市。")),
        _ => null,
    };

    private static (string, string)? Metric(string? key) =>
        key is { Length: >= 1 and <= 64 } && key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') ? null : ("invalid_metric", "指标应为 1 至 64 个英文字母、数字或下划线。");

    private static (string, string)? Color(WarningColor color) =>
        color is >= WarningColor.Blue and <= WarningColor.Red ? null : ("invalid_color", "级别应为红、橙、黄、蓝之一。");

    private static (string, string)? Minutes(int minutes, int most) => minutes >= 1 && minutes <= most ? null : ("invalid_minutes", $"时间应在 1 至 {most} 分钟之间。");

    /// <summary>At most one a colour, and the worse the colour, the further the limit.</summary>
    private static (string, string)? Levels(IReadOnlyList<AlarmLevel>? levels, bool isBelow)
    {
        if (levels is not { Count: >= 1 and <= 4 }) return ("invalid_levels", "应有一至四级限值。");
        if (levels.Any(level => level is null || !double.IsFinite(level.Limit))) return ("invalid_levels", "限值应为有限的数。");
        if (levels.Select(level => Color(level.Color)).FirstOrDefault(fault => fault is not null) is { } fault) return fault;
        var ordered = levels.OrderBy(level => level.Color).ToList();
        for (var i = 1; i < ordered.Count; i++)
            if (ordered[i].Color == ordered[i - 1].Color || (isBelow ? ordered[i].Limit >= ordered[i - 1].Limit : ordered[i].Limit <= ordered[i - 1].Limit))
                return ("invalid_levels", "每种颜色一个限值，级别越高限值应越严重。");
        return null;
    }

    private static (string, string)? Ring(IReadOnlyList<LonLat>? ring) =>
        ring is { Count: >= 3 and <= MostCorners } && ring.All(corner => corner.IsOnEarth) ? null : ("invalid_ring", $"围栏应有 3 至 {MostCorners} 个有效的角点（经度、纬度，单位为度）。");

    /// <summary>All conditions; null when they are too many, too deep or empty.</summary>
    private static List<AlarmCondition>? Flat(AlarmCondition condition, int depth)
    {
        if (depth > 3 || condition is null) return null;
        var inner = condition switch { AlarmCondition.All all => all.Of, AlarmCondition.Any any => any.Of, _ => [] };
        if (condition is AlarmCondition.All or AlarmCondition.Any && inner is not { Count: > 0 }) return null;
        var found = new List<AlarmCondition> { condition };
        foreach (var one in inner)
        {
            if (Flat(one, depth + 1) is not { } parts) return null;
            found.AddRange(parts);
        }
        return found.Count <= MostParts ? found : null;
    }

    private static bool IsOfId(char letter) => letter is >= 'a' and <= 'z' or >= '0' and <= '9' or '-' or '_' or '.';

    private static bool IsText(string? text, int longest) => !string.IsNullOrWhiteSpace(text) && text.Length <= longest && !text.Any(IsControl);

    private static bool IsControl(char letter) => char.IsControl(letter);
}

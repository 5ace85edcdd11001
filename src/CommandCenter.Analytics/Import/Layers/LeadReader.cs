using System.Globalization;
using CommandCenter.Domain.Layers;
using CommandCenter.Domain.Status;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>Takes the lead attributes out of a row. A value that cannot be read is noted, and the row kept.</summary>
internal sealed class LeadReader(LeadFields fields)
{
    private const float Highest = 1000;

    public (string Class, WarningColor Severity, string Label, DateTimeOffset? At, float Height) Read(
        List<AttributeValue> attributes, Action<LayerFault> note)
    {
        var (kind, severity, label, at, height) = ("", WarningColor.None, "", default(DateTimeOffset?), 0f);
        foreach (var one in attributes)
        {
            if (one.Kind is ValueKind.Nothing) continue;
            var text = one.Kind switch { ValueKind.True => "true", ValueKind.False => "false", _ => one.Text };
            if (one.Name == fields.Class) kind = TextRules.Clean(text, TextRules.LongestLead, out _) ?? "";
            if (one.Name == fields.Label) label = TextRules.Clean(text, TextRules.LongestLead, out _) ?? "";
            if (one.Name == fields.Severity && !TrySeverity(text.Trim(), out severity)) note(Unreadable(LayerFault.SeverityUnreadable, one, "应为 0–4 或 蓝、黄、橙、红"));
            if (one.Name == fields.Time)
            {
                if (TryTime(text.Trim(), out var read)) at = read;
                else note(Unreadable(LayerFault.TimeUnreadable, one, "应为日期、ISO 8601 时间或 Unix 毫秒"));
            }
            if (one.Name == fields.Height && !TryHeight(text.Trim(), out height)) note(Unreadable(LayerFault.HeightUnreadable, one, $"应为 0–{Highest} 米的数字"));
        }
        return (kind, severity, label, at, height);
    }

    private static bool TryTime(string text, out DateTimeOffset at) =>
        LeadTime.TryRead(text, out at)
        || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && LeadTime.TryRead(milliseconds, out at);

    private static bool TryHeight(string text, out float height) =>
        float.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out height)
            && height is >= 0 and <= Highest
        || (height = 0) != 0;

    private static bool TrySeverity(string text, out WarningColor severity)
    {
        severity = text.Replace("色", "").Replace("预警", "").ToUpperInvariant() switch
        {
            "0" or "0.0" or "" or "无" or "NONE" => WarningColor.None,
            "1" or "1.0" or "蓝" or "BLUE" => WarningColor.Blue,
            "2" or "2.0" or "黄" or "YELLOW" => WarningColor.Yellow,
            "3" or "3.0" or "橙" or "ORANGE" => WarningColor.Orange,
            "4" or "4.0" or "红" or "RED" => WarningColor.Red,
            _ => (WarningColor)(-1),
        };
        if (Enum.IsDefined(severity)) return true;
        severity = WarningColor.None;
        return false;
    }

    private static LayerFault Unreadable(string code, AttributeValue one, string wanted) =>
        new(code, $"“{one.Name}”{wanted}，实为“{(one.Text.Length <= 40 ? one.Text : one.Text[..40] + "…")}”，按空处理");
}

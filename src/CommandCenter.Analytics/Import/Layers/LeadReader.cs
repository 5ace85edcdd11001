using System.Globalization;
using CommandCenter.Domain.Layers;
using CommandCenter.Domain.Status;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>Takes the lead attributes out of a row. A value that cannot be read is noted, and the row kept.</summary>
internal sealed class LeadReader(LeadFields fields)
{
    public (string Class, WarningColor Severity, string Label, DateTimeOffset? At, float Height) Read(
        List<AttributeValue> attributes, Action<LayerFault> note)
    {
        var (kind, severity, label, at, height) = ("", WarningColor.None, "", default(DateTimeOffset?), 0f);
        foreach (var one in attributes)
        {
            if (one.Kind is ValueKind.Nothing) continue;
            var text = one.Shown;
            if (one.Name == fields.Class) kind = TextRules.Clean(text, TextRules.LongestLead, out _) ?? "";
            if (one.Name == fields.Label) label = TextRules.Clean(text, TextRules.LongestLead, out _) ?? "";
            if (one.Name == fields.Severity && !TrySeverity(text.Trim(), out severity)) note(Unreadable(LayerFault.SeverityUnreadable, one, "应为 0–4 或 蓝、黄、橙、红"));
            if (one.Name == fields.Time)
            {
                if (TryTime(text.Trim(), out var read)) at = read;
                else note(Unreadable(LayerFault.TimeUnreadable, one, "应为日期、ISO 8601 时间或 Unix 毫秒"));
            }
            if (one.Name == fields.Height && !TryHeight(text.Trim(), out height)) note(Unreadable(LayerFault.HeightUnreadable, one, "应为 0–1000 米的数字"));
        }
        return (kind, severity, label, at, height);
    }

    private static bool TrySeverity(string text, out WarningColor severity)
    {
        severity = LeadValues.Severity(text);
        return severity is not WarningColor.None || text is "" or "0" or "无";
    }

    /// <summary>What is outside 1900–2200 is no time of an object but a mistake.</summary>
    private static bool TryTime(string text, out DateTimeOffset at)
    {
        at = LeadValues.Instant(text) ?? default;
        return at.Year is >= 1900 and <= 2200;
    }

    private static bool TryHeight(string text, out float height)
    {
        height = (float)LeadValues.Metres(text);
        return height > 0 || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var zero) && zero == 0;
    }

    private static LayerFault Unreadable(string code, AttributeValue one, string wanted) =>
        new(code, $"“{one.Name}”{wanted}，实为“{(one.Text.Length <= 40 ? one.Text : one.Text[..40] + "…")}”，按空处理");
}

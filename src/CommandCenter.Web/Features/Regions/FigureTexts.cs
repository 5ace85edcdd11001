using System.Globalization;
using CommandCenter.Domain.Indicators;
using CommandCenter.Domain.Status;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Regions;

/// <summary>The words around a published figure.</summary>
internal static class FigureTexts
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    /// <summary>575.37; ≤ 3; 约 6,000; a word as it stands; null without a value. A lower bound is drawn by the figure itself.</summary>
    public static string? Value(ProfileFigure figure) => figure switch
    {
        { Value: null } => null,
        { Shown: null } => figure.Value.Text,
        { Value.Bound: ValueBound.AtMost } => $"≤ {FigureText.Of(figure.Shown.Value.Number)}",
        { Value.Bound: ValueBound.About } => $"约 {FigureText.Of(figure.Shown.Value.Number)}",
        _ => FigureText.Of(figure.Shown.Value.Number),
    };

    public static string Unit(ProfileFigure figure) => figure.Shown?.Unit ?? figure.Value?.Unit ?? figure.Indicator.Unit;

    /// <summary>计划, 目标, 预计; null for what has happened.</summary>
    public static string? Nature(IndicatorValue value) => value.Nature switch
    {
        ValueNature.Plan => "计划",
        ValueNature.Target => "目标",
        ValueNature.Estimate => "预计",
        _ => null,
    };

    /// <summary>占预算 84.37%; null without a companion.</summary>
    public static string? Companion(ProfileFigure figure) =>
        figure.Companion is { Number: { } number } companion ? $"· {figure.Indicator.CompanionWord} {FigureText.Of(number)}{(companion.Unit is "位" ? " 位" : companion.Unit)}" : null;

    /// <summary>A period short enough for the foot of a column: 2024, 2020 上半年.</summary>
    public static string Short(Period period) => period.Kind is PeriodKind.Year ? period.Year!.Value.ToString(CultureInfo.InvariantCulture) : period.Label.Replace(" 年", "年").Replace(" 月", "月");

    /// <summary>期别 口径 核实状态 来源 发布单位 发布日期 入库 时效 修订.</summary>
    public static IReadOnlyList<PassportRow> Passport(ProfileFigure figure)
    {
        if (figure.Value is not { } value) return [new("缺失原因", "该级未公布，或公开来源中没有找到"), new("口径", Or(figure.Indicator.Basis, "—"))];
        var note = value.Period.Note.Length > 0 ? $"（{value.Period.Note}）" : "";
        List<PassportRow> rows =
        [
            new("期别", $"{value.Period.Label}{note}{(value.Period.Kind is PeriodKind.Quarters or PeriodKind.Months or PeriodKind.Year ? " · 累计" : "")}"),
            new("口径", Or(figure.Indicator.Basis, "来源未注明")),
            new("核实状态", Nature(value) ?? "来源未注明"),
            new("来源", value.SourceTitle),
            new("发布单位", value.Publisher, $"{value.Grade} 级"),
            new("发布日期", Or(value.PublishedOn, "来源未注明")),
            new("入库", $"{value.ImportedAt.ToOffset(Beijing).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} · 批次 {value.Batch:D4}"),
            new("时效", Timeliness(figure)),
            new("修订", value.Versions > 1 ? $"已修订 {value.Versions - 1} 次" : "首次公布，无修订"),
        ];
        if (figure.Shown is { } shown && shown.Unit != value.Unit) rows.Insert(1, new("原始数值", $"{value.Text} {value.Unit}"));
        if (value.Bound is ValueBound.AtLeast) rows.Insert(1, new("数值", "来源公布的是下限（“突破”“超”）"));
        return rows;
    }

    private static string Timeliness(ProfileFigure figure) => figure.Timeliness switch
    {
        null => figure.Value!.Nature is ValueNature.Plan or ValueNature.Target ? "计划或目标，尚未发生" : "口径年份未注明，无法判断",
        { NextDue: null } => "不定期公布",
        { Freshness: Freshness.Scheduled, NextDue: { } due } => $"按期；下一期应于 {Month(due)} 公布",
        { Freshness: Freshness.Due, NextDue: { } due } => $"下一期应于 {Month(due)} 公布，待更新",
        { NextDue: { } due } => $"下一期应于 {Month(due)} 公布，已过期",
    };

    private static string Month(DateOnly day) => day.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;
}

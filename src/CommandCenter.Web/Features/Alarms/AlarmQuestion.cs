using System.Globalization;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Alarms;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Status;
using CommandCenter.Store.Records;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Alarms;

/// <summary>Which alarms are asked for, as the address says it.</summary>
/// <param name="State"><c>open</c> (without shelved ones), <c>new</c> (nobody acknowledged), <c>shelved</c>, <c>closed</c>, <c>all</c>.</param>
/// <param name="Color">Worst colour: blue, yellow, orange, red.</param>
/// <param name="After">Id behind which to go on.</param>
internal sealed record AlarmQuestion(
    string? Region = null, string? State = null, string? Color = null, string? Rule = null, string? Device = null, string? Department = null,
    string? Type = null, string? Text = null, DateTimeOffset? From = null, DateTimeOffset? To = null, string? After = null, int? Limit = null)
{
    public const int MostRows = 500;
    private static readonly string[] States = ["open", "new", "shelved", "closed", "all"];

    public int Rows => Limit ?? 100;

    /// <summary>What is wrong with the question; null when nothing is.</summary>
    public Refusal? Fault() =>
        Region is not null && !RegionCode.TryParse(Region, out _) ? Bad("invalid_region", "区划代码应为 12 位数字。")
        : State is not null && !States.Contains(State) ? Bad("invalid_state", "state 应为 open、new、shelved、closed 或 all。")
        : Color is not null && ColorOf() is WarningColor.None ? Bad("invalid_color", "color 应为 red、orange、yellow 或 blue。")
        : Limit is < 1 or > MostRows ? Bad("invalid_limit", $"limit 应在 1 至 {MostRows} 之间。")
        : From >= To ? Bad("invalid_range", "from 应早于 to。")
        : new[] { Rule, Device, Department, Type, Text, After }.Any(text => text is { Length: > 100 }) ? Bad("invalid_filter", "筛选条件最多 100 个字符。")
        : null;

    /// <summary>The part of the caller's scope that is asked for; one that covers nothing when it is elsewhere.</summary>
    public RegionScope Within(RegionScope caller) =>
        Region is null ? caller
        : RegionCode.Parse(Region, CultureInfo.InvariantCulture) is var region && caller.Covers(region) ? caller.Within(region)
        : default;

    /// <summary>The alarms asked for, of a scope, the newest first.</summary>
    public IQueryable<AlarmRecord> Of(IQueryable<AlarmRecord> alarms, RegionScope scope)
    {
        var (first, last) = (scope.Root, RegionCode.FromNumber(scope.To - 1));
        var asked = alarms.Where(alarm => alarm.Region >= first && alarm.Region <= last);
        asked = State switch
        {
            null or "open" => asked.Where(alarm => alarm.ClosedAt == null && alarm.ShelvedUntil == null),
            "new" => asked.Where(alarm => alarm.ClosedAt == null && alarm.ShelvedUntil == null && alarm.AcknowledgedAt == null),
            "shelved" => asked.Where(alarm => alarm.ClosedAt == null && alarm.ShelvedUntil != null),
            "closed" => asked.Where(alarm => alarm.ClosedAt != null),
            _ => asked,
        };
        if (Color is not null && ColorOf() is var color) asked = asked.Where(alarm => alarm.Worst == color);
        if (Rule is not null) asked = asked.Where(alarm => alarm.Rule == Rule);
        if (Device is not null) asked = asked.Where(alarm => alarm.Device == Device);
        if (Department is not null) asked = asked.Where(alarm => alarm.Department == Department);
        if (Type is not null) asked = asked.Where(alarm => alarm.Type == Type);
        if (!string.IsNullOrWhiteSpace(Text)) asked = asked.Where(alarm => alarm.DeviceName.Contains(Text) || alarm.Device.Contains(Text) || alarm.RuleName.Contains(Text));
        if (From is { } since) asked = asked.Where(alarm => alarm.RaisedAt >= since);
        if (To is { } until) asked = asked.Where(alarm => alarm.RaisedAt < until);
        if (After is not null) asked = asked.Where(alarm => string.Compare(alarm.Id, After) < 0);
        return asked.OrderByDescending(alarm => alarm.Id).Take(Rows + 1);
    }

    private WarningColor ColorOf() => Enum.TryParse<WarningColor>(Color, ignoreCase: true, out var color) && Enum.IsDefined(color) && !char.IsAsciiDigit(Color![0]) ? color : WarningColor.None;

    private static Refusal Bad(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);
}

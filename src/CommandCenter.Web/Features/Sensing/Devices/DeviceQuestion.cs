using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Sensing.Devices;

/// <summary>Which devices somebody asks for. What is null does not narrow.</summary>
/// <param name="Scope">The region asked for, inside the caller's scope.</param>
/// <param name="Text">Part of number, name, address or responsible person.</param>
/// <param name="Missing">Key of a field that the type asks for and the device lacks; <c>any</c>: of any such field.</param>
/// <param name="After">Number of the last device of the page before.</param>
internal sealed record DeviceQuestion(
    RegionScope Scope, string? Type, string? Department, DeviceLifecycle? State, string? Text, string? Missing, string? After, int Limit)
{
    public const int Usual = 100;
    public const int Most = 500;
    public const string AnyField = "any";
    private const int LongestText = 100;

    /// <summary>Reads what came in a query string.</summary>
    public static Outcome<DeviceQuestion> Read(RegionScope caller, RegionTree tree, DeviceFilter filter)
    {
        if (filter.Limit is < 1 or > Most) return Bad("invalid_limit", $"limit 应在 1 到 {Most} 之间。");
        if (filter.Text?.Length > LongestText) return Bad("invalid_text", $"查找的文字不超过 {LongestText} 个字符。");
        var region = Region(caller, tree, filter.Region);
        if (region.Refusal is { } refusal) return refusal;
        DeviceLifecycle? state = null;
        if (Given(filter.State) is { } word && (state = DeviceWords.State(word)) is null)
            return Bad("invalid_state", "state 应为 waiting、online、offline 或 disabled。");
        if (Given(filter.Missing) is { } field && field != AnyField && DeviceField.Find(field) is null)
            return Bad("invalid_field", $"missing 应为 {AnyField} 或设备字段：{string.Join(' ', DeviceField.All.Select(one => one.Key))}。");
        if (Given(filter.After) is { } after && !DeviceWish.IsNumber(after)) return Bad("invalid_after", "after 应为上一页最后一台设备的编号。");
        return new DeviceQuestion(
            region.Value!.Scope, Given(filter.Type), Given(filter.Department), state, Given(filter.Text), Given(filter.Missing), Given(filter.After), filter.Limit ?? Usual);
    }

    /// <summary>The part of the caller's scope that a region code names; the whole scope when there is none.</summary>
    public static Outcome<AskedRegion> Region(RegionScope caller, RegionTree tree, string? code)
    {
        if (Given(code) is not { } text) return new AskedRegion(caller);
        if (!RegionCode.TryParse(text, null, out var region)) return Bad("invalid_region_code", "区划代码应为 12 位数字。");
        return caller.Covers(region) && tree.Find(region) is not null
            ? new AskedRegion(caller.Within(region))
            : new Refusal(StatusCodes.Status404NotFound, "region_not_found", "没有找到该区划。");
    }

    public bool Takes(DeviceState state, CurrentState current, DeviceType type, DateTimeOffset now)
    {
        var device = state.Device;
        return (Type is null || device.Type == Type)
            && (Department is null || device.Department == Department)
            && (State is null || current.StateOf(state, now) == State)
            && (Missing is null || DeviceField.Missing(device, type).Any(field => Missing is AnyField || field.Key == Missing))
            && (Text is null || Has(device.Name) || Has(device.Id) || Has(device.Card.Address) || Has(device.Card.Responsible));
    }

    private bool Has(string? text) => text is not null && text.Contains(Text!, StringComparison.OrdinalIgnoreCase);

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static Refusal Bad(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);
}

/// <summary>A part of the caller's scope.</summary>
internal sealed record AskedRegion(RegionScope Scope);

/// <summary>The query string of a list of devices.</summary>
internal sealed record DeviceFilter(
    string? Region = null, string? Type = null, string? Department = null, string? State = null, string? Text = null, string? Missing = null, string? After = null, int? Limit = null);

using System.Security.Claims;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Analytics.Sensing;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;
using CommandCenter.Web.Map;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Sensing;

/// <summary>Reads what an address asks of a series, within what the caller may see.</summary>
internal sealed class SeriesDesk(SeriesQueries queries, AnomalyQueries anomalies, CurrentState state, DeviceRegister register, AtlasHolder atlases, Func<RawRetention> retention, SensingOptions options, TimeProvider clock)
{
    private const int LongestName = 64;

    /// <summary>The question, or the answer that refuses it.</summary>
    public (DeviceSeriesQuestion? Question, Metric? Metric, IResult? Refusal) Device(ClaimsPrincipal user, string id, string? metric, string? from, string? to)
    {
        var scope = user.RegionScope();
        if (state.Find(scope, id) is not { } device) return (null, null, Problem.NotFound("device_not_found", "没有找到该设备。"));
        if (Metric(metric) is not { } known) return (null, null, UnknownMetric());
        if (Range(from, to, out var range) is { } refusal) return (null, null, refusal);
        return (new()
        {
            Scope = scope,
            Device = id,
            Metric = known.Key,
            From = range.From,
            To = range.To,
            RawFrom = retention().KeptFrom(device.Device.Type, clock.GetUtcNow()),
            HoursFrom = options.HoursFrom(clock.GetUtcNow()),
        }, known, null);
    }

    /// <summary>The question, or the answer that refuses it.</summary>
    public (RegionSeriesQuestion? Question, Metric? Metric, IResult? Refusal) Region(
        ClaimsPrincipal user, string? region, string? type, string? metric, string? from, string? to)
    {
        if (!RegionCode.TryParse(region, null, out var code)) return (null, null, Problem.BadRequest("invalid_region_code", "区划代码应为 12 位数字。"));
        if (!user.RegionScope().Covers(code) || atlases.Current.Tree.Find(code) is null)
            return (null, null, Problem.NotFound("region_not_found", "没有找到该区划。"));
        if (type?.Length is 0 or > LongestName) return (null, null, Problem.BadRequest("invalid_type", $"type 应为 1 至 {LongestName} 个字符。"));
        if (Metric(metric) is not { } known) return (null, null, UnknownMetric());
        if (Range(from, to, out var range) is { } refusal) return (null, null, refusal);
        return (new() { Scope = user.RegionScope().Within(code), Type = type, Metric = known.Key, From = range.From, To = range.To }, known, null);
    }

    public Task<Series> ReadAsync(DeviceSeriesQuestion question, CancellationToken cancel) => queries.DeviceAsync(question, cancel);

    public Task<Series> ReadAsync(RegionSeriesQuestion question, CancellationToken cancel) => queries.RegionAsync(question, cancel);

    /// <summary>On minutes at the shortest: what stands out for a second is no matter of rhythm.</summary>
    public Task<SeriesFindings> ExamineAsync(DeviceSeriesQuestion question, CancellationToken cancel) =>
        anomalies.DeviceAsync(question with { Shortest = SeriesStep.Minute }, cancel);

    public Task<SeriesFindings> ExamineAsync(RegionSeriesQuestion question, CancellationToken cancel) => anomalies.RegionAsync(question, cancel);

    private Metric? Metric(string? key) => string.IsNullOrEmpty(key) ? null : register.Metric(key);

    private static IResult UnknownMetric() => Problem.NotFound("metric_not_found", "没有找到该指标。");

    private static IResult? Range(string? from, string? to, out (DateTimeOffset From, DateTimeOffset To) range)
    {
        range = default;
        if (!AskedTime.TryRead(from, out var first) || !AskedTime.TryRead(to, out var last)) return Problem.BadRequest("invalid_time", AskedTime.Form);
        if (first >= last) return Problem.BadRequest("empty_range", "from 应早于 to。");
        if (last - first > SeriesStep.LongestRange) return Problem.BadRequest("range_too_long", "一次最多查询十年。");
        range = (first, last);
        return null;
    }
}

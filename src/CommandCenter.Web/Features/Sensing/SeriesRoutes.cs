using System.Security.Claims;
using CommandCenter.Analytics.Sensing;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Web.Features.Sensing;

/// <summary>Series of measured values: at most 2,000 buckets, whatever the range.</summary>
internal static class SeriesRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/devices/{id}/series", DeviceAsync).RequireAuthorization(Permissions.View).WithTags("sensing")
            .Produces<SeriesView>().WithSummary("A metric of a device, from … to (exclusive): least, mean, most and number of readings of each bucket.");
        routes.MapGet("/api/v1/sensing/series", RegionAsync).RequireAuthorization(Permissions.View).WithTags("sensing")
            .Produces<SeriesView>().WithSummary("A metric of all devices of a type in a region, from … to (exclusive); without type: of every type.");
        routes.MapGet("/api/v1/devices/{id}/series/anomalies", ExamineDeviceAsync).RequireAuthorization(Permissions.View).WithTags("sensing")
            .Produces<FindingsView>().WithSummary("What stands out of a device's series, its rhythm, and a forecast of one period.");
        routes.MapGet("/api/v1/sensing/series/anomalies", ExamineRegionAsync).RequireAuthorization(Permissions.View).WithTags("sensing")
            .Produces<FindingsView>().WithSummary("What stands out of a region's series, its rhythm, and a forecast of one period.");
    }

    private static async Task<IResult> ExamineDeviceAsync(
        SeriesDesk desk, ClaimsPrincipal user, string id, string? metric, string? from, string? to, CancellationToken cancel)
    {
        var (question, known, refusal) = desk.Device(user, id, metric, from, to);
        return question is null ? refusal! : Results.Ok(FindingsView.Of(known!, await desk.ExamineAsync(question, cancel)));
    }

    private static async Task<IResult> ExamineRegionAsync(
        SeriesDesk desk, ClaimsPrincipal user, string? region, string? type, string? metric, string? from, string? to, CancellationToken cancel)
    {
        var (question, known, refusal) = desk.Region(user, region, type, metric, from, to);
        return question is null ? refusal! : Results.Ok(FindingsView.Of(known!, await desk.ExamineAsync(question, cancel)));
    }

    private static async Task<IResult> DeviceAsync(
        SeriesDesk desk, ClaimsPrincipal user, string id, string? metric, string? from, string? to, CancellationToken cancel)
    {
        var (question, known, refusal) = desk.Device(user, id, metric, from, to);
        return question is null ? refusal! : Results.Ok(SeriesView.Of(known!, await desk.ReadAsync(question, cancel)));
    }

    private static async Task<IResult> RegionAsync(
        SeriesDesk desk, ClaimsPrincipal user, string? region, string? type, string? metric, string? from, string? to, CancellationToken cancel)
    {
        var (question, known, refusal) = desk.Region(user, region, type, metric, from, to);
        return question is null ? refusal! : Results.Ok(SeriesView.Of(known!, await desk.ReadAsync(question, cancel)));
    }

    /// <param name="From">Beginning of the first bucket: what was asked for, moved back to a whole step.</param>
    /// <param name="To">End of the last bucket, exclusive.</param>
    /// <param name="StepSeconds">Length of a bucket; a longer range has longer ones.</param>
    /// <param name="Points">Buckets without a reading are left out.</param>
    private sealed record SeriesView(
        string Metric, string Name, string Unit, DateTimeOffset From, DateTimeOffset To, int StepSeconds, IReadOnlyList<SeriesBucket> Points)
    {
        public static SeriesView Of(Metric metric, Series series) =>
            new(metric.Key, metric.Name, metric.Unit, series.From, series.To, series.Step.Seconds, series.Buckets);
    }

    /// <param name="PeriodSeconds">After how long the series repeats itself; null when no rhythm was seen.</param>
    /// <param name="Caution">What cannot be told, a sentence for people.</param>
    private sealed record FindingsView(
        string Metric, string Name, string Unit, DateTimeOffset From, DateTimeOffset To, int StepSeconds, int? PeriodSeconds,
        IReadOnlyList<Outlier> Outliers, IReadOnlyList<Forecast> Forecast, string? Caution)
    {
        public static FindingsView Of(Metric metric, SeriesFindings found) => new(
            metric.Key, metric.Name, metric.Unit, found.Series.From, found.Series.To, found.Series.Step.Seconds,
            (int?)found.Period?.TotalSeconds, found.Outliers, found.Forecast, found.Caution);
    }
}

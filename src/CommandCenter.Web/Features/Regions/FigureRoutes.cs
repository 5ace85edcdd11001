using System.Globalization;
using System.Security.Claims;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Indicators;
using CommandCenter.Web.Indicators;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Regions;

/// <summary>Published figures: the profile of a region, and the values of an indicator.</summary>
internal static class FigureRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/regions/{code}/profile", ProfileAsync).RequireAuthorization(Permissions.View).WithTags("regions")
            .Produces<ProfileView>().WithSummary("The region in five dimensions, each figure with its passport.");
        routes.MapGet("/api/v1/indicators", ValuesAsync).RequireAuthorization(Permissions.View).WithTags("indicators")
            .Produces<ValueView[]>().WithSummary("Values of a region, one indicator or all, whose period ends from … to (years, inclusive).");
    }

    private static Task<IResult> ProfileAsync(RegionsDesk desk, Almanac almanac, ClaimsPrincipal user, string code, CancellationToken cancel) =>
        WithAsync(desk, user, code, async region =>
            Results.Ok(ProfileView.Of(RegionView.Of(region, desk), await almanac.ProfileAsync(user.RegionScope(), region, cancel))));

    private static Task<IResult> ValuesAsync(
        RegionsDesk desk, Almanac almanac, ClaimsPrincipal user, string? region, string? indicator, string? from, string? to, CancellationToken cancel)
    {
        if (!TryYear(from, 0, out var first) || !TryYear(to, 9999, out var last) || first > last)
            return Task.FromResult(Problem.BadRequest("invalid_period", "from、to 应为四位年份，且 from 不大于 to。"));
        return WithAsync(desk, user, region ?? "", async found =>
        {
            var values = await almanac.ValuesAsync(user.RegionScope(), [found], cancel);
            return Results.Ok(values
                .Where(value => indicator is null || value.Indicator == indicator)
                .Where(value => from is null && to is null || value.Period.Year is { } year && year >= first && year <= last)
                .OrderBy(value => value.Indicator, StringComparer.Ordinal).ThenBy(value => value.Period)
                .Select(ValueView.Of));
        });
    }

    private static async Task<IResult> WithAsync(RegionsDesk desk, ClaimsPrincipal user, string code, Func<Region, Task<IResult>> answer)
    {
        Region? found = null;
        var refusal = RegionRoutes.With(desk, user, code, region => { found = region; return Results.Empty; });
        return found is null ? refusal : await answer(found);
    }

    private static bool TryYear(string? text, int otherwise, out int year)
    {
        year = otherwise;
        return text is null || text.Length == 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out year);
    }
}

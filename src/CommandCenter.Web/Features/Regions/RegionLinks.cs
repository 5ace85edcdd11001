using Microsoft.AspNetCore.WebUtilities;

namespace CommandCenter.Web.Features.Regions;

/// <summary>Addresses of region pages: every view can be linked, or put on a wall.</summary>
/// <param name="Indicator">The chosen figure; null for the page's own choice.</param>
/// <param name="Period">As <c>PeriodFilter.Text</c> gives it; null for the newest.</param>
/// <param name="Passport">Whether its passport is open.</param>
public sealed record RegionLinks(string Code, string? Indicator, string? Period, bool Passport)
{
    public string Self => QueryHelpers.AddQueryString($"/regions/{Code}", new Dictionary<string, string?>
    {
        ["indicator"] = Indicator,
        ["period"] = Period,
        ["passport"] = Passport ? "1" : null,
    }.Where(pair => pair.Value is not null));

    /// <summary>The same figure and period in another region.</summary>
    public string To(string code) => (this with { Code = code, Passport = false }).Self;

    /// <summary>Another figure of the same region, with its passport open.</summary>
    public string Choose(string indicator) => (this with { Indicator = indicator, Passport = true }).Self;

    public string At(string? period) => (this with { Period = period, Passport = false }).Self;

    public string Closed => (this with { Passport = false }).Self;
}

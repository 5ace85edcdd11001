using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Indicators;
using CommandCenter.Domain.Status;
using CommandCenter.Web.Map;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Indicators;

/// <summary>One indicator across regions, as a table ranks it and a map fills it.</summary>
/// <param name="Rows">The largest first; regions without a value last.</param>
/// <param name="WhyNotRanked">In Chinese why no place is told; null when places are.</param>
/// <param name="Breaks">Classes of the map; without limits where there is nothing to compare.</param>
public sealed record Comparison(Indicator Indicator, IReadOnlyList<ComparedRegion> Rows, string? WhyNotRanked, ClassBreaks Breaks)
{
    /// <param name="values">Values of the indicator and of its published growth.</param>
    /// <param name="word">What the regions are called: 县（市、区）.</param>
    public static Comparison Of(Indicator indicator, IReadOnlyList<Region> regions, IReadOnlyList<IndicatorValue> values, string word, DateOnly today)
    {
        var byRegion = values.ToLookup(value => value.Region);
        var figures = regions.ToDictionary(
            region => region.Code,
            region => RegionProfile.Figure(indicator, byRegion[region.Code].ToLookup(value => value.Indicator), today));
        var ranking = Ranking.Of(indicator, [.. regions.Select(region => (region, figures[region.Code].Value))], word);
        return new(
            indicator,
            [.. ranking.Rows.Select(row => new ComparedRegion(row.Region, figures[row.Region.Code], row.Rank))],
            ranking.WhyNotRanked,
            ClassBreaks.Of([.. figures.Values.Where(figure => figure.Shown is not null).Select(figure => figure.Shown!.Value.Number)]));
    }

    public bool HasValues => Rows.Any(row => row.Figure.Shown is not null);

    /// <summary>Some value is past its time: the map hatches it, its legend says so.</summary>
    public bool HasOld => Rows.Any(row => row.IsOld);

    public bool HasGaps => Rows.Any(row => row.Figure.Shown is null);

    public IReadOnlyList<MapFigure> OnMap() =>
    [
        .. Rows.Select(row => row.Figure.Shown is { } shown
            ? new MapFigure(row.Region.Code, Breaks.Grade(shown.Number), row.IsOld, FigureText.Of(shown.Number), row.Figure.Value!.Period.Label)
            : new MapFigure(row.Region.Code, null, false, null, "暂无公开数据")),
    ];

    /// <param name="href">Where a row leads; null: nowhere, as on a wall.</param>
    public IReadOnlyList<RankRow> InTable(RegionCode selected, Func<Region, string>? href = null) =>
    [
        .. Rows.Select(row => new RankRow(row.Region.Name, (double?)row.Figure.Shown?.Number, row.Figure.Shown is { } shown ? FigureText.Of(shown.Number) : null)
        {
            Href = href?.Invoke(row.Region),
            Place = row.Place,
            Growth = row.Figure.Growth,
            Period = row.Figure.Value?.Period.Label,
            Grade = row.Figure.Value?.Grade.ToString(),
            Stale = row.IsOld,
            Selected = row.Region.Code == selected,
        }),
    ];
}

/// <param name="Place">Its place among the compared; null where places would not be fair.</param>
public sealed record ComparedRegion(Region Region, ProfileFigure Figure, int? Place)
{
    public bool IsOld => Figure.Timeliness?.Freshness is Freshness.Expired;
}

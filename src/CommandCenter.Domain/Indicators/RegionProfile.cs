using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Status;

namespace CommandCenter.Domain.Indicators;

/// <summary>A figure of a profile as it is drawn; <see cref="Value"/> is null where nothing is published.</summary>
/// <param name="Shown">The number in the unit of the catalogue; null when there is none or it is a word.</param>
/// <param name="Growth">The published growth or the computed difference; null when neither is at hand.</param>
/// <param name="GrowthUnit">%, 点, 万.</param>
/// <param name="Companion">The second figure of its note.</param>
public sealed record ProfileFigure(
    Indicator Indicator,
    IndicatorValue? Value,
    Measure? Shown,
    decimal? Growth,
    string GrowthUnit,
    Timeliness? Timeliness,
    IndicatorValue? Companion);

/// <summary>One column of a profile.</summary>
/// <param name="Freshness">The best of its figures; null without any dated one.</param>
/// <param name="Newest">Period of the newest figure; null without any.</param>
public sealed record ProfileDimension(Dimension Dimension, IReadOnlyList<ProfileFigure> Figures, Freshness? Freshness, Period? Newest);

/// <summary>The profile of a region in the five dimensions.</summary>
public sealed record RegionProfile(IReadOnlyList<ProfileDimension> Dimensions)
{
    /// <summary>So many figures stand in a column.</summary>
    public const int FiguresPerDimension = 5;

    public int Total => Dimensions.Sum(dimension => dimension.Figures.Count);

    public int Published => Dimensions.Sum(dimension => dimension.Figures.Count(figure => figure.Value is not null));

    public int Expired => Dimensions.Sum(dimension => dimension.Figures.Count(figure => figure.Timeliness?.Freshness is Freshness.Expired));

    /// <summary>In each dimension the figures that lead at this level come first; where they are not published, others that are
    /// take their place, and the missing ones stand last, so that a gap is seen.</summary>
    /// <param name="catalog">All indicators.</param>
    /// <param name="values">All values of the region; of other regions none.</param>
    /// <param name="today">Decides what is overdue.</param>
    public static RegionProfile Of(IReadOnlyList<Indicator> catalog, IReadOnlyList<IndicatorValue> values, RegionLevel level, DateOnly today)
    {
        var byIndicator = values.ToLookup(value => value.Indicator);
        return new([.. DimensionNames.All.Select(dimension => Column(dimension,
            [.. catalog.Where(indicator => indicator.Dimension == dimension).OrderBy(indicator => indicator.Order)], byIndicator, level, today))]);
    }

    /// <summary>The figure of one indicator from the values of one region.</summary>
    public static ProfileFigure Figure(Indicator indicator, ILookup<string, IndicatorValue> values, DateOnly today)
    {
        var best = ValueChoice.Best(values[indicator.Name], indicator.Cadence is Cadence.Yearly);
        if (best is null) return new(indicator, null, null, null, "", null, null);
        var shown = Measure.Of(best, indicator.Unit);
        var (growth, unit) = indicator.Growth switch
        {
            GrowthKind.Published => (Same(values[indicator.GrowthIndicator], best)?.Number, "%"),
            GrowthKind.Difference => (Difference(indicator, values, best, shown), indicator.GrowthWord),
            _ => (null, ""),
        };
        var companion = indicator.Companion.Length > 0 ? Same(values[indicator.Companion], best) : null;
        var timeliness = best.Nature is ValueNature.Target or ValueNature.Plan ? null : Timeliness.Of(best.Period, indicator.Cadence, today);
        return new(indicator, best, shown, growth, unit, timeliness, companion);
    }

    private static ProfileDimension Column(
        Dimension dimension, IReadOnlyList<Indicator> indicators, ILookup<string, IndicatorValue> values, RegionLevel level, DateOnly today)
    {
        bool Leads(Indicator indicator) => indicator.Leads.Contains(level);
        var published = indicators.Where(indicator => values.Contains(indicator.Name)).OrderByDescending(Leads).ThenBy(indicator => indicator.Order);
        var missing = indicators.Where(indicator => Leads(indicator) && !values.Contains(indicator.Name));
        ProfileFigure[] figures = [.. published.Concat(missing).Take(FiguresPerDimension).Select(indicator => Figure(indicator, values, today))];
        var dated = figures.Where(figure => figure.Timeliness is not null).ToArray();
        return new(dimension, figures,
            dated.Length > 0 ? dated.Min(figure => figure.Timeliness!.Freshness) : null,
            dated.Select(figure => figure.Value!.Period).Max());
    }

    private static IndicatorValue? Same(IEnumerable<IndicatorValue> values, IndicatorValue other) =>
        ValueChoice.Best(values.Where(value => value.Period.IsSameAs(other.Period)));

    private static decimal? Difference(Indicator indicator, ILookup<string, IndicatorValue> values, IndicatorValue best, Measure? shown)
    {
        var before = ValueChoice.Best(values[indicator.Name].Where(value =>
            value.Period.Kind == best.Period.Kind && value.Period.End == best.Period.End?.AddYears(-1)));
        return before is null ? null : shown?.Number - Measure.Of(before, indicator.Unit)?.Number;
    }
}

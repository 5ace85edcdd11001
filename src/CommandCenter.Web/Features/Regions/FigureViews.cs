using CommandCenter.Domain.Indicators;

namespace CommandCenter.Web.Features.Regions;

/// <summary>A published value with its passport, as the HTTP interface gives it.</summary>
/// <param name="Value">The source's own digits.</param>
/// <param name="Number">The same as a number; null when it is a word.</param>
/// <param name="Nature"><c>actual estimate target plan</c>.</param>
/// <param name="Bound"><c>exact atLeast about atMost</c>.</param>
/// <param name="Grade">A official, B repost, C roundup.</param>
/// <param name="Published">Day or month in the source's title; null when it tells none.</param>
/// <param name="AsOf">When it was imported.</param>
internal sealed record ValueView(
    string Region,
    string Indicator,
    string Value,
    decimal? Number,
    string Unit,
    PeriodView Period,
    string Nature,
    string Bound,
    string Source,
    string Publisher,
    string Grade,
    string? Published,
    DateTimeOffset AsOf,
    uint Batch)
{
    public static ValueView Of(IndicatorValue value) => new(
        value.Region.ToString(), value.Indicator, value.Text, value.Number, value.Unit,
        new(value.Period.Text, value.Period.Label, value.Period.End),
        Camel(value.Nature.ToString()), Camel(value.Bound.ToString()),
        value.SourceTitle, value.Publisher, value.Grade.ToString(),
        value.PublishedOn.Length > 0 ? value.PublishedOn : null, value.ImportedAt, value.Batch);

    internal static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}

/// <param name="Text">The source's words.</param>
/// <param name="End">Last day; null when the source tells no year.</param>
internal sealed record PeriodView(string Text, string Label, DateOnly? End);

/// <summary>A figure of a profile; <c>value</c> is null where nothing is published (暂无公开数据).</summary>
/// <param name="Shown">The number in <c>unit</c>, the unit of the catalogue.</param>
/// <param name="Freshness"><c>scheduled due expired</c>; null when the period has no year.</param>
/// <param name="NextDue">Last day of the month in which the next value should be public.</param>
internal sealed record FigureView(
    string Indicator,
    decimal? Shown,
    string Unit,
    decimal? Growth,
    string? GrowthUnit,
    string? GrowthBasis,
    string? Basis,
    string? Freshness,
    DateOnly? NextDue,
    ValueView? Value)
{
    public static FigureView Of(ProfileFigure figure) => new(
        figure.Indicator.Name,
        figure.Shown?.Number,
        figure.Shown?.Unit ?? figure.Indicator.Unit,
        figure.Growth,
        figure.Growth is null ? null : figure.GrowthUnit,
        figure.Growth is null || figure.Indicator.Growth is not GrowthKind.Published ? null : figure.Indicator.GrowthWord,
        figure.Indicator.Basis.Length > 0 ? figure.Indicator.Basis : null,
        figure.Timeliness is null ? null : ValueView.Camel(figure.Timeliness.Freshness.ToString()),
        figure.Timeliness?.NextDue,
        figure.Value is null ? null : ValueView.Of(figure.Value));
}

internal sealed record DimensionView(string Dimension, IReadOnlyList<FigureView> Figures);

/// <param name="Published">How many of <c>total</c> figures are published.</param>
internal sealed record ProfileView(RegionView Region, int Published, int Total, int Expired, IReadOnlyList<DimensionView> Dimensions)
{
    public static ProfileView Of(RegionView region, RegionProfile profile) => new(
        region, profile.Published, profile.Total, profile.Expired,
        [.. profile.Dimensions.Select(dimension => new DimensionView(dimension.Dimension.Name(), [.. dimension.Figures.Select(FigureView.Of)]))]);
}

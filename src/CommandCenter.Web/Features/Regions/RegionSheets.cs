using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Indicators;
using CommandCenter.Web.Indicators;

namespace CommandCenter.Web.Features.Regions;

/// <summary>Composes the sheet of a region: one reading of its own figures, one of the chosen figure around it.</summary>
internal sealed class RegionSheets(Almanac almanac)
{
    public async Task<RegionSheet> ComposeAsync(
        RegionScope scope, RegionTree tree, Region region, RegionCounts counts, SheetQuestion question, CancellationToken cancel)
    {
        var own = await almanac.ValuesAsync(scope, [region], cancel);
        var profile = RegionProfile.Of(almanac.Catalog, [.. own.Where(question.Period.Lets)], region.Level, almanac.Today);
        var chosen = Choose(profile, question, own);

        var children = tree.Children(region.Code);
        var siblings = region.Parent is { } parent ? tree.Children(parent).Where(sibling => scope.Covers(sibling.Code)).ToArray() : [];
        var around = chosen is null ? [] : await almanac.ValuesAsync(scope, children.Concat(siblings), chosen.Indicator, cancel);
        var byRegion = around.Where(question.Period.Lets).ToLookup(value => value.Region);
        (Region, ProfileFigure)[] Figures(IEnumerable<Region> regions) => chosen is null ? [] : [.. regions.Select(one =>
            (one, RegionProfile.Figure(chosen.Indicator, byRegion[one.Code].ToLookup(value => value.Indicator), almanac.Today)))];
        var ofChildren = Figures(children);
        var ofSiblings = Figures(siblings);
        var compared = region.Parent is null ? ofChildren : siblings.Length > 1 ? ofSiblings : [];

        return new(
            region, tree.Path(region.Code), counts,
            ValueChoice.Best(own.Where(value => value.Indicator == RegionSheet.LandArea)),
            profile, chosen,
            chosen is null ? [] : ValueChoice.Series(own.Where(value => value.Indicator == chosen.Indicator.Name)),
            chosen is null || compared.Length == 0 ? null : Ranking.Of(
                chosen.Indicator, [.. compared.Select(pair => (pair.Item1, pair.Item2.Value))], RegionSheet.Word(compared[0].Item1.Level)),
            region.Parent is null, ofChildren, ofSiblings,
            [.. own.Concat(around)
                .Where(value => value.Indicator == chosen?.Indicator.Name && value.Period.Year is not null)
                .Select(value => value.Period.Year!.Value).Distinct().OrderDescending()],
            almanac.Today);
    }

    /// <summary>The asked figure, also one that is not in the profile; otherwise the first that is published, otherwise the first.</summary>
    private ProfileFigure? Choose(RegionProfile profile, SheetQuestion question, IReadOnlyList<IndicatorValue> own)
    {
        var figures = profile.Dimensions.SelectMany(dimension => dimension.Figures).ToArray();
        if (question.Indicator is { } name && almanac.Find(name) is { } asked)
            return figures.FirstOrDefault(figure => figure.Indicator.Name == name)
                ?? RegionProfile.Figure(asked, own.Where(question.Period.Lets).ToLookup(value => value.Indicator), almanac.Today);
        return figures.FirstOrDefault(figure => figure.Value is not null) ?? figures.FirstOrDefault();
    }
}

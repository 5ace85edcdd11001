using CommandCenter.Domain.Geography;

namespace CommandCenter.Domain.Indicators;

/// <summary>About how many people live in an area that follows no border: those of each region by the part of its land, as if they lived
/// evenly spread. Of a town that publishes no number, its part of the county's.</summary>
/// <param name="People">Persons, rounded to ten; null when no region publishes a number.</param>
/// <param name="Sources">The figures it was made of.</param>
/// <param name="Without">Regions that are not in it: neither they nor their counties publish a number the caller may see.</param>
public sealed record PeopleInArea(long? People, IReadOnlyList<IndicatorValue> Sources, IReadOnlyList<RegionCode> Without)
{
    /// <summary>What counts as the number of residents, the newer census of a town first.</summary>
    public static IReadOnlyList<string> Indicators { get; } = ["常住人口", "常住人口（七普）"];

    /// <param name="parts">Regions that the area meets: the share of each, 0–1, and its part of its county's area, 0–1.</param>
    /// <param name="values">Of <see cref="Indicators"/>, of these regions and their counties.</param>
    public static PeopleInArea Of(IReadOnlyList<(Region Region, double Share, double PartOfCounty)> parts, IEnumerable<IndicatorValue> values)
    {
        var best = values.Where(value => Persons(value) is not null).GroupBy(value => value.Region)
            .ToDictionary(same => same.Key, same => ValueChoice.Best(same, wholeYears: true)!);
        var (people, sources, without) = (0.0, new List<IndicatorValue>(), new List<RegionCode>());
        foreach (var (region, share, partOfCounty) in parts)
        {
            var isOwn = best.TryGetValue(region.Code, out var value);
            if (!isOwn && (region.Parent is not { } county || !best.TryGetValue(county, out value)))
            {
                without.Add(region.Code);
                continue;
            }
            people += (double)Persons(value!)!.Value * share * (isOwn ? 1 : partOfCounty);
            if (!sources.Contains(value!)) sources.Add(value!);
        }
        return new(sources.Count == 0 ? null : (long)Math.Round(people / 10) * 10, sources, without);
    }

    private static decimal? Persons(IndicatorValue value) => value switch
    {
        { Nature: ValueNature.Actual, Number: > 0, Unit: "人" } => value.Number,
        { Nature: ValueNature.Actual, Number: > 0, Unit: "万人" } => value.Number * 10_000,
        _ => null,
    };
}

using CommandCenter.Domain.Access;

namespace CommandCenter.Domain.Geography;

/// <summary>Finds regions by name, pinyin initials or code.</summary>
public static class RegionSearch
{
    /// <summary>The best matches in <paramref name="scope"/>: a name that begins so before one that contains it, higher
    /// levels before lower ones, then in code order. Empty for blank text.</summary>
    /// <param name="limit">At most so many, 1 … 100.</param>
    public static IReadOnlyList<Region> Find(RegionTree tree, RegionScope scope, string text, int limit)
    {
        var wanted = text.Trim();
        if (wanted.Length == 0) return [];
        return [.. tree.All
            .Where(region => scope.Covers(region.Code))
            .Select(region => (Region: region, Rank: Rank(region, wanted)))
            .Where(match => match.Rank is not null)
            .OrderBy(match => match.Rank)
            .ThenBy(match => match.Region.Level)
            .ThenBy(match => match.Region.Code)
            .Take(Math.Clamp(limit, 1, 100))
            .Select(match => match.Region)];
    }

    private static int? Rank(Region region, string wanted)
    {
        if (wanted.All(char.IsAsciiDigit)) return region.Code.ToString().StartsWith(wanted, StringComparison.Ordinal) ? 0 : null;
        if (region.Name.StartsWith(wanted, StringComparison.Ordinal)) return 0;
        if (region.Initials.StartsWith(wanted, StringComparison.OrdinalIgnoreCase)) return 1;
        return region.Name.Contains(wanted, StringComparison.Ordinal) ? 2 : null;
    }
}

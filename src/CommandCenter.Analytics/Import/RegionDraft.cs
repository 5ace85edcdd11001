using CommandCenter.Analytics.Spatial;
using CommandCenter.Domain.Geography;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Union;

namespace CommandCenter.Analytics.Import;

/// <summary>The regions of a folder while it is being read: finds parents, seats, areas and sums of boundaries, and refuses
/// the row that does not fit into one tree.</summary>
internal sealed class RegionDraft
{
    private readonly Dictionary<RegionCode, Entry> _entries = [];

    /// <param name="Refused">Makes the exception that names the row's place.</param>
    internal sealed record Entry(RegionCode Code, string Name, RegionLevel Level, string Kind, Func<string, ImportException> Refused)
    {
        public RegionCode? Parent { get; init; }
        public LonLat? Seat { get; set; }
        public Geometry? Area { get; set; }
        public string BoundaryNote { get; set; } = "";
        public bool IsVirtual { get; init; }
        public bool IsSpecialUnit { get; init; }
    }

    public void Add(Entry entry)
    {
        if (!_entries.TryAdd(entry.Code, entry)) throw entry.Refused($"区划代码 {entry.Code} 重复");
    }

    /// <summary>County part 01–20 is a district of a city, 21–80 a county, 81–99 a county-level city (GB/T 2260).</summary>
    public static string KindOf(RegionCode code, RegionLevel level) => level switch
    {
        RegionLevel.County => (code.Number / 1_000_000 % 100) switch { <= 20 => "市辖区", <= 80 => "县", _ => "县级市" },
        RegionLevel.Town => (code.Number / 1_000 % 1_000) switch { < 100 => "街道", < 200 => "镇", _ => "乡" },
        RegionLevel.City => "地级市",
        _ => "村",
    };

    public (IReadOnlyList<Region> Regions, IReadOnlyList<RegionBoundary> Boundaries) Finish()
    {
        var parents = _entries.Values.ToDictionary(entry => entry.Code, Parent);
        var children = _entries.Values.Where(entry => parents[entry.Code] is not null).ToLookup(entry => parents[entry.Code]!.Value);
        foreach (var entry in _entries.Values.OrderByDescending(entry => entry.Level)) Complete(entry, [.. children[entry.Code]]);
        foreach (var entry in _entries.Values.OrderBy(entry => entry.Level))
            entry.Seat ??= parents[entry.Code] is { } up ? _entries[up].Seat : throw entry.Refused($"{entry.Name} 没有边界，也没有下级区划");

        return ([.. from entry in _entries.Values
                    orderby entry.Code
                    select new Region(entry.Code, entry.Name, entry.Level, entry.Kind, parents[entry.Code], entry.Seat!.Value,
                        entry.Area is null ? null : Math.Round(GeodesicArea.SquareKilometres(entry.Area), 2),
                        PinyinInitials.Of(entry.Name), entry.IsVirtual, entry.IsSpecialUnit, entry.BoundaryNote)],
            [.. from entry in _entries.Values
                where entry.Area is not null
                orderby entry.Code
                select new RegionBoundary(entry.Code, entry.Area!)]);
    }

    private RegionCode? Parent(Entry entry)
    {
        if (entry.Parent is { } given)
            return _entries.ContainsKey(given) && given.Contains(entry.Code) ? given : throw entry.Refused($"上级区划 {given} 不存在，或代码前缀与上级不符");
        if (entry.Level <= RegionLevel.City) return null;
        for (var level = entry.Level - 1; level >= RegionLevel.City; level--)
        {
            var code = entry.Code.Ancestor(level);
            if (!_entries.TryGetValue(code, out var up) || code == entry.Code) continue;
            // Where a level is missing, the region above must say that it stands in for it.
            if (up.Level == entry.Level - 1 || up.IsVirtual && up.Level == entry.Level - 2) return code;
        }
        throw entry.Refused($"找不到 {entry.Name}（{entry.Code}）的上级区划");
    }

    /// <summary>Gives a region what its children imply: the sum of their boundaries, a seat in its middle.</summary>
    private static void Complete(Entry entry, IReadOnlyList<Entry> children)
    {
        var areas = children.Where(child => child.Area is not null).ToArray();
        if (entry is { Area: null, IsSpecialUnit: false, Level: < RegionLevel.Village } && areas.Length > 0)
        {
            entry.Area = UnaryUnionOp.Union(areas.Select(child => child.Area));
            entry.BoundaryNote = areas.Select(child => child.BoundaryNote).FirstOrDefault(note => note.Length > 0) ?? "";
        }
        if (entry.Seat is null && entry.Area is not null)
        {
            var middle = entry.Area.InteriorPoint;
            entry.Seat = new(Math.Round(middle.X, 6), Math.Round(middle.Y, 6));
        }
        if (entry.Seat is null && children.FirstOrDefault(child => child.Seat is not null) is { } first) entry.Seat = first.Seat;
    }
}

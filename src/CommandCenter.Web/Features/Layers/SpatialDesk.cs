using System.Security.Claims;
using CommandCenter.Analytics.Layers;
using CommandCenter.Analytics.Spatial;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Indicators;
using CommandCenter.Domain.Layers;
using CommandCenter.Web.Indicators;
using CommandCenter.Web.Map;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Layers;

/// <summary>The door to spatial questions: each is answered within the caller's scope, from the layers the caller may see.</summary>
internal sealed class SpatialDesk(AskedLayers asked, FeatureQueries features, FeatureDesk desk, AtlasHolder atlases, Almanac almanac)
{
    private const double Farthest = 500_000;

    /// <summary>Objects in an area, layer by layer; looking at those of a sensitive layer is recorded first.</summary>
    public async Task<Outcome<AreaHits>> WithinAsync(ClaimsPrincipal caller, string address, AreaQuestion ask, CancellationToken cancel)
    {
        if (ask.LimitFault is { } many) return many;
        var read = AskedLayers.Area(ask.Geometry, ask.Buffer);
        if (read.Value is not { } area) return read.Refusal!;
        var chosen = await asked.ChooseAsync(caller, ask.Layers, null, cancel);
        if (chosen.Value is not { Sets: var layers, LeftOut: var leftOut }) return chosen.Refusal!;
        return new AreaHits(area.SquareMetres, await TellAsync(caller, address, layers, set => set.Within(caller.RegionScope(), area), ask.Limit ?? 100, ask.Layers is not null, cancel), leftOut);
    }

    /// <summary>Where a position is: its regions down to the town, as far as they are the caller's, and the polygons that hold it.</summary>
    public async Task<Outcome<PointHits>> PointAsync(ClaimsPrincipal caller, string address, PointQuestion ask, CancellationToken cancel)
    {
        if (Position(ask.Lon, ask.Lat) is not { } at) return BadPosition;
        var chosen = await asked.ChooseAsync(caller, ask.Layers, GeometryKind.Polygon, cancel);
        if (chosen.Value is not { Sets: var layers, LeftOut: var leftOut }) return chosen.Refusal!;
        var (scope, atlas) = (caller.RegionScope(), atlases.Current);
        var deepest = atlas.Locator.Locate(at).Deepest;
        var regions = scope.Covers(deepest) ? atlas.Tree.Path(deepest) : [];
        return new PointHits(
            regions, await TellAsync(caller, address, layers, set => set.Holding(scope, at), 100, ask.Layers is not null, cancel), leftOut);
    }

    public async Task<Outcome<NearestView>> NearestAsync(ClaimsPrincipal caller, NearestQuestion ask, CancellationToken cancel)
    {
        if (Position(ask.Lon, ask.Lat) is not { } from) return BadPosition;
        if (ask.Count is < 1 or > 100) return Bad("invalid_count", "count 应在 1–100 之间。");
        if (ask.Within is { } metres && !(metres is > 0 and <= Farthest)) return Bad("invalid_distance", $"within 应大于 0 且不超过 {Farthest:N0} 米。");
        var chosen = await asked.ChooseAsync(caller, ask.Layers, null, cancel);
        if (chosen.Value is not { Sets: var layers, LeftOut: var leftOut }) return chosen.Refusal!;
        var (scope, count) = (caller.RegionScope(), ask.Count ?? 10);
        return new NearestView([.. layers
            .SelectMany(one => one.Set.Nearest(scope, from, count, ask.Within ?? Farthest).Select(near => (one.Layer, one.Set, near.Index, near.Metres)))
            .OrderBy(near => near.Metres).Take(count)
            .Select(near =>
            {
                var at = near.Set.Position(near.Index);
                return new NearView(near.Layer.Layer.Id, near.Set.Id(near.Index), near.Set.Class(near.Index), near.Set.Label(near.Index),
                    Math.Round(at.Lon, 7), Math.Round(at.Lat, 7), Math.Round(near.Metres, 2));
            })], leftOut);
    }

    /// <summary>How much of what an area hits: people by the land, regions by their share, objects by layer and class.</summary>
    public async Task<Outcome<ImpactView>> ImpactAsync(ClaimsPrincipal caller, AreaQuestion ask, CancellationToken cancel)
    {
        var read = AskedLayers.Area(ask.Geometry, ask.Buffer);
        if (read.Value is not { } area) return read.Refusal!;
        var chosen = await asked.ChooseAsync(caller, ask.Layers, null, cancel);
        if (chosen.Value is not { Sets: var layers, LeftOut: var leftOut }) return chosen.Refusal!;
        var scope = caller.RegionScope();
        var shares = RegionShare.Of(atlases.Current, scope, area);
        var hits = layers
            .Select(one => (one.Layer, Classes: one.Set.Within(scope, area).CountBy(one.Set.Class).OrderByDescending(many => many.Value).ToDictionary()))
            .Where(one => one.Classes.Count > 0 || ask.Layers is not null)
            .Select(one => new HitView(one.Layer.Layer.Id, one.Layer.Layer.Title, one.Layer.Layer.IsIllustrative, one.Classes.Values.Sum(), one.Classes));
        return new ImpactView(
            Math.Round(area.SquareMetres), await PeopleAsync(scope, shares, cancel),
            [.. shares.Select(one => new ShareView(one.Region.Code.ToString(), one.Region.Name, Math.Round(one.Share, 4)))], [.. hits], leftOut);
    }

    private async Task<PeopleView> PeopleAsync(RegionScope scope, IReadOnlyList<RegionShare> shares, CancellationToken cancel)
    {
        var codes = shares.Select(one => one.Region.Code).Concat(shares.Select(one => one.Region.Parent).OfType<RegionCode>()).Distinct().ToList();
        var values = codes.Count == 0 ? [] : await almanac.ValuesAsync(scope, codes, PeopleInArea.Indicators, cancel);
        var people = PeopleInArea.Of([.. shares.Select(one => (one.Region, one.Share, one.PartOfCounty))], values);
        var tree = atlases.Current.Tree;
        return new(
            people.People, "按各镇（街道）常住人口与受影响面积比例估算；镇未公布的，按县常住人口与面积折算",
            [.. people.Sources.Select(value => $"{tree.Find(value.Region)?.Name} {value.Indicator} {value.Text} {value.Unit}（{value.Period.Label}，{value.Publisher}）")],
            [.. people.Without.Select(code => code.ToString())]);
    }

    /// <summary>The objects of each layer that a search finds; looking at those of a sensitive one is recorded first.</summary>
    private async Task<IReadOnlyList<LayerHits>> TellAsync(
        ClaimsPrincipal caller, string address, IReadOnlyList<(ShelvedLayer Layer, FeatureSet Set)> layers, Func<FeatureSet, IReadOnlyList<int>> search, int limit, bool areNamed,
        CancellationToken cancel)
    {
        var hits = new List<LayerHits>();
        foreach (var (layer, set) in layers)
        {
            var found = search(set);
            if (found.Count == 0 && !areNamed) continue;
            var told = found.OrderBy(set.Id).Take(limit).ToList();
            if (told.Count > 0) await desk.RecordViewAsync(caller, address, layer, "", cancel);
            hits.Add(new(layer, found.Count, await features.OfSetAsync(caller.RegionScope(), set, told, cancel)));
        }
        return hits;
    }

    private static LonLat? Position(double? lon, double? lat) => lon is { } x && lat is { } y && new LonLat(x, y) is { IsOnEarth: true } at ? at : null;

    private static Refusal BadPosition => Bad("invalid_position", "需要 lon（−180–180）和 lat（−90–90），单位为度。");

    private static Refusal Bad(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);
}

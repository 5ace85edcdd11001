using System.Security.Claims;
using System.Text.Json;
using CommandCenter.Analytics.Layers;
using CommandCenter.Analytics.Spatial;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Indicators;
using CommandCenter.Web.Indicators;
using CommandCenter.Web.Map;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Layers;

/// <summary>The door to spatial questions: each is answered within the caller's scope, from the layers the caller may see.</summary>
internal sealed class SpatialDesk(LayerShelf shelf, LayerSets sets, FeatureQueries features, FeatureDesk desk, AtlasHolder atlases, Almanac almanac)
{
    public const double WidestBuffer = 100_000;
    private const double Farthest = 500_000;
    private const int MostLayers = 100;
    private const int MostTold = 1_000;

    private static readonly Refusal NoLayer = new(StatusCodes.Status404NotFound, "layer_not_found", "没有这个图层。");
    private static readonly Refusal TooLarge = new(StatusCodes.Status422UnprocessableEntity, "layer_too_large", "图层过大，超出内存上限，不能作空间查询。");

    /// <summary>Objects in an area, layer by layer; looking at those of a sensitive layer is recorded first.</summary>
    public async Task<Outcome<AreaHits>> WithinAsync(ClaimsPrincipal caller, string address, AreaQuestion ask, CancellationToken cancel)
    {
        if (ask.Limit is < 0 or > MostTold) return Bad("invalid_limit", $"limit 应在 0–{MostTold} 之间。");
        if (Area(ask, out var wrong) is not { } area) return wrong!;
        var chosen = await ChooseAsync(caller, ask.Layers, cancel);
        if (chosen.Value is not { } layers) return chosen.Refusal!;
        var scope = caller.RegionScope();
        var hits = new List<LayerHits>();
        foreach (var (layer, set) in layers)
        {
            var found = set.Within(scope, area);
            if (found.Count == 0 && ask.Layers is null) continue;
            var told = found.OrderBy(set.Id).Take(ask.Limit ?? 100).ToList();
            if (told.Count > 0) await desk.RecordViewAsync(caller, address, layer, "", cancel);
            hits.Add(new(layer, found.Count, await features.OfSetAsync(scope, set, told, cancel)));
        }
        return new AreaHits(area.SquareMetres, hits);
    }

    public async Task<Outcome<NearestView>> NearestAsync(ClaimsPrincipal caller, NearestQuestion ask, CancellationToken cancel)
    {
        if (ask.Lon is not { } lon || ask.Lat is not { } lat || new LonLat(lon, lat) is not { IsOnEarth: true } from)
            return Bad("invalid_position", "需要 lon（−180–180）和 lat（−90–90），单位为度。");
        if (ask.Count is < 1 or > 100) return Bad("invalid_count", "count 应在 1–100 之间。");
        if (ask.Within is { } metres && !(metres is > 0 and <= Farthest)) return Bad("invalid_distance", $"within 应大于 0 且不超过 {Farthest:N0} 米。");
        var chosen = await ChooseAsync(caller, ask.Layers, cancel);
        if (chosen.Value is not { } layers) return chosen.Refusal!;
        var (scope, count) = (caller.RegionScope(), ask.Count ?? 10);
        return new NearestView([.. layers
            .SelectMany(one => one.Set.Nearest(scope, from, count, ask.Within ?? Farthest).Select(near => (one.Layer, one.Set, near.Index, near.Metres)))
            .OrderBy(near => near.Metres).Take(count)
            .Select(near =>
            {
                var at = near.Set.Position(near.Index);
                return new NearView(near.Layer.Layer.Id, near.Set.Id(near.Index), near.Set.Class(near.Index), near.Set.Label(near.Index),
                    Math.Round(at.Lon, 7), Math.Round(at.Lat, 7), Math.Round(near.Metres, 2));
            })]);
    }

    /// <summary>How much of what an area hits: people by the land, regions by their share, objects by layer and class.</summary>
    public async Task<Outcome<ImpactView>> ImpactAsync(ClaimsPrincipal caller, AreaQuestion ask, CancellationToken cancel)
    {
        if (Area(ask, out var wrong) is not { } area) return wrong!;
        var chosen = await ChooseAsync(caller, ask.Layers, cancel);
        if (chosen.Value is not { } layers) return chosen.Refusal!;
        var scope = caller.RegionScope();
        var shares = RegionShare.Of(atlases.Current, scope, area);
        var hits = layers
            .Select(one => (one.Layer, Classes: one.Set.Within(scope, area).CountBy(one.Set.Class).OrderByDescending(many => many.Value).ToDictionary()))
            .Where(one => one.Classes.Count > 0 || ask.Layers is not null)
            .Select(one => new HitView(one.Layer.Layer.Id, one.Layer.Layer.Title, one.Layer.Layer.IsIllustrative, one.Classes.Values.Sum(), one.Classes));
        return new ImpactView(
            Math.Round(area.SquareMetres), await PeopleAsync(scope, shares, cancel),
            [.. shares.Select(one => new ShareView(one.Region.Code.ToString(), one.Region.Name, Math.Round(one.Share, 4)))], [.. hits]);
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

    private static AskedArea? Area(AreaQuestion ask, out Refusal? wrong)
    {
        wrong = null;
        if (ask.Buffer is { } metres && !(metres is > 0 and <= WidestBuffer))
        {
            wrong = Bad("invalid_buffer", $"buffer 应大于 0 且不超过 {WidestBuffer:N0} 米。");
            return null;
        }
        var area = AskedArea.Read(ask.Geometry, ask.Buffer ?? 0, out var reason);
        if (area is null) wrong = Bad("invalid_geometry", $"geometry 不能用：{reason}。");
        return area;
    }

    private async Task<Outcome<IReadOnlyList<(ShelvedLayer Layer, FeatureSet Set)>>> ChooseAsync(ClaimsPrincipal caller, IReadOnlyList<string>? ids, CancellationToken cancel)
    {
        if (ids is { Count: 0 or > MostLayers }) return Bad("invalid_layers", $"一次可查询 1–{MostLayers} 个图层。");
        var layers = new List<ShelvedLayer>();
        foreach (var id in ids?.Distinct() ?? shelf.SeenBy(caller).Select(one => one.Layer.Id))
        {
            if (shelf.Find(caller, id ?? "") is not { } layer) return NoLayer;
            if (layer.Shown is not null) layers.Add(layer);
        }
        var chosen = new List<(ShelvedLayer, FeatureSet)>();
        foreach (var layer in layers)
        {
            if (await sets.SetAsync(layer, cancel) is { } set) chosen.Add((layer, set));
            else if (ids is not null) return TooLarge;
        }
        return chosen;
    }

    private static Refusal Bad(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);
}

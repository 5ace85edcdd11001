using System.Security.Claims;
using CommandCenter.Analytics.Layers;
using CommandCenter.Analytics.Spatial.Coordinates;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Layers;
using CommandCenter.Web.Map;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Layers;

/// <summary>The door to questions that measure: areas and lengths on the ellipsoid, sums by region and by cell, each within the caller's scope.</summary>
internal sealed class SurveyDesk(AskedLayers asked, FeatureQueries features, HexagonQueries hexagons, FeatureDesk desk, AtlasHolder atlases)
{
    private const double LargestCell = 100_000;

    public static Outcome<AskedArea> Buffer(BufferQuestion ask) =>
        ask.Buffer is null ? Bad("invalid_buffer", "需要 buffer（米）。") : AskedLayers.Area(ask.Geometry, ask.Buffer);

    /// <summary>What of the polygons of layers lies in an area, piece by piece, cut from the objects as they were imported. Those of a
    /// sensitive layer are on record first.</summary>
    public async Task<Outcome<AreaPieces>> IntersectAsync(ClaimsPrincipal caller, string address, AreaQuestion ask, CancellationToken cancel)
    {
        if (ask.LimitFault is { } many) return many;
        var read = AskedLayers.Area(ask.Geometry, ask.Buffer);
        if (read.Value is not { } area) return read.Refusal!;
        var chosen = await asked.ChooseAsync(caller, ask.Layers, GeometryKind.Polygon, cancel);
        if (chosen.Value is not { Sets: var layers, LeftOut: var leftOut }) return chosen.Refusal!;
        var (scope, limit, cut) = (caller.RegionScope(), ask.Limit ?? 100, new List<LayerPieces>());
        foreach (var (layer, set) in layers)
        {
            var found = set.Within(scope, area);
            if (found.Count == 0 && ask.Layers is null) continue;
            var told = found.OrderBy(set.Id).Take(limit).ToList();
            if (told.Count > 0) await desk.RecordViewAsync(caller, address, layer, "", cancel);
            var pieces = new List<Piece>();
            foreach (var row in await features.OfSetAsync(scope, set, told, cancel))
            {
                cancel.ThrowIfCancellationRequested();
                var piece = area.CutOut(row.Geometry);
                var squareMetres = Geodesic.Area(piece);
                pieces.Add(new(row.Id, row.Class, squareMetres, Math.Min(1, squareMetres / Geodesic.Area(row.Geometry)), piece));
            }
            cut.Add(new(layer, found.Count, pieces));
        }
        return new AreaPieces(area.SquareMetres, limit, cut, leftOut);
    }

    /// <summary>Objects of layers added up by region.</summary>
    public async Task<Outcome<DissolveView>> DissolveAsync(ClaimsPrincipal caller, DissolveQuestion ask, CancellationToken cancel)
    {
        var level = LayerWish.Read<RegionLevel>(ask.Level ?? "");
        if (level is not (RegionLevel.County or RegionLevel.Town or RegionLevel.Village))
            return Bad("invalid_level", "level 应为 county（县）、town（镇）或 village（村）。");
        var chosen = await asked.ChooseAsync(caller, ask.Layers, null, cancel);
        if (chosen.Value is not { Sets: var layers, LeftOut: var leftOut }) return chosen.Refusal!;
        var (scope, tree, views) = (caller.RegionScope(), atlases.Current.Tree, new List<DissolvedLayer>());
        foreach (var (layer, set) in layers)
        {
            var sums = RegionTally.Of(set, scope, level, cancel);
            if (sums.Count == 0 && ask.Layers is null) continue;
            views.Add(new(layer.Layer.Id, layer.Layer.Title, layer.Layer.IsIllustrative, sums.Sum(sum => sum.Count),
            [
                .. sums.Select(sum => new RegionSum(
                    sum.Region.IsRegion ? sum.Region.ToString() : null, sum.Region.IsRegion ? tree.Find(sum.Region)?.Name ?? sum.Region.ToString() : null, sum.Count,
                    set.Kind is GeometryKind.Polygon ? Math.Round(sum.SquareMetres, 1) : null, set.Kind is GeometryKind.Line ? Math.Round(sum.Metres, 1) : null)),
            ]));
        }
        return new DissolveView(LayerView.Word(level), views, leftOut);
    }

    /// <summary>How many objects that lie in an area or meet it there are in each cell.</summary>
    public async Task<Outcome<Density>> DensityAsync(ClaimsPrincipal caller, DensityQuestion ask, CancellationToken cancel)
    {
        if (ask.Cell is null == ask.H3 is null) return Bad("invalid_cell", "cell（米）和 h3（级别）应给出其中一个。");
        if (ask.Cell is { } metres && !(metres is >= 1 and <= LargestCell)) return Bad("invalid_cell", $"cell 应在 1–{LargestCell:N0} 米之间。");
        if (ask.H3 is < 0 or > HexagonQueries.Deepest) return Bad("invalid_cell", $"h3 应在 0–{HexagonQueries.Deepest} 之间。");
        var read = AskedLayers.Area(ask.Geometry, ask.Buffer);
        if (read.Value is not { } area) return read.Refusal!;
        var chosen = await asked.ChooseAsync(caller, ask.Layers, null, cancel);
        if (chosen.Value is not { Sets: var layers, LeftOut: var leftOut }) return chosen.Refusal!;
        var scope = caller.RegionScope();
        var found = layers.Select(one => (one.Set, Indexes: one.Set.Within(scope, area))).ToList();
        IReadOnlyList<CellCount>? cells;
        try
        {
            cells = ask.Cell is { } side ? Squares(new(area, side), found) : await hexagons.CountAsync(scope, found, ask.H3!.Value, cancel);
        }
        catch (CoordinateException wide)
        {
            return Bad("invalid_geometry", $"geometry 不能用：{wide.Message}。");
        }
        return cells is null ? Bad("too_many_cells", $"格子超过 {DensityGrid.MostCells:N0} 个，请用大一些的格子或小一些的范围。")
            : new Density(found.Sum(one => one.Indexes.Count), cells, leftOut);
    }

    private static IReadOnlyList<CellCount>? Squares(DensityGrid grid, IEnumerable<(FeatureSet Set, IReadOnlyList<int> Indexes)> found) =>
        found.All(one => grid.Add(one.Set, one.Indexes)) ? [.. grid.Cells] : null;

    private static Refusal Bad(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);
}

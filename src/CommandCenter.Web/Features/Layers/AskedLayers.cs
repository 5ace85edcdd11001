using System.Security.Claims;
using System.Text.Json;
using CommandCenter.Analytics.Layers;
using CommandCenter.Domain.Layers;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Layers;

/// <summary>The layers that answer a question.</summary>
/// <param name="LeftOut">Ids of those that are too large for the memory: the answer says so, it does not count them as nothing.</param>
internal sealed record ChosenLayers(IReadOnlyList<(ShelvedLayer Layer, FeatureSet Set)> Sets, IReadOnlyList<string> LeftOut);

/// <summary>What a spatial question is asked of: an area, and the layers that the caller names and may see, in memory.</summary>
internal sealed class AskedLayers(LayerShelf shelf, LayerSets sets)
{
    private const double WidestBuffer = 100_000;
    private const int MostLayers = 100;

    private static readonly Refusal NoLayer = new(StatusCodes.Status404NotFound, "layer_not_found", "没有这个图层。");
    private static readonly Refusal TooLarge = new(StatusCodes.Status422UnprocessableEntity, "layer_too_large", "图层过大，超出内存上限，不能作空间查询。");

    public static Outcome<AskedArea> Area(JsonElement geometry, double? buffer)
    {
        if (buffer is { } metres && !(metres is > 0 and <= WidestBuffer)) return Bad("invalid_buffer", $"buffer 应大于 0 且不超过 {WidestBuffer:N0} 米。");
        return AskedArea.Read(geometry, buffer ?? 0, out var reason) is { } area ? area : Bad("invalid_geometry", $"geometry 不能用：{reason}。");
    }

    /// <param name="ids">Null for all that the caller may see.</param>
    /// <param name="kind">The one kind that the question is about; null for any.</param>
    public async Task<Outcome<ChosenLayers>> ChooseAsync(
        ClaimsPrincipal caller, IReadOnlyList<string>? ids, GeometryKind? kind, CancellationToken cancel)
    {
        if (ids is { Count: 0 or > MostLayers }) return Bad("invalid_layers", $"一次可查询 1–{MostLayers} 个图层。");
        var layers = new List<ShelvedLayer>();
        foreach (var id in ids?.Distinct() ?? shelf.SeenBy(caller).Select(one => one.Layer.Id))
        {
            if (shelf.Find(caller, id ?? "") is not { } layer) return NoLayer;
            if (kind is not null && layer.Layer.Kind != kind)
            {
                if (ids is null) continue;
                return Bad("invalid_layers", $"图层“{layer.Layer.Title}”不是面图层。");
            }
            if (layer.Shown is not null) layers.Add(layer);
        }
        var (chosen, leftOut) = (new List<(ShelvedLayer, FeatureSet)>(), new List<string>());
        foreach (var layer in layers)
        {
            if (await sets.SetAsync(layer, cancel) is { } set) chosen.Add((layer, set));
            else leftOut.Add(layer.Layer.Id);
        }
        return ids is not null && chosen.Count == 0 && leftOut.Count > 0 ? TooLarge : new ChosenLayers(chosen, leftOut);
    }

    private static Refusal Bad(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);
}

using System.Globalization;
using System.Security.Claims;
using CommandCenter.Analytics.Layers;
using CommandCenter.Domain.Access;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Layers;

/// <summary>The door through which a selection leaves the house: the objects of one layer in an area, as a file, on record.</summary>
internal sealed class SelectionDesk(LayerShelf shelf, LayerSets sets, FeatureQueries features, FeatureDesk desk)
{
    private const int Piece = 2_000;

    public async Task<Outcome<FeatureExport>> ExportAsync(ClaimsPrincipal caller, string address, string id, bool asCsv, AreaQuestion ask, CancellationToken cancel)
    {
        if (shelf.Find(caller, id) is not { Shown: not null } layer) return new Refusal(StatusCodes.Status404NotFound, "layer_not_found", "没有这个图层。");
        var read = AskedLayers.Area(ask.Geometry, ask.Buffer);
        if (read.Value is not { } area) return read.Refusal!;
        if (await sets.SetAsync(layer, cancel) is not { } set)
            return new Refusal(StatusCodes.Status422UnprocessableEntity, "layer_too_large", "图层过大，超出内存上限，不能按选区导出。");
        var scope = caller.RegionScope();
        var found = set.Within(scope, area).OrderBy(set.Id).ToList();
        return await desk.TakeOutAsync(
            caller, address, layer, asCsv, found.Count, new() { ["area"] = Math.Round(area.SquareMetres).ToString(CultureInfo.InvariantCulture) }, stop => Rows(scope, set, found, stop), cancel);
    }

    private async IAsyncEnumerable<FeatureRow> Rows(
        RegionScope scope, FeatureSet set, List<int> found, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var piece in found.Chunk(Piece))
            foreach (var row in await features.OfSetAsync(scope, set, piece, cancel)) yield return row;
    }
}

using System.Globalization;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.OneMap.BaseMaps;

/// <summary>A base map as the page offers it.</summary>
/// <param name="Id">What the address says: <c>base=vec</c>.</param>
/// <param name="Tiles">Addresses of its layers, from bottom to top.</param>
/// <param name="Bounds">West, south, east, north in degrees; null: everywhere.</param>
/// <param name="VectorLayers">Names of the layers of a vector map; null: pictures.</param>
public sealed record BaseMapView(
    string Id, string Title, string Source, IReadOnlyList<string> Tiles, int FirstZoom, int LastZoom, double[]? Bounds = null, IReadOnlyList<string>? VectorLayers = null);

/// <summary>The door to base maps beside the built-in one: 天地图 by way of this server, and the city's own.</summary>
public sealed class BaseMapDesk
{
    private static readonly Refusal NotHere = new(StatusCodes.Status404NotFound, "basemap_not_found", "没有这种底图。");
    private static readonly Refusal NoTile = new(StatusCodes.Status404NotFound, "tile_not_found", "底图在这里没有瓦片。");
    private static readonly Refusal Broken = new(StatusCodes.Status502BadGateway, "basemap_broken", "自有底图的文件已损坏。");

    private readonly Tianditu? _tianditu;
    private readonly ITileArchive? _own;

    private BaseMapDesk(Tianditu? tianditu, ITileArchive? own, IReadOnlyList<BaseMapView> offered) => (_tianditu, _own, Offered) = (tianditu, own, offered);

    /// <summary>What is configured, in the order of the switch.</summary>
    public IReadOnlyList<BaseMapView> Offered { get; }

    /// <param name="id"><c>tianditu</c> or <c>own</c>.</param>
    internal async Task<Outcome<BaseTile>> TileAsync(string id, string layer, TileId tile, CancellationToken cancel)
    {
        if (id is "tianditu" && _tianditu is not null && Tianditu.Layers.Contains(layer))
            return tile.Zoom is >= 1 and <= Tianditu.NearestZoom ? await _tianditu.TileAsync(layer, tile, cancel) : NoTile;
        if (id is not "own" || _own is null) return NotHere;
        try
        {
            return await _own.TileAsync(tile, cancel) is { } found ? found : NoTile;
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException)
        {
            return Broken;
        }
    }

    internal static BaseMapDesk Open(BaseMapOptions options, Tianditu? tianditu, ITileArchive? own)
    {
        var offered = new List<BaseMapView>();
        if (options.Tianditu is { } of)
        {
            offered.Add(Tiles("vec", "天地图矢量", "vec", "cva"));
            offered.Add(Tiles("img", "天地图影像", "img", "cia"));
            BaseMapView Tiles(string id, string title, params string[] layers) =>
                new(id, title, of.Source, [.. layers.Select(layer => $"/basemap/tianditu/{layer}/{{z}}/{{x}}/{{y}}")], 1, Tianditu.NearestZoom);
        }
        if (options.Own is { } city && own is not null)
        {
            var facts = own.Facts;
            offered.Add(new("own", city.Title, city.Source, [$"/basemap/own/map/{{z}}/{{x}}/{{y}}?v={VersionOf(city.Path)}"], facts.FirstZoom, facts.LastZoom, facts.Bounds, facts.VectorLayers));
        }
        return new(tianditu, own, offered);
    }

    /// <exception cref="InvalidOperationException">It is no archive of tiles.</exception>
    internal static ITileArchive? OpenOwn(OwnMapOptions? options)
    {
        if (options is null) return null;
        try
        {
            return Directory.Exists(options.Path) ? new TileFolder(options.Path)
                : Path.GetExtension(options.Path).Equals(".mbtiles", StringComparison.OrdinalIgnoreCase) ? new MbTiles(options.Path)
                : new PmTiles(options.Path);
        }
        catch (Exception wrong) when (wrong is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"The configuration has mistakes:{Environment.NewLine}- {BaseMapOptions.OwnKey}: {options.Path}: {wrong.Message}", wrong);
        }
    }

    private static string VersionOf(string path) => File.GetLastWriteTimeUtc(path).Ticks.ToString("x", CultureInfo.InvariantCulture);
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Web.Shared;
using CommandCenter.Web.Shared.Outbound;

namespace CommandCenter.Web.Features.OneMap.BaseMaps;

/// <summary>Tiles of 天地图 (WMTS, web mercator), asked for by the server and kept on its disk. An old picture is better than none: it is
/// given when the service does not answer.</summary>
internal sealed partial class Tianditu(TiandituOptions options, TileDisk disk, TimeProvider clock, ILogger<Tianditu> log) : IDisposable
{
    /// <summary>Map and its names, pictures from above and their names.</summary>
    public static readonly string[] Layers = ["vec", "cva", "img", "cia"];

    public const int NearestZoom = 18;
    private const int MostBytes = 2 << 20;
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(30);
    private static readonly Refusal Unavailable = new(StatusCodes.Status502BadGateway, "basemap_unavailable", "天地图没有给出这张瓦片。");
    private static readonly Refusal Late = new(StatusCodes.Status504GatewayTimeout, "basemap_timeout", "天地图没有按时答复。");

    private readonly HttpClient _http = NewClient(options);
    private readonly ConcurrentDictionary<(string, TileId), Lazy<Task<Outcome<BaseTile>>>> _asking = [];

    /// <summary>From the disk, or from the service: once for all who ask at the same time.</summary>
    public async Task<Outcome<BaseTile>> TileAsync(string layer, TileId id, CancellationToken cancel)
    {
        var kept = disk.Find(layer, id);
        if (kept is { } known && clock.GetUtcNow() - known.At < Fresh) return known.Tile;
        var asking = _asking.GetOrAdd((layer, id), _ => new(() => Task.Run(() => FetchAsync(layer, id))));
        var fetched = await asking.Value.WaitAsync(cancel);
        return fetched.Value is null && kept is { } old ? old.Tile : fetched;
    }

    public void Dispose() => _http.Dispose();

    private async Task<Outcome<BaseTile>> FetchAsync(string layer, TileId id)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(options.Address, AddressOf(layer, id)));
            if (answer.StatusCode is not HttpStatusCode.OK) return Refuse(layer, id, $"{(int)answer.StatusCode}");
            // Refusals of the service come with 200 and a text; what counts are the bytes.
            if (BaseTile.Picture(await answer.Content.ReadAsByteArrayAsync()) is not { } tile) return Refuse(layer, id, "no picture");
            disk.Keep(layer, id, tile.Bytes, clock.GetUtcNow());
            return tile;
        }
        catch (TaskCanceledException)
        {
            Failed(log, layer, id.Zoom, id.X, id.Y, "no answer in time");
            return Late;
        }
        catch (Exception fault) when (fault is HttpRequestException or OutboundRefusedException or IOException)
        {
            return Refuse(layer, id, (fault as HttpRequestException)?.HttpRequestError.ToString() ?? fault.GetType().Name);
        }
        finally
        {
            _asking.TryRemove((layer, id), out _);
        }
    }

    private Refusal Refuse(string layer, TileId id, string reason)
    {
        Failed(log, layer, id.Zoom, id.X, id.Y, reason);
        return Unavailable;
    }

    private string AddressOf(string layer, TileId id) => string.Create(CultureInfo.InvariantCulture,
        $"{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER={layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={id.Zoom}&TILEROW={id.Y}&TILECOL={id.X}&tk={options.Key}");

    /// <summary>Follows no redirect: the key goes to the host of the setting alone.</summary>
    private static HttpClient NewClient(TiandituOptions options)
    {
        var handler = new OutboundGuard(OutboundList.OfSetting(options.Address.Host)).NewHandler();
        (handler.AllowAutoRedirect, handler.MaxConnectionsPerServer) = (false, 8);
        return new(handler) { Timeout = options.Patience, MaxResponseContentBufferSize = MostBytes };
    }

    [LoggerMessage(LogLevel.Warning, "Tianditu gave no tile {Layer} {Z}/{X}/{Y}: {Reason}")]
    private static partial void Failed(ILogger log, string layer, int z, int x, int y, string reason);
}

using System.Security.Claims;
using CommandCenter.Analytics.Tiles;

namespace CommandCenter.Web.Map;

/// <summary>Layers that come and go while the program runs. An interface because the tiles' address is the map's and the layers are a
/// feature's: the map names no feature.</summary>
public interface ITileShelf
{
    /// <summary>Null when there is no such layer, nothing was imported, or the caller may not know of it.</summary>
    /// <exception cref="CommandCenter.Analytics.ClickHouse.ClickHouseException">Its objects are not in memory yet, and ClickHouse does not answer.</exception>
    Task<IFilteredTiles?> FindAsync(string layer, ClaimsPrincipal caller, CancellationToken cancel);
}

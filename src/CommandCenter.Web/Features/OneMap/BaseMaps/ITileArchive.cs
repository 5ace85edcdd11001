using CommandCenter.Analytics.Tiles;

namespace CommandCenter.Web.Features.OneMap.BaseMaps;

/// <summary>A pyramid of tiles on this machine, in web mercator.</summary>
internal interface ITileArchive : IDisposable
{
    TileArchiveFacts Facts { get; }

    /// <summary>Null where it has none.</summary>
    /// <exception cref="InvalidDataException">The archive is broken here.</exception>
    Task<BaseTile?> TileAsync(TileId id, CancellationToken cancel);
}

/// <summary>What an archive says of itself.</summary>
/// <param name="VectorLayers">Names of its layers; null when its tiles are pictures.</param>
/// <param name="Bounds">West, south, east, north in degrees; null: unknown.</param>
internal sealed record TileArchiveFacts(int FirstZoom, int LastZoom, double[]? Bounds, IReadOnlyList<string>? VectorLayers);

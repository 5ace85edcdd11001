using System.IO.Compression;
using System.Text.Json;

namespace CommandCenter.Web.Features.OneMap.BaseMaps;

/// <summary>What archives keep: packed or plain, within bounds.</summary>
internal static class TileBytes
{
    private const int Most = 16 << 20;

    /// <summary>Unpacked where it is gzip.</summary>
    /// <exception cref="InvalidDataException">It is broken, or larger than 16 MB.</exception>
    public static byte[] Plain(byte[] bytes)
    {
        if (bytes is not [0x1F, 0x8B, ..]) return bytes;
        using var unpacked = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        var piece = new byte[64 * 1024];
        for (int read; (read = gzip.Read(piece)) > 0;)
        {
            if (unpacked.Length + read > Most) throw new InvalidDataException("More than 16 MB unpacked.");
            unpacked.Write(piece, 0, read);
        }
        return unpacked.ToArray();
    }

    public static BaseTile? Tile(byte[] bytes, bool isVector) => isVector ? new(Plain(bytes), BaseTile.Vector) : BaseTile.Picture(bytes);

    /// <summary>Names of <c>vector_layers</c>, as TileJSON writes them down.</summary>
    public static IReadOnlyList<string> VectorLayers(string? json)
    {
        if (string.IsNullOrWhiteSpace(json)) return [];
        try
        {
            using var parsed = JsonDocument.Parse(json);
            return parsed.RootElement.TryGetProperty("vector_layers", out var layers)
                ? [.. layers.EnumerateArray().Select(layer => layer.GetProperty("id").GetString()!).Distinct()] : [];
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException("Its metadata is no TileJSON.", wrong);
        }
    }
}

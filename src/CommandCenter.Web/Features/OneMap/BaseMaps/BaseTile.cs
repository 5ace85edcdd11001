namespace CommandCenter.Web.Features.OneMap.BaseMaps;

/// <summary>A tile of a base map.</summary>
internal sealed record BaseTile(byte[] Bytes, string MediaType)
{
    public const string Vector = "application/vnd.mapbox-vector-tile";

    /// <summary>As its first bytes say; null when it is no picture that browsers draw without running anything.</summary>
    public static BaseTile? Picture(byte[] bytes) => bytes switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => new(bytes, "image/png"),
        [0xFF, 0xD8, 0xFF, ..] => new(bytes, "image/jpeg"),
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => new(bytes, "image/webp"),
        _ => null,
    };
}

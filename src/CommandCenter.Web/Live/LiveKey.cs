using System.Globalization;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Geography;

namespace CommandCenter.Web.Live;

/// <summary>What a screen follows: one panel in one region, written <c>sensing:440700000000</c>, or what a layer shows of the region
/// in one square of the map, written <c>devices:440700000000:9/416/222</c> (zoom 4 to 16, x and y of the tile).</summary>
public readonly record struct LiveKey(string Panel, RegionCode Region, TileId? Square = null)
{
    public static bool TryParse(string? text, out LiveKey key)
    {
        key = default;
        if (text?.Split(':') is not [{ Length: > 0 } panel, var code, .. { Length: < 2 } rest] || !RegionCode.TryParse(code, out var region)) return false;
        TileId square = default;
        if (rest is [var tile] && !TryParse(tile, out square)) return false;
        key = new(panel, region, rest.Length == 0 ? null : square);
        return true;
    }

    public override string ToString() => Square is { } square ? $"{Panel}:{Region}:{square.Zoom}/{square.X}/{square.Y}" : $"{Panel}:{Region}";

    private static bool TryParse(string text, out TileId square)
    {
        square = default;
        return text.Split('/') is [var zoom, var x, var y] && Whole(zoom, out var z) && Whole(x, out var column) && Whole(y, out var row)
            && z is >= 4 and <= 16 && TileId.TryMake(z, column, row, out square);
        static bool Whole(string digits, out int number) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}

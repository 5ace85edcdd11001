using CommandCenter.Domain.Geography;

namespace CommandCenter.Web.Live;

/// <summary>What a screen follows: one panel in one region, written <c>sensing:440700000000</c>.</summary>
public readonly record struct LiveKey(string Panel, RegionCode Region)
{
    public static bool TryParse(string? text, out LiveKey key)
    {
        key = default;
        var colon = text?.IndexOf(':') ?? -1;
        if (colon <= 0 || !RegionCode.TryParse(text.AsSpan(colon + 1), out var region)) return false;
        key = new(text![..colon], region);
        return true;
    }

    public override string ToString() => $"{Panel}:{Region}";
}

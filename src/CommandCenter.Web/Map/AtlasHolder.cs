using CommandCenter.Analytics.Spatial;

namespace CommandCenter.Web.Map;

/// <summary>The atlas in use. Readers take <see cref="Current"/> once per operation and keep that; an import replaces it whole.</summary>
public sealed class AtlasHolder
{
    private volatile RegionAtlas _current = RegionAtlas.Empty;

    /// <summary>Raised after another atlas came into use.</summary>
    public event Action? Changed;

    public RegionAtlas Current => _current;

    public void Replace(RegionAtlas atlas)
    {
        if (atlas.Version == _current.Version) return;
        _current = atlas;
        Changed?.Invoke();
    }
}

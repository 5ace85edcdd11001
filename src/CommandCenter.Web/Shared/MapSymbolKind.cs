namespace CommandCenter.Web.Shared;

/// <summary>Shape says what it is; the fill says its state.</summary>
public enum MapSymbolKind
{
    Device,
    Place,
    People,
    Hazard,
    Cluster,
}

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>The kinds of file that become a layer, told by their content, never by their name.</summary>
public enum LayerFormat
{
    /// <summary>A FeatureCollection in UTF-8, UTF-16 or GB18030.</summary>
    GeoJson = 1,

    /// <summary>A table of points: two columns of coordinates, or one of region codes.</summary>
    Csv,

    /// <summary>One or several Shapefiles in one ZIP.</summary>
    Shapefile,
    GeoPackage,

    /// <summary>KML, bare or in a KMZ.</summary>
    Kml,

    /// <summary>DXF in text.</summary>
    Dxf,
}

namespace CommandCenter.Analytics.Spatial.Coordinates;

/// <summary>Which of the two numbers of a pair comes first.</summary>
public enum AxisOrder
{
    /// <summary>East then north, lon then lat: what GIS files (GeoJSON, Shapefile, CSV exports) carry, and every API of the product.</summary>
    EastNorth,

    /// <summary>North then east, lat then lon: Chinese survey axes (X = north, Y = east), and what the EPSG registry says of most
    /// systems here.</summary>
    NorthEast,
}

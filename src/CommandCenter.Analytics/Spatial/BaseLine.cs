using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Spatial;

/// <summary>A line of the base map in degrees.</summary>
/// <param name="Kind"><c>coast</c> or <c>river</c>.</param>
public sealed record BaseLine(string Kind, Geometry Line);

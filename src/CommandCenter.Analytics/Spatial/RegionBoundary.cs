using CommandCenter.Domain.Geography;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Spatial;

/// <summary>The boundary of a region: a valid polygon or multipolygon in degrees, CGCS2000, lon first.</summary>
public sealed record RegionBoundary(RegionCode Code, Geometry Area);

using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Status;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Layers;

/// <summary>An object of a layer, at rest.</summary>
/// <param name="Id">Its number in the version, from 1 in the order of the file.</param>
/// <param name="Region">Where it lies: the town or village of its point, or of a point inside it; not a region when it lies in none.</param>
/// <param name="Geometry">In degrees, CGCS2000 (EPSG:4490), longitude first; valid, of the layer's kind.</param>
/// <param name="Properties">A JSON object in UTF-8, flat: values are strings, finite numbers, booleans or null.</param>
/// <param name="Class">Value of the layer's class attribute; empty without one.</param>
/// <param name="Label">Value of the layer's label attribute; empty without one.</param>
/// <param name="At">Value of the layer's time attribute.</param>
/// <param name="Height">Metres above ground; 0 where unknown.</param>
public sealed record FeatureRow(
    long Id,
    RegionCode Region,
    Geometry Geometry,
    ReadOnlyMemory<byte> Properties,
    string Class = "",
    WarningColor Severity = WarningColor.None,
    string Label = "",
    DateTimeOffset? At = null,
    float Height = 0);

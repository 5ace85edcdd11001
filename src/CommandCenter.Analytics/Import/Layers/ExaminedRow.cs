using CommandCenter.Domain.Layers;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>A row as the inspection sees it.</summary>
/// <param name="Kind">Null when the row has no shape that could be read.</param>
/// <param name="Geometry">Null when the row is bad, or the system is open.</param>
internal sealed record ExaminedRow(
    GeometryKind? Kind, Geometry? Geometry, List<AttributeValue> Attributes, long Number, string Place, LayerFault? Fault, List<LayerFault> Notes);

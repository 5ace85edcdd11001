using CommandCenter.Analytics.Spatial.Coordinates;
using CommandCenter.Domain.Layers;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>Examines batches on several threads. Without a system only the form of rows is examined.</summary>
internal sealed class RowExamination(CoordinateSystem? system, AxisOrder axes, LayerChoice choice, Placement placement)
{
    public List<ExaminedRow> Examine(SourceBatch batch)
    {
        var shapes = system is null ? null : new ShapeBuilder(system, axes, choice.CloseRings, choice.RepairPolygons);
        var rows = new List<ExaminedRow>();
        foreach (var row in batch.Rows())
        {
            var (notes, fault, geometry) = (new List<LayerFault>(), row.Fault, default(Geometry));
            GeometryKind? kind = fault is not null ? null : row.RegionCode is not null ? GeometryKind.Point : ShapeBuilder.Kind(row.Shape.Type);
            if (shapes is not null) geometry = placement.Locate(row, shapes, null, notes.Add, out _, out fault);
            foreach (var one in row.Attributes)
                if (fault is null && one.Kind is ValueKind.Text && TextRules.Clean(one.Text, TextRules.Longest, out _) is null)
                    fault = new(LayerFault.LoneSurrogate, "文字含不成对的代理字符");
            rows.Add(new(kind, fault is null ? geometry : null, [.. row.Attributes], row.Number, row.Place, fault, notes));
        }
        return rows;
    }
}

/// <summary>A row as the inspection sees it.</summary>
/// <param name="Kind">Null when the row has no shape that could be read.</param>
/// <param name="Geometry">Null when the row is bad, or the system is open.</param>
internal sealed record ExaminedRow(
    GeometryKind? Kind, Geometry? Geometry, List<AttributeValue> Attributes, long Number, string Place, LayerFault? Fault, List<LayerFault> Notes);

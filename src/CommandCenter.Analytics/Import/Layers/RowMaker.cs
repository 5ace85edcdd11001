using CommandCenter.Analytics.Layers;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Layers;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>Makes the rows of a layer from those of a file. One batch at a time on one thread; several makers share a
/// <see cref="Placement"/>.</summary>
internal sealed class RowMaker(LayerReading reading, LeadFields lead, Placement placement) : IDisposable
{
    private static readonly GeometryFactory Factory = new(new PrecisionModel(), 4490);

    private readonly ShapeBuilder _shapes = new(reading.System, reading.Axes, reading.CloseRings, reading.RepairPolygons);
    private readonly PropertiesWriter _properties = new();
    private readonly LeadReader _lead = new(lead);

    public void Dispose() => _properties.Dispose();

    public RowBatch Make(SourceBatch batch)
    {
        var made = new RowBatch([], []);
        foreach (var row in batch.Rows())
        {
            void Note(LayerFault fault) => made.Findings.Add(new(row.Number, row.Place, fault.Code, fault.Reason, IsRefused: false));
            var before = made.Findings.Count;
            if (Row(row, Note, out var fault) is { } taken)
            {
                made.Rows.Add(taken);
                continue;
            }
            // What would have been changed about a row that is refused is of no interest.
            made.Findings.RemoveRange(before, made.Findings.Count - before);
            made.Findings.Add(new(row.Number, row.Place, fault!.Code, fault.Reason, IsRefused: true));
        }
        return made;
    }

    private FeatureRow? Row(SourceRow row, Action<LayerFault> note, out LayerFault? fault)
    {
        if (Located(row, note, out var region, out fault) is not { } geometry) return null;
        if (_properties.Write(row.Attributes, note, out fault) is not { } properties) return null;
        var (kind, severity, label, at, height) = _lead.Read(row.Attributes, note);
        return new(row.Number, region, geometry, properties, kind, severity, label, at, height);
    }

    private Geometry? Located(SourceRow row, Action<LayerFault> note, out RegionCode region, out LayerFault? fault)
    {
        region = default;
        var geometry = Geometry(row, _shapes, placement, reading.Kind, note, out fault);
        if (geometry is null) return null;
        if (row.RegionCode is { } code) placement.TryFind(code, out region, out _);
        else region = placement.Of(geometry);
        if (!region.IsRegion) note(new(LayerFault.OutsideRegions, "不在任何已知区划内"));
        return geometry;
    }

    /// <summary>The geometry of a row, wanted to be of one kind, or of any (null).</summary>
    public static Geometry? Geometry(SourceRow row, ShapeBuilder shapes, Placement placement, GeometryKind? wanted, Action<LayerFault> note, out LayerFault? fault)
    {
        fault = row.Fault;
        if (fault is not null) return null;
        var kind = row.RegionCode is null ? ShapeBuilder.Kind(row.Shape.Type) : GeometryKind.Point;
        if (wanted is { } one && kind != one)
        {
            fault = new(LayerFault.OtherKind, $"几何是{ShapeBuilder.Name(kind)}，图层是{ShapeBuilder.Name(one)}");
            return null;
        }
        if (row.RegionCode is null) return shapes.Build(row.Shape, note, out fault);
        if (!placement.TryFind(row.RegionCode, out var region, out var at))
        {
            fault = new(LayerFault.RegionUnknown, $"区划代码“{(row.RegionCode.Length <= 20 ? row.RegionCode : row.RegionCode[..20] + "…")}”不存在");
            return null;
        }
        row.Attributes.Add(new("位置精度", ValueKind.Text, "按区划代码放在区划标注点"));
        note(new(LayerFault.PlacedAtRegion, $"没有坐标，放在区划 {region} 的标注点"));
        return Factory.CreatePoint(new Coordinate(at.Lon, at.Lat));
    }
}

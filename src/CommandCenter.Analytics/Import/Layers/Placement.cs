using System.Collections.Concurrent;
using CommandCenter.Analytics.Layers;
using CommandCenter.Analytics.Spatial;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Layers;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>Says in which region an object lies, and where a region's name stands. Safe for many threads.</summary>
internal sealed class Placement(LayerGround ground)
{
    private static readonly GeometryFactory Factory = new(new PrecisionModel(), 4490);
    private readonly ConcurrentDictionary<RegionCode, LonLat> _labels = [];

    /// <summary>The geometry of a row, wanted to be of one kind, or of any (null), and the region it lies in. Null, and
    /// <paramref name="fault"/> set, when the row is refused.</summary>
    public Geometry? Locate(SourceRow row, ShapeBuilder shapes, GeometryKind? wanted, Action<LayerFault> note, out RegionCode region, out LayerFault? fault)
    {
        region = default;
        fault = row.Fault;
        if (fault is not null) return null;
        var kind = row.RegionCode is null ? ShapeBuilder.Kind(row.Shape.Type) : GeometryKind.Point;
        if (wanted is { } one && kind != one)
            fault = new(LayerFault.OtherKind, $"几何是{ShapeBuilder.Name(kind)}，图层是{ShapeBuilder.Name(one)}");
        if (fault is not null) return null;
        var geometry = row.RegionCode is { } code ? AtRegion(row, code, note, out region, out fault) : Shaped(row, shapes, note, out region, out fault);
        if (geometry is null || ground.Scope is not { } scope || scope.Covers(region)) return geometry;
        fault = new(LayerFault.OutsideScope, "不在您的管辖范围内");
        return null;
    }

    /// <summary>The deepest region of the object's point, or of a point inside it.</summary>
    private Geometry? Shaped(SourceRow row, ShapeBuilder shapes, Action<LayerFault> note, out RegionCode region, out LayerFault? fault)
    {
        region = default;
        if (shapes.Build(row.Shape, note, out fault) is not { } geometry) return null;
        region = ground.Atlas.Locator.Locate(FeatureRecord.Anchor(geometry)).Deepest;
        if (region.IsRegion) return geometry;
        note(new(LayerFault.OutsideRegions, "不在任何已知区划内"));
        region = ground.Otherwise;
        return geometry;
    }

    /// <summary>The point that stands for a region.</summary>
    private Point? AtRegion(SourceRow row, string text, Action<LayerFault> note, out RegionCode region, out LayerFault? fault)
    {
        fault = null;
        if (!RegionCode.TryPad(text, out region) || ground.Atlas.Tree.Find(region) is not { } found)
        {
            fault = new(LayerFault.RegionUnknown, $"区划代码“{(text.Length <= 20 ? text : text[..20] + "…")}”不存在");
            return null;
        }
        var at = _labels.GetOrAdd(region, one => ground.Atlas.Boundary(one) is { } boundary ? LabelPoint.Of(boundary.Area).At : found.Seat);
        row.Attributes.Add(new("位置精度", ValueKind.Text, "按区划代码放在区划标注点"));
        note(new(LayerFault.PlacedAtRegion, $"没有坐标，放在区划 {region} 的标注点"));
        return Factory.CreatePoint(new Coordinate(at.Lon, at.Lat));
    }
}

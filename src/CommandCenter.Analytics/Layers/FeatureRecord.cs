using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Layers;
using CommandCenter.Domain.Status;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace CommandCenter.Analytics.Layers;

/// <summary>An object as a row of the table <c>features</c>.</summary>
internal static class FeatureRecord
{
    public const string Into = "features (layer, version, spot, id, region, x, y, lon, lat, west, north, east, south, geometry, class, severity, label, at, height, properties)";

    /// <summary>What <see cref="Read"/> reads.</summary>
    public const string Columns = "id, region, lon, lat, geometry, class, severity, label, at, height, properties";

    private static readonly GeometryFactory _factory = new(new PrecisionModel(), 4490);

    /// <summary>The point, or a point inside or on the object.</summary>
    /// <exception cref="ArgumentException">The geometry is empty or not on earth.</exception>
    public static LonLat Anchor(Geometry geometry)
    {
        var at = geometry is Point point ? point.Coordinate : geometry.IsEmpty ? null : geometry.InteriorPoint.Coordinate;
        var anchor = at is null ? new LonLat(double.NaN, double.NaN) : new LonLat(at.X, at.Y);
        return anchor.IsOnEarth ? anchor : throw new ArgumentException("An object of a layer has a place on earth.", nameof(geometry));
    }

    public static void Write(RowBinaryWriter row, LayerVersion version, FeatureRow feature)
    {
        var anchor = Anchor(feature.Geometry);
        var at = WorldPoint.Of(anchor.Lon, anchor.Lat);
        row.WriteString(version.Layer);
        row.WriteUInt32((uint)version.Number);
        row.WriteUInt64(at.Spot);
        row.WriteUInt64(checked((ulong)feature.Id));
        row.WriteUInt64((ulong)feature.Region.Number);
        row.WriteUInt32(at.X);
        row.WriteUInt32(at.Y);
        row.WriteFloat64(anchor.Lon);
        row.WriteFloat64(anchor.Lat);
        WriteExtent(row, feature.Geometry);
        row.WriteString(feature.Geometry is Point ? [] : feature.Geometry.AsBinary());
        row.WriteString(feature.Class);
        row.WriteUInt8((byte)feature.Severity);
        row.WriteString(feature.Label);
        row.WriteNullableDateTime64(feature.At);
        row.WriteFloat32(feature.Height);
        row.WriteString(feature.Properties.Span);
    }

    public static FeatureRow Read(RowBinaryReader row)
    {
        var (id, region) = ((long)row.ReadUInt64(), Region((long)row.ReadUInt64()));
        var (lon, lat) = (row.ReadFloat64(), row.ReadFloat64());
        var geometry = Geometry(row.ReadBytes()) ?? _factory.CreatePoint(new Coordinate(lon, lat));
        var (kind, severity, label) = (row.ReadString(), (WarningColor)row.ReadUInt8(), row.ReadString());
        var (at, height) = (row.ReadNullableDateTime64(), row.ReadFloat32());
        return new(id, region, geometry, row.ReadBytes().ToArray(), kind, severity, label, at, height);
    }

    /// <summary>Null for a plain point.</summary>
    public static Geometry? Geometry(ReadOnlySpan<byte> wkb)
    {
        if (wkb.IsEmpty) return null;
        var geometry = new WKBReader { HandleSRID = false }.Read(wkb.ToArray());
        geometry.SRID = 4490;
        return geometry;
    }

    public static RegionCode Region(long number) => number == 0 ? default : RegionCode.FromNumber(number);

    /// <summary>West, north, east and south edge as world steps; east is 0 for a plain point alone.</summary>
    private static void WriteExtent(RowBinaryWriter row, Geometry geometry)
    {
        var extent = geometry.EnvelopeInternal;
        var (corner, opposite) = geometry is Point
            ? (default, default)
            : (WorldPoint.Of(extent.MinX, extent.MaxY), WorldPoint.Of(extent.MaxX, extent.MinY));
        row.WriteUInt32(corner.X);
        row.WriteUInt32(corner.Y);
        row.WriteUInt32(geometry is Point ? 0 : Math.Max(1, opposite.X));
        row.WriteUInt32(opposite.Y);
    }
}

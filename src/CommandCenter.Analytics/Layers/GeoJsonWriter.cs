using System.Text.Json;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Layers;

/// <summary>Writes geometries as GeoJSON (RFC 7946): longitude first, degrees rounded to 1e-9 (a tenth of a millimetre), rings as the RFC winds
/// them: shells counter-clockwise.</summary>
public static class GeoJsonWriter
{
    private const int Digits = 9;

    /// <summary>Writes a geometry object; <c>null</c> for an empty one.</summary>
    public static void Write(Utf8JsonWriter json, Geometry geometry)
    {
        if (geometry.IsEmpty)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("type", geometry.GeometryType);
        if (geometry is GeometryCollection and not (MultiPoint or MultiLineString or MultiPolygon))
        {
            json.WriteStartArray("geometries");
            foreach (var part in ((GeometryCollection)geometry).Geometries) Write(json, part);
            json.WriteEndArray();
        }
        else
        {
            json.WritePropertyName("coordinates");
            Coordinates(json, geometry);
        }

        json.WriteEndObject();
    }

    private static void Coordinates(Utf8JsonWriter json, Geometry geometry)
    {
        switch (geometry)
        {
            case Point point:
                Position(json, point.X, point.Y);
                break;
            case LineString line:
                Positions(json, line.CoordinateSequence, reversed: false);
                break;
            case Polygon polygon:
                json.WriteStartArray();
                Ring(json, polygon.ExteriorRing, isShell: true);
                foreach (var hole in polygon.InteriorRings) Ring(json, hole, isShell: false);
                json.WriteEndArray();
                break;
            case GeometryCollection many:
                json.WriteStartArray();
                foreach (var part in many.Geometries) Coordinates(json, part);
                json.WriteEndArray();
                break;
        }
    }

    private static void Ring(Utf8JsonWriter json, LineString ring, bool isShell) =>
        Positions(json, ring.CoordinateSequence, NetTopologySuite.Algorithm.Orientation.IsCCW(ring.CoordinateSequence) != isShell);

    private static void Positions(Utf8JsonWriter json, CoordinateSequence positions, bool reversed)
    {
        json.WriteStartArray();
        for (var i = 0; i < positions.Count; i++)
        {
            var at = reversed ? positions.Count - 1 - i : i;
            Position(json, positions.GetX(at), positions.GetY(at));
        }
        json.WriteEndArray();
    }

    private static void Position(Utf8JsonWriter json, double lon, double lat)
    {
        json.WriteStartArray();
        json.WriteNumberValue(Math.Round(lon, Digits));
        json.WriteNumberValue(Math.Round(lat, Digits));
        json.WriteEndArray();
    }
}

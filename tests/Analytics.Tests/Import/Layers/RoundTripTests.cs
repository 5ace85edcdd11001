using System.Text;
using System.Text.Json;
using CommandCenter.Analytics.Layers;
using CommandCenter.Analytics.Spatial.Coordinates;
using FsCheck;
using FsCheck.Fluent;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Tests.Import.Layers;

/// <summary>What is exported comes back: any valid geometry, any text, through any coordinate system.</summary>
public sealed class RoundTripTests : LayerFiles
{
    private static readonly GeometryFactory Factory = new(new PrecisionModel(), 4490);
    private static readonly CoordinateSystem[] Systems = [CoordinateSystem.Cgcs2000, CoordinateSystem.WebMercator, CoordinateSystem.WithZone[13], CoordinateSystem.ByMeridian[13], CoordinateSystem.Utm[0], CoordinateSystem.Gcj02, CoordinateSystem.Bd09];

    [Fact]
    public void A_layer_that_is_exported_and_imported_again_is_the_same_layer() =>
        Prop.ForAll(Layers().ToArbitrary(), layer => Returns(layer).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(20261124, 7));

    private async Task<bool> Returns((Geometry[] Geometries, string[] Texts, double[] Numbers, CoordinateSystem System) layer)
    {
        var transform = CoordinateTransform.Of(layer.System, AxisOrder.EastNorth);
        var file = new MemoryStream();
        using (var json = new Utf8JsonWriter(file))
        {
            json.WriteStartObject();
            json.WriteString("type", "FeatureCollection");
            json.WriteStartArray("features");
            for (var i = 0; i < layer.Geometries.Length; i++)
            {
                json.WriteStartObject();
                json.WriteString("type", "Feature");
                json.WritePropertyName("geometry");
                GeoJsonWriter.Write(json, transform.CopyFromLonLat(layer.Geometries[i]));
                json.WriteStartObject("properties");
                json.WriteString("文字", layer.Texts[i]);
                json.WriteNumber("数", layer.Numbers[i]);
                json.WriteEndObject();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        File.WriteAllBytes(In("a.geojson"), file.ToArray());
        var (rows, findings, _) = await Take(In("a.geojson"), new() { System = layer.System, Axes = AxisOrder.EastNorth });
        findings.Where(one => one.IsRefused).ShouldBeEmpty();
        rows.Count.ShouldBe(layer.Geometries.Length);
        for (var i = 0; i < rows.Count; i++)
        {
            // The export winds rings its own way and rounds to 1e-9.
            rows[i].Geometry.Normalized().EqualsExact(layer.Geometries[i].Normalized(), 2e-8).ShouldBeTrue($"{layer.System}: {rows[i].Geometry} ≠ {layer.Geometries[i]}");
            Json(rows[i]).GetProperty("文字").GetString().ShouldBe(layer.Texts[i]);
            Json(rows[i]).GetProperty("数").GetDouble().ShouldBe(layer.Numbers[i]);
        }
        return true;
    }

    private static Gen<(Geometry[], string[], double[], CoordinateSystem)> Layers() =>
        from kind in Gen.Choose(0, 2)
        from count in Gen.Choose(1, 12)
        from shapes in Shape(kind).ArrayOf(count)
        from texts in Text().ArrayOf(count)
        from numbers in ArbMap.Default.GeneratorFor<NormalFloat>().ArrayOf(count)
        from system in Gen.Elements(Systems)
        select (shapes, texts, numbers.Select(one => one.Item).ToArray(), system);

    private static Gen<Geometry> Shape(int kind) =>
        from seed in Gen.Choose(0, int.MaxValue - 1)
        from parts in Gen.Choose(1, 3)
        select Shape(kind, parts, new Random(seed));

    private static Geometry Shape(int kind, int parts, Random random)
    {
        var list = Enumerable.Range(0, parts).Select(part => Part(kind, part, random)).ToArray();
        return parts == 1 ? list[0] : kind switch
        {
            0 => Factory.CreateMultiPoint([.. list.Cast<Point>()]),
            1 => Factory.CreateMultiLineString([.. list.Cast<LineString>()]),
            _ => Factory.CreateMultiPolygon([.. list.Cast<Polygon>()]),
        };
    }

    /// <summary>Parts lie beside each other, so that many of them are valid too.</summary>
    private static Geometry Part(int kind, int part, Random random)
    {
        var (lon, lat) = (112.5 + part * 0.2 + random.NextDouble() * 0.05, 22.2 + random.NextDouble() * 0.4);
        Coordinate At(double angle, double radius) => new(lon + Math.Cos(angle) * radius, lat + Math.Sin(angle) * radius);
        var corners = random.Next(3, 30);
        LinearRing Star(double least, double most)
        {
            var ring = Enumerable.Range(0, corners).Select(i => At(i * 2 * Math.PI / corners, least + random.NextDouble() * (most - least))).ToList();
            return Factory.CreateLinearRing([.. ring, ring[0].Copy()]);
        }
        return kind switch
        {
            0 => Factory.CreatePoint(At(0, 0)),
            1 => Factory.CreateLineString([.. Enumerable.Range(0, corners).Select(i => At(i, 0.001 + i * 0.001))]),
            _ when random.Next(2) == 0 => Factory.CreatePolygon(Star(0.01, 0.02)),
            _ => Factory.CreatePolygon(Factory.CreateLinearRing([At(0, 0.05), At(1.5, 0.05), At(3, 0.05), At(4.5, 0.05), At(0, 0.05)]), [Star(0.001, 0.004)]),
        };
    }

    private static Gen<string> Text() =>
        from runes in Gen.OneOf(Gen.Choose(0x20, 0x7E), Gen.Choose(0x4E00, 0x9FFF), Gen.Choose(0x20000, 0x2A6DF), Gen.Constant((int)'"'), Gen.Constant((int)'\\')).ArrayOf()
        select new StringBuilder().AppendJoin("", runes.Select(one => char.ConvertFromUtf32(one))).ToString();
}

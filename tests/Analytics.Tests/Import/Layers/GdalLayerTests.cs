using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CommandCenter.Analytics.Import;
using CommandCenter.Analytics.Import.Layers;
using CommandCenter.Analytics.Spatial.Coordinates;
using CommandCenter.Domain.Layers;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Tests.Import.Layers;

/// <summary>Files as real programs write them, made by ogr2ogr.</summary>
[Collection("GDAL")]
public sealed class GdalLayerTests : LayerFiles
{
    private static readonly LeadFields Lead = new(Label: "名称", Height: "高度");

    [Fact]
    public async Task The_same_data_through_every_format_is_the_same_rows()
    {
        var source = Source();
        Ogr("-f", "ESRI Shapefile", "-a_srs", "EPSG:4490", "-lco", "ENCODING=UTF-8", In("u/学校.shp"), source);
        Ogr("-f", "GPKG", "-a_srs", "EPSG:4490", In("a.gpkg"), source);
        Ogr("-f", "LIBKML", In("a.kml"), source);
        Ogr("-f", "LIBKML", In("a.kmz"), source);
        var expected = (await Take(source, lead: Lead)).Rows;
        foreach (var path in (string[])[ZipFolder("a.zip", "u", Encoding.UTF8), In("a.gpkg"), In("a.kml"), In("a.kmz"), Csv()])
        {
            var (rows, findings, draft) = await Take(path, lead: Lead);
            findings.ShouldBeEmpty(path);
            draft.BadRows.ShouldBe(0);
            rows.Count.ShouldBe(expected.Count, path);
            foreach (var (one, other) in rows.Zip(expected))
            {
                one.Geometry.EqualsExact(other.Geometry, 1e-9).ShouldBeTrue($"{path}: {one.Geometry} ≠ {other.Geometry}");
                (one.Id, one.Region, one.Label, one.Height).ShouldBe((other.Id, other.Region, other.Label, other.Height), path);
                Json(one).GetProperty("数").GetRawText().ShouldBe(Json(other).GetProperty("数").GetRawText());
                Json(one).GetProperty("编号").GetString().ShouldBe(Json(other).GetProperty("编号").GetString());
            }
        }
    }

    [Theory]
    [InlineData("936", true)]
    [InlineData("936", false)]
    public async Task A_shapefile_in_gbk_and_gauss_kruger_metres_is_read(string page, bool hasPage)
    {
        Directory.CreateDirectory(In("g"));
        var metres = CoordinateTransform.Of(CoordinateSystem.ByMeridian[13], AxisOrder.EastNorth);
        var (east, north) = metres.FromLonLat(new(113.08, 22.58));
        var source = Write("m.geojson", Collection(Point(FormattableString.Invariant($"[{east:F4},{north:F4}]"), """{"名称":"台山市第一小学"}""")));
        Ogr("-f", "ESRI Shapefile", "-a_srs", "EPSG:4547", "-lco", $"ENCODING=CP{page}", In("g/学校.shp"), source);
        if (!hasPage)
        {
            File.Delete(In("g/学校.cpg"));
            using var table = File.OpenWrite(In("g/学校.dbf"));
            table.Position = 29;
            table.WriteByte(0);
        }
        var (rows, _, draft) = await Take(ZipFolder("a.zip", "g", TextEncodings.Named("GB18030")), lead: Lead);
        (draft.Format, draft.Encoding, draft.SubLayer).ShouldBe((LayerFormat.Shapefile, "GB18030", "学校"));
        (draft.Systems[0].Code, draft.Reading!.System).ShouldBe((CoordinateHint.Declared, CoordinateSystem.ByMeridian[13]));
        var row = rows.Single();
        row.Label.ShouldBe("台山市第一小学");
        row.Geometry.Coordinate.Equals2D(new Coordinate(113.08, 22.58), 1e-8).ShouldBeTrue();
    }

    [Fact]
    public async Task Several_layers_are_listed_and_one_is_chosen()
    {
        Ogr("-f", "GPKG", "-nln", "学校", In("a.gpkg"), Source());
        Ogr("-f", "GPKG", "-update", "-nln", "学校 (备份)", In("a.gpkg"), Source(3));
        var draft = await Look(In("a.gpkg"));
        draft.SubLayers.ShouldBe(["学校", "学校 (备份)"]);
        (await Look(In("a.gpkg"), new() { SubLayer = "学校 (备份)" })).Rows.ShouldBe(3);
        (await Refusal(In("a.gpkg"), new() { SubLayer = "-sql" })).Code.ShouldBe(LayerFault.SubLayerUnknown);
        (await Refusal(In("a.gpkg"), new() { SubLayer = "/vsicurl/http://127.0.0.1/" })).Code.ShouldBe(LayerFault.SubLayerUnknown);
    }

    [Fact]
    public async Task A_layer_named_like_an_option_is_never_an_argument()
    {
        const string point = "<Placemark><Point><coordinates>113,22.5</coordinates></Point></Placemark>";
        var path = Write("a.kml", $"""<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>-sql</name>{point}</Folder><Folder><name>学校</name>{point}</Folder></Document></kml>""");
        (await Refusal(path)).Code.ShouldBe(LayerFault.SubLayerUnknown);
        (await Look(path, new() { SubLayer = "学校" })).Rows.ShouldBe(1);
    }

    [Fact]
    public async Task A_drawing_comes_in_metres_without_a_system_and_is_told_by_its_numbers()
    {
        var metres = CoordinateTransform.Of(CoordinateSystem.WithZone[13], AxisOrder.EastNorth);
        var corners = new[] { (113.0, 22.5), (113.01, 22.5), (113.01, 22.51), (113.0, 22.5) }.Select(one => metres.FromLonLat(new(one.Item1, one.Item2)));
        var line = string.Join(',', corners.Select(one => FormattableString.Invariant($"[{one.First:F3},{one.Second:F3}]")));
        var source = Write("d.geojson", Collection(Feature($$"""{"type":"LineString","coordinates":[{{line}}]}""")));
        Ogr("-f", "DXF", In("a.dxf"), source);
        var (rows, _, draft) = await Take(In("a.dxf"));
        (draft.Format, draft.Reading!.System, draft.DeclaredSystem).ShouldBe((LayerFormat.Dxf, CoordinateSystem.WithZone[13], null));
        rows.Single().Geometry.Coordinates[1].Equals2D(new Coordinate(113.01, 22.5), 1e-7).ShouldBeTrue();
    }

    [Fact]
    public async Task An_old_system_is_named_and_left_to_a_person()
    {
        Ogr("-f", "GPKG", "-a_srs", "EPSG:2383", In("a.gpkg"), Source());
        var draft = await Look(In("a.gpkg"));
        draft.DeclaredSystem!.ShouldContain("Xian 1980");
        draft.Reading.ShouldBeNull();
    }

    [Fact]
    public async Task A_child_is_held_to_its_limits_and_broken_files_are_refused()
    {
        Ogr("-f", "GPKG", In("a.gpkg"), Source(20_000));
        (await Refusal(In("a.gpkg"), limits: new() { GdalMemory = 64 << 20 })).Code.ShouldBeOneOf(LayerFault.GdalLimit, LayerFault.GdalFailed);
        (await Refusal(In("a.gpkg"), limits: new() { GdalOutput = 100_000 })).Code.ShouldBe(LayerFault.GdalLimit);
        (await Refusal(In("a.gpkg"), limits: new() { GdalPatience = TimeSpan.FromMilliseconds(1) })).Code.ShouldBe(LayerFault.GdalLimit);
        var bytes = File.ReadAllBytes(In("a.gpkg"));
        File.WriteAllBytes(In("b.gpkg"), bytes[..(bytes.Length / 2)]);
        (await Refusal(In("b.gpkg"))).Code.ShouldBe(LayerFault.GdalFailed);
        (await Refusal(Zip("b.zip", ("a.shp", "no shapefile"u8.ToArray())))).Code.ShouldBe(LayerFault.GdalFailed);
    }

    [Fact]
    public async Task Without_gdal_the_formats_are_refused_in_a_clear_sentence_and_the_others_are_read()
    {
        var none = new LayerLimits { GdalFolder = In("none") };
        var refusal = await Refusal(Write("a.kml", """<kml xmlns="http://www.opengis.net/kml/2.2"/>"""), limits: none);
        (refusal.Code, refusal.Reason.Contains("gdal-bin")).ShouldBe((LayerFault.GdalMissing, true));
        (await Look(Source(), limits: none)).Rows.ShouldBe(12);
    }

    [Theory]
    [InlineData("""<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>""")]
    [InlineData("""{"type":"FeatureCollection","features":[]}""")]
    public async Task Only_the_driver_of_the_format_reads_a_file(string text) =>
        (await Refusal(Zip("a.zip", ("a.shp", Encoding.UTF8.GetBytes(text))))).Code.ShouldBe(LayerFault.GdalFailed);

    [Fact]
    public void A_child_that_never_ends_is_ended_by_its_processor_time()
    {
        var start = new ProcessStartInfo("/usr/bin/prlimit", ["--cpu=1", "/usr/bin/yes"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var output = new ChildOutput("a", "yes", Process.Start(start)!, LayerLimits.Default);
        var buffer = new byte[1 << 20];
        Should.Throw<ImportException>(() => { while (output.Read(buffer) > 0) { } }).Code.ShouldBe(LayerFault.GdalLimit);
    }

    [Fact]
    public async Task A_kml_in_gbk_with_nested_folders_is_read()
    {
        var text = """<?xml version="1.0" encoding="GBK"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>点</name><Placemark><name>台山</name><Point><coordinates>113,22.5,7</coordinates></Point></Placemark></Folder></Document></kml>""";
        var row = (await Take(Write("a.kml", text, TextEncodings.Named("GB18030")), lead: new(Label: "Name"))).Rows.ShouldHaveSingleItem();
        (row.Label, row.Geometry.Coordinate.X, row.Geometry.Coordinate.Y).ShouldBe(("台山", 113, 22.5));
    }

    private string Source(int count = 12) => Write("source.geojson", Collection([.. Enumerable.Range(1, count).Select(i =>
        Point(FormattableString.Invariant($"[{112.9 + i % 100 * 0.001:F6},{22.5 + i / 100 * 0.0001:F6}]"), $$"""{"名称":"第{{i}}小学","编号":"07{{i:D5}}","数":{{i * 1000}},"高度":{{i % 90}}.5}"""))]));

    private string Csv()
    {
        using var source = JsonDocument.Parse(File.ReadAllText(In("source.geojson")));
        var lines = source.RootElement.GetProperty("features").EnumerateArray().Select(one => (At: one.GetProperty("geometry").GetProperty("coordinates"), Of: one.GetProperty("properties")))
            .Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Of.GetProperty("名称")},{one.Of.GetProperty("编号")},{one.Of.GetProperty("数")},{one.Of.GetProperty("高度")},{one.At[0]},{one.At[1]}"));
        return Write("a.csv", $"名称,编号,数,高度,经度,纬度\n{string.Join('\n', lines)}\n");
    }

    private string ZipFolder(string name, string folder, Encoding names)
    {
        using (var zip = new System.IO.Compression.ZipArchive(File.Create(In(name)), System.IO.Compression.ZipArchiveMode.Create, false, names))
            foreach (var file in Directory.GetFiles(In(folder)))
            {
                using var entry = zip.CreateEntry(Path.GetFileName(file)).Open();
                using var bytes = File.OpenRead(file);
                bytes.CopyTo(entry);
            }
        return In(name);
    }

    private void Ogr(params string[] arguments)
    {
        foreach (var target in arguments.Where(one => one.StartsWith(Folder, StringComparison.Ordinal))) Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/ogr2ogr", arguments) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, errors);
    }
}

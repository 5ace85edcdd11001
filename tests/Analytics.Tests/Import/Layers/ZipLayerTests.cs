using System.IO.Compression;
using System.Text;
using CommandCenter.Analytics.Import.Layers;

namespace CommandCenter.Analytics.Tests.Import.Layers;

[Collection("GDAL")]
public sealed class ZipLayerTests : LayerFiles
{
    [Theory]
    [InlineData("../a.shp", LayerFault.ZipEntryName)]
    [InlineData("b/../../a.shp", LayerFault.ZipEntryName)]
    [InlineData("..\\a.shp", LayerFault.ZipEntryName)]
    [InlineData("/etc/a.shp", LayerFault.ZipEntryName)]
    [InlineData("C:\\a.shp", LayerFault.ZipEntryName)]
    [InlineData("a\n.shp", LayerFault.ZipEntryName)]
    [InlineData("b.zip", LayerFault.ZipNested)]
    [InlineData("b.kmz", LayerFault.ZipNested)]
    public async Task Names_that_lead_out_and_archives_in_archives_are_refused(string name, string code) =>
        (await Refusal(Zip("a.zip", ("good.shp", "x"u8.ToArray()), (name, "x"u8.ToArray())))).Code.ShouldBe(code);

    [Fact]
    public async Task Links_are_refused()
    {
        using (var zip = ZipFile.Open(In("a.zip"), ZipArchiveMode.Create))
        {
            var entry = zip.CreateEntry("a.shp");
            entry.ExternalAttributes = unchecked((int)0xA1FF0000);
            using var stream = entry.Open();
            stream.Write("/etc/passwd"u8);
        }
        (await Refusal(In("a.zip"))).Code.ShouldBe(LayerFault.ZipEntryKind);
    }

    [Fact]
    public async Task A_bomb_is_refused_by_what_it_says_and_by_what_comes_out()
    {
        var zeros = new byte[64 << 20];
        var path = Zip("a.zip", ("a.shp", zeros));
        (await Refusal(path)).Code.ShouldBe(LayerFault.ZipBomb);

        // The same, with both places of the archive saying that it is small.
        var bytes = File.ReadAllBytes(path);
        var length = BitConverter.GetBytes(zeros.Length);
        for (var at = bytes.AsSpan().IndexOf(length); at >= 0; at = bytes.AsSpan().IndexOf(length)) BitConverter.GetBytes(1000).CopyTo(bytes, at);
        File.WriteAllBytes(In("b.zip"), bytes);
        (await Refusal(In("b.zip"))).Code.ShouldBeOneOf(LayerFault.ZipBomb, LayerFault.ZipUnreadable, LayerFault.GdalFailed);
        LeftBehind().ShouldBeEmpty();
    }

    [Fact]
    public async Task Totals_and_numbers_of_entries_are_bounded()
    {
        var random = new byte[1 << 20];
        new Random(1).NextBytes(random);
        (await Refusal(Zip("a.zip", ("a.shp", random), ("a.dbf", random)), limits: new() { UnpackedBytes = 3 << 19 })).Code.ShouldBe(LayerFault.ZipTooLarge);
        var many = Zip("b.zip", [.. Enumerable.Range(0, 10_001).Select(i => ($"{i}.txt", Array.Empty<byte>()))]);
        (await Refusal(many)).Code.ShouldBe(LayerFault.ZipTooManyEntries);
    }

    [Fact]
    public async Task Broken_archives_are_refused_wherever_they_are_cut()
    {
        var whole = File.ReadAllBytes(Zip("a.zip", ("a.shp", Encoding.ASCII.GetBytes(new string('x', 3000))), ("a.dbf", [1, 2, 3])));
        for (var length = 4; length < whole.Length; length += 9)
        {
            File.WriteAllBytes(In("b.zip"), whole[..length]);
            (await Refusal(In("b.zip"))).Code.ShouldBe(LayerFault.ZipUnreadable);
        }
    }

    [Theory]
    [InlineData("[Content_Types].xml", LayerFault.WorkbookGiven)]
    [InlineData("readme.txt", LayerFault.FormatUnknown)]
    public async Task Other_archives_say_what_to_bring(string name, string code) =>
        (await Refusal(Zip("a.xlsx", (name, "x"u8.ToArray()), ("xl/workbook.xml", "x"u8.ToArray())))).Code.ShouldBe(code);

    [Fact]
    public async Task Other_files_say_what_to_bring()
    {
        async Task<string> Code(byte[] bytes)
        {
            File.WriteAllBytes(In("f"), bytes);
            return (await Refusal(In("f"))).Code;
        }
        (await Code([])).ShouldBe(LayerFault.FileEmpty);
        (await Code([0xD0, 0xCF, 0x11, 0xE0, 0, 0, 0, 0])).ShouldBe(LayerFault.WorkbookGiven);
        (await Code("AC1027\0\0"u8.ToArray())).ShouldBe(LayerFault.DrawingGiven);
        (await Code("SQLite format 3\0"u8.ToArray())).ShouldBe(LayerFault.FormatUnknown);
        (await Code("<html></html>"u8.ToArray())).ShouldBe(LayerFault.FormatUnknown);
        (await Code([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D])).ShouldBe(LayerFault.FormatUnknown);
        (await Code("[1,2]"u8.ToArray())).ShouldBe(LayerFault.NotFeatureCollection);
        (await Code("{\"type\":\"FeatureCollection\"}"u8.ToArray())).ShouldBe(LayerFault.NotFeatureCollection);
    }

    [Theory]
    [InlineData("""<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a "b">]><kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>&a;</name></Placemark></kml>""", LayerFault.XmlRefused)]
    [InlineData("""<!DOCTYPE kml SYSTEM "file:///etc/passwd"><kml/>""", LayerFault.XmlRefused)]
    [InlineData("""<kml xmlns="http://www.opengis.net/kml/2.2"><NetworkLink><Link><href>http://127.0.0.1/</href></Link></NetworkLink></kml>""", LayerFault.KmlNetworkLink)]
    [InlineData("""<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark></kml>""", LayerFault.XmlRefused)]
    [InlineData("""<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark>""", LayerFault.XmlRefused)]
    public async Task Kml_with_entities_links_or_faults_is_refused_before_gdal_sees_it(string text, string code)
    {
        (await Refusal(Write("a.kml", text))).Code.ShouldBe(code);
        (await Refusal(Zip("a.kmz", ("doc.kml", Encoding.UTF8.GetBytes(text))))).Code.ShouldBe(code);
        LeftBehind().ShouldBeEmpty();
    }

    private static string[] LeftBehind() => Directory.GetDirectories(Path.GetTempPath(), $"layer-{Environment.ProcessId}-*");
}

using CommandCenter.Analytics.Spatial.Coordinates;

namespace CommandCenter.Analytics.Tests.Spatial.Coordinates;

public sealed class CoordinateSystemTests
{
    [Theory]
    [InlineData("EPSG:4547", "EPSG:4547")]
    [InlineData(" epsg:4547 ", "EPSG:4547")]
    [InlineData("4547", "EPSG:4547")]
    [InlineData("EPSG:4526", "EPSG:4526")]
    [InlineData("urn:ogc:def:crs:EPSG::4490", "EPSG:4490")]
    [InlineData("urn:ogc:def:crs:EPSG:6.9:4490", "EPSG:4490")]
    [InlineData("http://www.opengis.net/def/crs/EPSG/0/3857", "EPSG:3857")]
    [InlineData("CRS84", "EPSG:4326")]
    [InlineData("OGC:CRS84", "EPSG:4326")]
    [InlineData("urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326")]
    [InlineData("http://www.opengis.net/def/crs/OGC/1.3/CRS84", "EPSG:4326")]
    [InlineData("CGCS2000", "EPSG:4490")]
    [InlineData("WGS84", "EPSG:4326")]
    [InlineData("GCJ-02", "GCJ-02")]
    [InlineData("gcj02", "GCJ-02")]
    [InlineData("BD-09", "BD-09")]
    [InlineData("BD09", "BD-09")]
    public void Reads_what_files_and_services_write(string text, string code)
    {
        CoordinateSystem.TryParse(text, out var system).ShouldBeTrue();
        system.Code.ShouldBe(code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("EPSG:2437")] // 北京54: needs parameters that are not public
    [InlineData("EPSG:4512")]
    [InlineData("EPSG:4555")]
    [InlineData("４５４７")]
    [InlineData("EPSG:4547\n4548")]
    [InlineData("+proj=tmerc")]
    [InlineData("http://example.org/def/crs/EPSG/0/4490")]
    public void Knows_no_other(string? text) => CoordinateSystem.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Every_code_reads_back_as_its_own_system()
    {
        foreach (var system in CoordinateSystem.All)
        {
            CoordinateSystem.TryParse(system.Code, out var same).ShouldBeTrue(system.Code);
            same.ShouldBeSameAs(system);
        }
        CoordinateSystem.All.Select(system => system.Code).Distinct().Count().ShouldBe(49);
    }

    [Fact]
    public void Zone_38_and_the_meridian_114_are_the_same_but_for_the_prefix()
    {
        var zoned = CoordinateSystem.OfZonedEasting(38_465_000)!;
        (zoned.Code, zoned.CentralMeridian, zoned.ZonePrefix, zoned.FalseEasting).ShouldBe(("EPSG:4526", 114, 38, 38_500_000));
        CoordinateSystem.TryParse("EPSG:4547", out var plain).ShouldBeTrue();
        (plain.CentralMeridian, plain.ZonePrefix, plain.FalseEasting).ShouldBe((114, null, 500_000));
        (plain.Title, plain.Unit, plain.RegistryAxes).ShouldBe(("CGCS2000 / 3度带 中央经线 114°E", "米", AxisOrder.NorthEast));
    }
}

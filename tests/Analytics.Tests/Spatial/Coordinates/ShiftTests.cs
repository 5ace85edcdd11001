using CommandCenter.Analytics.Spatial.Coordinates;
using CommandCenter.Domain.Geography;
using FsCheck;
using FsCheck.Fluent;

namespace CommandCenter.Analytics.Tests.Spatial.Coordinates;

public sealed class ShiftTests
{
    private static readonly CoordinateTransform Gcj02 = CoordinateTransform.Of(CoordinateSystem.Gcj02, AxisOrder.EastNorth);
    private static readonly CoordinateTransform Bd09 = CoordinateTransform.Of(CoordinateSystem.Bd09, AxisOrder.EastNorth);

    // The three pairs that every port of eviltransform is tested with.
    [Theory]
    [InlineData(121.5272106, 31.1774276, 121.531541859215, 31.17530398364597)]
    [InlineData(113.912316, 22.543847, 113.9171764808363, 22.540796131694766)]
    [InlineData(116.377817, 39.911954, 116.38404722455657, 39.91334545536069)]
    public void Gcj02_is_the_published_shift(double lon, double lat, double gcjLon, double gcjLat)
    {
        var (first, second) = Gcj02.FromLonLat(new(lon, lat));
        first.ShouldBe(gcjLon, 1e-9);
        second.ShouldBe(gcjLat, 1e-9);
    }

    // GCJ-02 of 116.404, 39.915 to BD-09 by coordtransform, whose README prints it.
    [Fact]
    public void Bd09_is_the_published_shift_on_top_of_Gcj02()
    {
        var (first, second) = Bd09.FromLonLat(Gcj02.ToLonLat(116.404, 39.915));
        first.ShouldBe(116.41036949371029, 1e-9);
        second.ShouldBe(39.92133699351021, 1e-9);
    }

    [Fact]
    public void Every_place_on_a_grid_over_China_is_moved_and_comes_back()
    {
        for (var lon = 73.0; lon <= 137; lon += 0.5)
            for (var lat = 3.0; lat <= 55; lat += 0.5)
            {
                ComesBack(Gcj02, new(lon, lat)).ShouldBeTrue($"GCJ-02 {lon} {lat}");
                ComesBack(Bd09, new(lon, lat)).ShouldBeTrue($"BD-09 {lon} {lat}");
            }
    }

    [Fact]
    public void Any_place_in_China_comes_back() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Places.Anywhere(72.1, 0.9, 137.7, 55.7), place => ComesBack(Gcj02, place) && ComesBack(Bd09, place)));

    [Fact]
    public void In_the_city_the_shift_is_hundreds_of_metres()
    {
        foreach (var place in Places.Jiangmen)
        {
            var (lon, lat) = Gcj02.FromLonLat(place);
            Geodesic.Metres(place, new(lon, lat)).ShouldBeInRange(100, 700, place.ToString());
        }
    }

    [Theory]
    [InlineData(-122.4, 37.8)]
    [InlineData(72.0, 30)]
    [InlineData(100, 0.8)]
    [InlineData(179.99, 55.9)]
    public void Outside_its_box_Gcj02_moves_nothing(double lon, double lat)
    {
        Gcj02.FromLonLat(new(lon, lat)).ShouldBe((lon, lat));
        Gcj02.ToLonLat(lon, lat).ShouldBe(new LonLat(lon, lat));
    }

    [Fact]
    public void In_the_seam_of_its_box_a_pair_that_nothing_leads_to_is_a_fault()
    {
        // Along the western edge the shift is eastward: what lies between edge and shifted edge has no original.
        var (shifted, lat) = Gcj02.FromLonLat(new(72.004, 35));
        shifted.ShouldBeGreaterThan(72.004);
        Gcj02.TryToLonLat((72.004 + shifted) / 2, lat, out _, out var fault).ShouldBeFalse();
        fault.Code.ShouldBe(CoordinateFault.NoOriginal);
    }

    private static bool ComesBack(CoordinateTransform transform, LonLat place)
    {
        var (first, second) = transform.FromLonLat(place);
        var back = transform.ToLonLat(first, second);
        var isMoved = Math.Abs(first - place.Lon) + Math.Abs(second - place.Lat) > 1e-4;
        return isMoved && Math.Abs(back.Lon - place.Lon) <= 1e-9 && Math.Abs(back.Lat - place.Lat) <= 1e-9;
    }
}

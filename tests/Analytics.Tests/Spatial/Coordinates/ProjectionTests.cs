using CommandCenter.Analytics.Spatial.Coordinates;
using CommandCenter.Domain.Geography;
using FsCheck;
using FsCheck.Fluent;
using Xunit.Abstractions;

namespace CommandCenter.Analytics.Tests.Spatial.Coordinates;

/// <summary>Against cs2cs, which speaks the registry's order of axes: lat and lon, north and east.</summary>
public sealed class ProjectionTests(ITestOutputHelper output)
{
    private const double Millimetre = 0.001;
    private const double DegreesBack = 1e-8;

    public static TheoryData<string> Families => ["zones with prefix", "zones by meridian", "UTM", "Web Mercator", "WGS 84"];

    [Theory]
    [MemberData(nameof(Families))]
    public void Agrees_with_PROJ_to_a_millimetre_and_back_to_1e_8_degrees(string family)
    {
        var (worst, worstBack) = (0.0, 0.0);
        foreach (var system in Family(family))
        {
            var transform = CoordinateTransform.Of(system, system.RegistryAxes);
            var places = Places.Of(system);
            var judged = ProjTools.Transform("EPSG:4490", system.Code, places.Select(place => (place.Lat, place.Lon)));
            for (var i = 0; i < places.Length; i++)
            {
                var (first, second) = transform.FromLonLat(places[i]);
                worst = Math.Max(worst, Off(first, second, judged[i]));
                var back = transform.ToLonLat(judged[i].First, judged[i].Second);
                worstBack = Math.Max(worstBack, Off(back.Lon, back.Lat, (places[i].Lon, places[i].Lat)));
            }
        }
        output.WriteLine($"{family}: {worst * 1000:F6} mm, back {worstBack:E2}°");
        worst.ShouldBeLessThanOrEqualTo(family == "WGS 84" ? DegreesBack : Millimetre);
        worstBack.ShouldBeLessThanOrEqualTo(DegreesBack);
    }

    [Fact]
    public void Zone_38_and_the_meridian_114_give_the_same_metres_but_for_the_prefix()
    {
        var (zoned, north) = Of("EPSG:4526").FromLonLat(Places.CityHall);
        var (plain, same) = Of("EPSG:4547").FromLonLat(Places.CityHall);
        (zoned - plain).ShouldBe(38_000_000, 1e-6);
        north.ShouldBe(same, 1e-9);
        Of("EPSG:4547").ToLonLat(plain, same).Lon.ShouldBe(113.0815, 1e-9);
    }

    [Fact]
    public void Survey_axes_are_the_same_numbers_turned()
    {
        var (east, north) = Of("EPSG:4547").FromLonLat(Places.CityHall);
        var survey = CoordinateTransform.Of(Of("EPSG:4547").System, AxisOrder.NorthEast);
        survey.FromLonLat(Places.CityHall).ShouldBe((north, east));
        survey.ToLonLat(north, east).ShouldBe(Of("EPSG:4547").ToLonLat(east, north));
    }

    [Fact]
    public void Any_place_in_the_Pearl_River_Delta_comes_back_from_any_system_that_reaches_it() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Places.Anywhere(113.3, 20, 114.7, 24), place => CoordinateSystem.All
            .Where(system => system.CentralMeridian is null or (>= 111 and <= 117))
            .All(system =>
            {
                var transform = CoordinateTransform.Of(system, AxisOrder.EastNorth);
                var (first, second) = transform.FromLonLat(place);
                var back = transform.ToLonLat(first, second);
                return Off(back.Lon, back.Lat, (place.Lon, place.Lat)) < 2e-9;
            })));

    private static CoordinateTransform Of(string code)
    {
        CoordinateSystem.TryParse(code, out var system).ShouldBeTrue();
        return CoordinateTransform.Of(system, AxisOrder.EastNorth);
    }

    private static IReadOnlyList<CoordinateSystem> Family(string name) => name switch
    {
        "zones with prefix" => CoordinateSystem.WithZone,
        "zones by meridian" => CoordinateSystem.ByMeridian,
        "UTM" => CoordinateSystem.Utm,
        "Web Mercator" => [CoordinateSystem.WebMercator],
        _ => [CoordinateSystem.Wgs84],
    };

    private static double Off(double first, double second, (double First, double Second) judged) =>
        Math.Max(Math.Abs(first - judged.First), Math.Abs(second - judged.Second));
}

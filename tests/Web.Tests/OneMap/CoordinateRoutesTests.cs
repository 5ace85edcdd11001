using System.Net;
using System.Net.Http.Json;
using CommandCenter.Analytics.Spatial.Coordinates;
using CommandCenter.Domain.Geography;
using CommandCenter.Web.Features.OneMap;
using CommandCenter.Web.Tests.Host;

namespace CommandCenter.Web.Tests.OneMap;

/// <summary>A position of the map in the systems that people of the field write down.</summary>
[Collection(RunningApp.Name)]
public sealed class CoordinateRoutesTests(CommandCenterApp app)
{
    private static readonly LonLat Jiangmen = new(113.0815, 22.5787);

    [Fact]
    public async Task Without_a_wish_a_position_is_told_in_the_usual_systems_of_its_place()
    {
        using var town = await app.SignInAs("town");
        var told = await town.GetFromJsonAsync<CoordinateView[]>("/api/v1/coordinates?lon=113.0815&lat=22.5787");
        told!.Select(one => one.Crs).ShouldBe(["EPSG:4490", "GCJ-02", "BD-09", "EPSG:4526", "EPSG:4547"]);
        told!.ShouldAllBe(one => one.Unit == (one.Crs == "EPSG:4526" || one.Crs == "EPSG:4547" ? "米" : "度"));
        foreach (var one in told!)
        {
            CoordinateSystem.TryParse(one.Crs, out var system).ShouldBeTrue();
            var back = CoordinateTransform.Of(system!, AxisOrder.EastNorth).ToLonLat(one.East, one.North);
            back.Lon.ShouldBe(Jiangmen.Lon, 1e-8, one.Crs);
            back.Lat.ShouldBe(Jiangmen.Lat, 1e-8, one.Crs);
        }
        (told[3].East - told[4].East).ShouldBe(38_000_000, 1e-6);
    }

    [Fact]
    public async Task The_systems_asked_for_are_told_in_their_order()
    {
        using var staff = await app.SignInAs("staff");
        var told = await staff.GetFromJsonAsync<CoordinateView[]>("/api/v1/coordinates?lon=113.0815&lat=22.5787&crs=BD-09&crs=EPSG:3857");
        told!.Select(one => one.Crs).ShouldBe(["BD-09", "EPSG:3857"]);
    }

    [Theory]
    [InlineData("", "invalid_position")]
    [InlineData("lon=113", "invalid_position")]
    [InlineData("lon=22.5&lat=113.08", "invalid_position")]
    [InlineData("lon=NaN&lat=22", "invalid_position")]
    [InlineData("lon=1e999&lat=22", "invalid_position")]
    [InlineData("lon=113&lat=22&crs=EPSG:2000", "unknown_crs")]
    [InlineData("lon=113&lat=22&crs=%27;DROP", "unknown_crs")]
    [InlineData("lon=75&lat=22&crs=EPSG:4547", "easting_out_of_range")]
    [InlineData("lon=113&lat=22&crs=GCJ-02&crs=GCJ-02&crs=GCJ-02&crs=GCJ-02&crs=GCJ-02&crs=GCJ-02&crs=GCJ-02&crs=GCJ-02&crs=GCJ-02&crs=GCJ-02&crs=GCJ-02", "too_many_systems")]
    public async Task What_is_no_position_is_refused_in_a_Chinese_sentence(string query, string code)
    {
        using var staff = await app.SignInAs("staff");
        await (await staff.GetAsync($"/api/v1/coordinates?{query}")).ShouldBeProblem(HttpStatusCode.BadRequest, code);
    }
}

using System.Diagnostics;
using System.Text.Json;
using CommandCenter.Analytics.Layers;
using CommandCenter.Analytics.Tests.Tiles;
using CommandCenter.Domain.Layers;

namespace CommandCenter.Analytics.Tests.Layers;

/// <summary>What the library of the map in the browser reads out of a tile: <c>@mapbox/vector-tile</c>, in node.</summary>
public sealed class ForeignReaderTests
{
    [Theory]
    [InlineData(GeometryKind.Point, 10, 113, 22.4)]
    [InlineData(GeometryKind.Point, 14, 113, 22.4)]
    [InlineData(GeometryKind.Line, 12, 112.93, 22.33)]
    [InlineData(GeometryKind.Polygon, 11, 112.93, 22.33)]
    [InlineData(GeometryKind.Polygon, 16, 112.93, 22.33)]
    public async Task The_maps_own_library_reads_what_our_reader_reads(GeometryKind kind, int zoom, double lon, double lat)
    {
        var rows = kind switch { GeometryKind.Point => SampleLayer.Points(20_000), GeometryKind.Line => SampleLayer.Roads(1_000), _ => SampleLayer.Houses(5_000) };
        var bytes = (await new MemoryTiles(FeatureSet.Of(SampleLayer.Version(), kind, rows)).TileAsync(SampleLayer.City, SampleLayer.Tile(zoom, lon, lat), default)).ShouldNotBeNull();
        using var foreign = JsonDocument.Parse(await ReadAsync(bytes));
        var theirs = foreign.RootElement.EnumerateArray().ShouldHaveSingleItem();
        var ours = DecodedTile.Of(bytes).Layers.ShouldHaveSingleItem();

        theirs.GetProperty("name").GetString().ShouldBe("places");
        (theirs.GetProperty("version").GetInt32(), theirs.GetProperty("extent").GetInt32()).ShouldBe((2, 4096));
        theirs.GetProperty("features").GetArrayLength().ShouldBe(ours.Features.Count);
        foreach (var (their, our) in theirs.GetProperty("features").EnumerateArray().Zip(ours.Features))
        {
            (their.GetProperty("id").GetUInt64(), their.GetProperty("kind").GetUInt32()).ShouldBe((our.Id, our.Kind));
            their.GetProperty("attributes").EnumerateObject().ToDictionary(attribute => attribute.Name, attribute => attribute.Value.ToString())
                .ShouldBe(our.Attributes.ToDictionary(attribute => attribute.Key, attribute => Convert.ToString(attribute.Value, System.Globalization.CultureInfo.InvariantCulture)!), ignoreOrder: true);
            var parts = their.GetProperty("parts").EnumerateArray().Select(part => part.EnumerateArray().Select(at => (at[0].GetInt32(), at[1].GetInt32())).ToList()).ToList();
            // That library closes its rings.
            parts.Select(part => our.Kind == 3 ? part[..^1] : part).ShouldBe(our.Parts.Select(part => part.ToList()));
            if (our.Kind == 3)
                their.GetProperty("polygons").EnumerateArray().Select(polygon => polygon.GetInt32()).Sum().ShouldBe(our.Parts.Count);
        }
    }

    private static async Task<string> ReadAsync(ReadOnlyMemory<byte> tile)
    {
        var script = Path.Combine(City.Folder, "..", "..", "tests", "Analytics.Tests", "Tiles", "read-tile.mjs");
        using var node = Process.Start(new ProcessStartInfo("node", [script]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var answer = node.StandardOutput.ReadToEndAsync();
        await node.StandardInput.BaseStream.WriteAsync(tile);
        node.StandardInput.Close();
        await node.WaitForExitAsync();
        node.ExitCode.ShouldBe(0);
        return await answer;
    }
}

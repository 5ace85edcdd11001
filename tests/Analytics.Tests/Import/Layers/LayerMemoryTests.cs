using CommandCenter.Analytics.Import.Layers;

namespace CommandCenter.Analytics.Tests.Import.Layers;

/// <summary>What a file of giants leaves in memory. Asked while no other test allocates.</summary>
[Collection(Alone.Name)]
public sealed class LayerMemoryTests : LayerFiles
{
    private const int Megabyte = 1 << 20;

    [Fact]
    public async Task A_line_of_a_hundred_megabytes_ends_the_reading_without_being_held()
    {
        await Take(Write("small.csv", "名称,lon,lat\n甲,113,22.5\n"));
        await using (var file = File.Create(In("a.csv")))
        {
            file.Write("名称,lon,lat\n"u8);
            var block = Enumerable.Repeat((byte)'x', Megabyte).ToArray();
            for (var i = 0; i < 100; i++) file.Write(block);
        }
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var allocated = GC.GetTotalAllocatedBytes();
        var refusal = await Refusal(In("a.csv"));
        (refusal.Code, refusal.Place).ShouldBe((LayerFault.CsvMalformed, "第 2 行"));
        (GC.GetTotalAllocatedBytes() - allocated).ShouldBeLessThan(64L * Megabyte);
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(8L * Megabyte);
    }

    [Fact]
    public async Task A_feature_of_65_megabytes_is_refused_and_memory_is_back_where_it_was()
    {
        await Take(Write("small.geojson", $$$"""{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Polygon","coordinates":{{{Square}}}},"properties":{}}]}"""));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var giant = new string('x', Megabyte);
        await using (var file = new StreamWriter(In("a.geojson")))
        {
            await file.WriteAsync("""{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"a":"x""");
            for (var i = 0; i < 65; i++) await file.WriteAsync(giant);
            await file.WriteAsync("\"}}]}");
        }
        (await Refusal(In("a.geojson"))).Code.ShouldBe(LayerFault.FeatureTooLarge);
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(32L * Megabyte);
    }
}

[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}

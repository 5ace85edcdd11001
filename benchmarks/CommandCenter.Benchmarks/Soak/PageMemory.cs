using Microsoft.Playwright;

namespace CommandCenter.Benchmarks.Soak;

/// <summary>What an open page holds after its garbage was collected.</summary>
/// <param name="Heap">Megabytes of JavaScript heap.</param>
internal sealed record PageMemory(double Heap, double Nodes, double Listeners)
{
    public static async Task<PageMemory> ReadAsync(IPage page)
    {
        var inspector = await page.Context.NewCDPSessionAsync(page);
        await inspector.SendAsync("HeapProfiler.collectGarbage");
        await inspector.SendAsync("Performance.enable");
        var metrics = (await inspector.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics").EnumerateArray()
            .ToDictionary(metric => metric.GetProperty("name").GetString()!, metric => metric.GetProperty("value").GetDouble());
        await inspector.DetachAsync();
        return new(metrics["JSHeapUsedSize"] / 1e6, metrics["Nodes"], metrics["JSEventListeners"]);
    }
}

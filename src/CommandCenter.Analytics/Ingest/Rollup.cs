namespace CommandCenter.Analytics.Ingest;

/// <summary>A table that is counted from <c>readings</c> by a view of its own, as the schema says.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Keys">What it tells apart, besides the bucket.</param>
/// <param name="Narrow">Of these, what narrows the readings down by their order.</param>
/// <param name="Start">The beginning of the bucket of a time, as SQL.</param>
internal sealed record Rollup(string Table, string Keys, string Narrow, Func<string, string> Start)
{
    private const string Region = "type, metric, region";
    private const string Device = "device, metric, region, type";

    public static IReadOnlyList<Rollup> All { get; } =
    [
        new("region_1m", Region, "region, metric", Minute),
        new("region_1h", Region, "region, metric", Hour),
        new("region_1d", Region, "region, metric", Day),
        new("device_1h", Device, "region, metric, device", Hour),
        new("device_1d", Device, "region, metric, device", Day),
    ];

    private static string Minute(string time) => $"toStartOfMinute({time})";

    private static string Hour(string time) => $"toStartOfHour({time})";

    private static string Day(string time) => $"toStartOfDay({time}, 'Asia/Shanghai')";
}

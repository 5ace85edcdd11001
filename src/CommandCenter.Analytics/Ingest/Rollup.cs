namespace CommandCenter.Analytics.Ingest;

/// <summary>A table that is counted from <c>readings</c> by a view of its own, as the schema says.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Keys">What it tells apart, besides the bucket.</param>
/// <param name="Narrow">Of these, what narrows the readings down by their order.</param>
/// <param name="Start">The beginning of the bucket of a time, as SQL.</param>
/// <param name="Only">What else is asked of the readings, as SQL that begins with AND; empty when all are counted.</param>
internal sealed record Rollup(string Table, string Keys, string Narrow, Func<string, string> Start, string Only = "")
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
        new("doubtful_1h", "type, metric, region, device, quality", "region, metric, device", Hour, " AND quality > 0"),
    ];

    private static string Minute(string time) => $"toStartOfMinute({time})";

    private static string Hour(string time) => $"toStartOfHour({time})";

    private static string Day(string time) => $"toStartOfDay({time}, 'Asia/Shanghai')";
}

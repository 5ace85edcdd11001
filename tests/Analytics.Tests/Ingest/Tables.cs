namespace CommandCenter.Analytics.Tests.Ingest;

/// <summary>The tables that hold readings and what is counted from them.</summary>
internal static class Tables
{
    public static readonly string[] Rollups = ["region_1m", "region_1h", "region_1d", "device_1h", "device_1d"];

    /// <summary>Views first: a table may go once nothing hangs on it.</summary>
    public static readonly string[] All =
    [
        "schema_versions",
        "readings_to_1m", "readings_to_1h", .. Rollups.Select(rollup => $"readings_to_{rollup}"), "readings_to_doubtful_1h", "readings_to_latest", "readings_to_ids",
        "readings", "readings_1m", "readings_1h", .. Rollups, "doubtful_1h", "latest", "reading_ids",
    ];
}

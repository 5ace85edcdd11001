using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Import;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Analytics.Schema;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;
using CommandCenter.EndToEnd.Host;

namespace CommandCenter.Benchmarks.Rollups;

/// <summary>
/// Readings of a whole city, made inside ClickHouse: 70,000 devices of 12 types spread over the real towns, 8 metrics each, every series
/// at an even pace with a jitter of its own. They come into the tables of the version before the rollups, which are then brought over as on an
/// upgrade: that is what a real folder has behind it.
/// </summary>
internal sealed class ManyReadings(IClickHouse clickHouse, long count, int days)
{
    public const int Devices = 70_000;
    public const int Types = 12;
    public const int MetricsPerType = 8;
    private const int SeriesCount = Devices * MetricsPerType;
    private const int BatchRows = 1_000_000;
    private const string LastBefore = "005_features.sql";

    public static readonly DateTimeOffset Start = new(2026, 10, 17, 16, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<RegionCode> Towns { get; } =
    [
        .. RegionFolder.Read(Path.Combine(ServerProcess.Repository, "gis-data", "jiangmen")).Tree.All
            .Where(region => region.Level == RegionLevel.Town).Select(region => region.Code),
    ];

    public DateTimeOffset End => Start.AddDays(days);

    public static string Type(int number) => $"类型{number}";

    public static string Metric(int type, int number) => $"metric_{type}_{number}";

    public static string Device(int number) => $"MANY-{number:D6}";

    public DeviceRegister Register()
    {
        var register = new DeviceRegister();
        register.UseMetrics(Enumerable.Range(0, Types * MetricsPerType).Select(i => Metric(i / MetricsPerType, i % MetricsPerType)).Select(key => new Metric(key, key, "", -1e6, 1e6, [])));
        register.Register([.. Enumerable.Range(0, Devices).Select(i => new Device(Device(i), Device(i), Type(i % Types), "部门", new(113, 22.5), Towns[i % Towns.Count], IsIllustrative: true))]);
        return register;
    }

    /// <summary>Makes the readings; ends when ClickHouse has merged what it wants to merge.</summary>
    public async Task MakeAsync()
    {
        await new SchemaRunner(clickHouse, [.. SchemaRunner.Files.Where(file => string.CompareOrdinal(file.Name, LastBefore) <= 0)]).ApplyAsync(default);
        for (var made = 0L; made < count; made += BatchRows)
        {
            await clickHouse.ExecuteAsync(Batch(made, Math.Min(BatchRows, count - made)), default);
            if (made / BatchRows % 10 == 9) Console.Error.WriteLine($"{made + BatchRows:N0} readings");
        }
    }

    /// <summary>As an older folder is brought over.</summary>
    /// <param name="through">The last file to apply.</param>
    public Task UpgradeAsync(string? through = null) => new SchemaRunner(
        clickHouse, [.. SchemaRunner.Files.Where(file => through is null || string.CompareOrdinal(file.Name, through) <= 0)]).ApplyAsync(default);

    public async Task RestAsync()
    {
        for (var quiet = 0; quiet < 5;)
        {
            quiet = (await clickHouse.QueryAsync(new("SELECT count() FROM system.merges"), row => row.ReadUInt64(), default))[0] == 0 ? quiet + 1 : 0;
            await Task.Delay(1_000);
        }
    }

    private Sql Batch(long first, long rows)
    {
        var rounds = (count + SeriesCount - 1) / SeriesCount;
        return new Sql($$"""
            INSERT INTO readings
            SELECT
                {towns:Array(UInt64)}[device % length({towns:Array(UInt64)}) + 1],
                concat('部门', toString(device % 5)),
                concat('类型', toString(device % {{Types}})),
                concat('metric_', toString(device % {{Types}}), '_', toString(intDiv(series, {{Devices}}))),
                concat('MANY-', leftPad(toString(device), 6, '0')),
                fromUnixTimestamp64Milli({start:Int64} + intDiv(n, {{SeriesCount}}) * {pace:Int64} + cityHash64(n) % {pace:Int64}, 'UTC'),
                round(20 + 10 * sin(n / {{SeriesCount}}) + cityHash64(n, 1) % 1000 / 250, 2),
                cityHash64(n, 2) % 500 = 0,
                ''
            FROM
            (
                SELECT
                    {first:Int64} + toInt64(number) AS n,
                    n % {{SeriesCount}} AS series,
                    series % {{Devices}} AS device
                FROM numbers({rows:UInt64})
            )
            """)
            .With("towns", Towns.Select(town => town.Number))
            .With("start", Start.ToUnixTimeMilliseconds())
            .With("pace", (long)(TimeSpan.FromDays(days) / rounds).TotalMilliseconds)
            .With("first", first)
            .With("rows", rows);
    }
}

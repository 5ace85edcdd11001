using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Schema;
using CommandCenter.Analytics.Tests.ClickHouse;
using CommandCenter.Analytics.Tests.Ingest;

namespace CommandCenter.Analytics.Tests.Schema;

[Collection(Embedded.Name)]
public sealed class EmbeddedRollupUpgradeTests(EmbeddedPlace place) : RollupUpgradeTests(place);

[Collection(OverHttp.Name)]
public sealed class HttpRollupUpgradeTests(HttpPlace place) : RollupUpgradeTests(place);

/// <summary>Readings of a version that knew minutes and hours of regions only.</summary>
public abstract class RollupUpgradeTests(ClickHousePlace place) : IDisposable
{
    private const int Before = 5;
    private readonly IClickHouse _clickHouse = place.Open("upgrade_tests");

    public void Dispose() => _clickHouse.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Every_rollup_holds_the_readings_from_before_and_after_however_often_the_start_was_cut_short(int cuts)
    {
        foreach (var name in Tables.All) await _clickHouse.ExecuteAsync(new($"DROP TABLE IF EXISTS {name} SYNC"), default);
        await new SchemaRunner(_clickHouse, [.. SchemaRunner.Files.Take(Before)]).ApplyAsync(default);
        await InsertAsync(0);
        await InsertAsync(20_000);
        for (var cut = 0; cut < cuts; cut++)
        {
            await new SchemaRunner(_clickHouse, [.. SchemaRunner.Files.Take(Before + 1)]).ApplyAsync(default);
            await _clickHouse.ExecuteAsync(new("ALTER TABLE schema_versions DELETE WHERE name LIKE '006%' SETTINGS mutations_sync = 1"), default);
        }

        await new SchemaRunner(_clickHouse, SchemaRunner.Files).ApplyAsync(default);
        await AgreeAsync(40_000);
        await InsertAsync(40_000);
        await AgreeAsync(60_000);
        (await _clickHouse.QueryAsync(new("SELECT name FROM system.tables WHERE database = currentDatabase() AND name IN ('readings_1m', 'readings_1h')"), row => row.ReadString(), default))
            .ShouldBeEmpty();
    }

    private async Task AgreeAsync(long readings)
    {
        const string groups = "count(), sum(n), toInt64(sum(s)), sum(a)";
        foreach (var rollup in Tables.Rollups)
        {
            var start = rollup[^1] switch { 'm' => "toStartOfMinute(ts)", 'h' => "toStartOfHour(ts)", _ => "toStartOfDay(ts, 'Asia/Shanghai')" };
            var keys = rollup.StartsWith("device", StringComparison.Ordinal) ? "device, metric, region, type" : "type, metric, region";
            var counted = await TotalsAsync($"SELECT {groups} FROM (SELECT sum(count) AS n, sum(total) AS s, sum(alarms) AS a FROM {rollup} GROUP BY {keys}, bucket)");
            counted.ShouldBe(await TotalsAsync($"SELECT {groups} FROM (SELECT count() AS n, sum(value) AS s, countIf(severity > 0) AS a FROM readings GROUP BY {keys}, {start})"), rollup);
            counted.Readings.ShouldBe(readings, rollup);
        }
    }

    private async Task<(long Buckets, long Readings, long Sum, long Alarms)> TotalsAsync(string sql) =>
        (await _clickHouse.QueryAsync(new(sql), row => ((long)row.ReadUInt64(), (long)row.ReadUInt64(), row.ReadInt64(), (long)row.ReadUInt64()), default)).Single();

    private Task InsertAsync(long first) => _clickHouse.ExecuteAsync(
        new Sql("""
            INSERT INTO readings
            SELECT
                440700000000 + n % 70 * 1000,
                '水利',
                concat('type', toString(n % 5)),
                concat('metric', toString(n % 3)),
                concat('D-', toString(n % 210)),
                toDateTime64('2026-10-31 12:00:00.000', 3, 'UTC') + n * 7,
                n % 100,
                n % 10 = 0,
                ''
            FROM (SELECT {first:Int64} + number AS n FROM numbers(20000))
            """).With("first", first), default);
}

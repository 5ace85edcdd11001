using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Schema;
using CommandCenter.Analytics.Tests.ClickHouse;

namespace CommandCenter.Analytics.Tests.Schema;

/// <summary>The statements for a cluster. None runs here: ClickHouse only reads them and says whether it understands.</summary>
[Collection(Embedded.Name)]
public sealed class ClusterSchemaTests(EmbeddedPlace place) : IDisposable
{
    private readonly IClickHouse _clickHouse = place.Open("cluster_tests");

    public void Dispose() => _clickHouse.Dispose();

    [Fact]
    public async Task ClickHouse_understands_every_statement_of_the_schema_for_a_cluster()
    {
        foreach (var statement in SchemaRunner.Files.SelectMany(file => SqlTokens.Statements(file.Text)).SelectMany(plain => ClusterSchema.Expand(plain, "city")))
            (await _clickHouse.QueryAsync(new Sql("SELECT formatQuery({x:String})").With("x", statement), row => row.ReadString(), default))
                .Single().ShouldNotBeNullOrWhiteSpace(statement);
    }

    [Fact]
    public void A_table_is_replicated_on_every_server_and_distributed_over_them()
    {
        var (local, all) = Pair("""
            -- Why it is there.
            CREATE TABLE IF NOT EXISTS readings
            (
                device String,
                ts     DateTime64(3, 'UTC')
            )
            ENGINE = MergeTree
            ORDER BY (device, ts)
            SETTINGS non_replicated_deduplication_window = 1000
            """);
        local.ShouldStartWith("CREATE TABLE IF NOT EXISTS readings_local ON CLUSTER city");
        local.ShouldContain("ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')\nORDER BY");
        local.ShouldContain("replicated_deduplication_window = 1000");
        local.ShouldContain("replicated_deduplication_window_seconds = 604800");
        local.ShouldNotContain("non_replicated");
        all.ShouldBe("CREATE TABLE IF NOT EXISTS readings ON CLUSTER city AS readings_local\nENGINE = Distributed(city, currentDatabase(), readings_local, sipHash64(device))");
    }

    [Fact]
    public void A_table_like_another_and_a_view_stay_on_the_local_ones()
    {
        var (local, all) = Pair("CREATE TABLE IF NOT EXISTS hours AS minutes\nENGINE = AggregatingMergeTree\nORDER BY (region, bucket)");
        local.ShouldStartWith("CREATE TABLE IF NOT EXISTS hours_local ON CLUSTER city AS minutes_local\nENGINE = ReplicatedAggregatingMergeTree(");
        all.ShouldEndWith("sipHash64(region))");
        ClusterSchema.Expand("CREATE MATERIALIZED VIEW IF NOT EXISTS v TO hours AS\nSELECT region FROM readings\nGROUP BY region", "city").ShouldBe(
            ["CREATE MATERIALIZED VIEW IF NOT EXISTS v ON CLUSTER city TO hours_local AS\nSELECT region FROM readings_local\nGROUP BY region"]);
        ClusterSchema.Expand("ALTER TABLE hours MODIFY SETTING fsync_after_insert = 1", "city").ShouldBe(
            ["ALTER TABLE hours_local ON CLUSTER city MODIFY SETTING fsync_after_insert = 1"]);
        ClusterSchema.Expand("CREATE TABLE IF NOT EXISTS r (a UInt8, v UInt8)\nENGINE = ReplacingMergeTree(v)\nORDER BY a", "city")[0]
            .ShouldContain("ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}', v)");
    }

    [Fact]
    public void A_new_column_is_in_both_tables_and_a_view_asks_the_local_one()
    {
        ClusterSchema.Expand("ALTER TABLE hours ADD COLUMN IF NOT EXISTS n UInt8", "city").ShouldBe(
            ["ALTER TABLE hours_local ON CLUSTER city ADD COLUMN IF NOT EXISTS n UInt8", "ALTER TABLE hours ON CLUSTER city ADD COLUMN IF NOT EXISTS n UInt8"]);
        ClusterSchema.Expand("ALTER TABLE v MODIFY QUERY\nSELECT region\nFROM readings", "city").ShouldBe(
            ["ALTER TABLE v ON CLUSTER city MODIFY QUERY\nSELECT region\nFROM readings_local"]);
    }

    [Fact]
    public void What_is_emptied_or_dropped_is_so_on_every_server()
    {
        ClusterSchema.Expand("-- Why.\nTRUNCATE TABLE hours", "city").ShouldBe(["TRUNCATE TABLE hours_local ON CLUSTER city"]);
        ClusterSchema.Expand("DROP VIEW IF EXISTS v", "city").ShouldBe(["DROP VIEW IF EXISTS v ON CLUSTER city"]);
        ClusterSchema.Expand("DROP TABLE IF EXISTS hours", "city").ShouldBe(
            ["DROP TABLE IF EXISTS hours ON CLUSTER city", "DROP TABLE IF EXISTS hours_local ON CLUSTER city"]);
    }

    [Theory]
    [InlineData("DROP TABLE readings")]
    [InlineData("CREATE TABLE x (a UInt8)\nENGINE = MergeTree\nORDER BY a")]
    [InlineData("CREATE TABLE IF NOT EXISTS x (a UInt8)\nENGINE = Memory")]
    public void A_form_it_does_not_know_stops_the_start(string statement) =>
        Should.Throw<NotSupportedException>(() => ClusterSchema.Expand(statement, "city"));

    private static (string Local, string All) Pair(string statement)
    {
        var both = ClusterSchema.Expand(statement, "city");
        both.Count.ShouldBe(2);
        return (both[0], both[1]);
    }
}

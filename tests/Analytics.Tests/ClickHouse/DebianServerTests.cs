using CommandCenter.Analytics.ClickHouse;

namespace CommandCenter.Analytics.Tests.ClickHouse;

/// <summary>The HTTP transport on a server that others wrote. It is of 2018: it knows no typed parameters and no deduplication
/// tokens, so inserts go over the wire without them.</summary>
public sealed class DebianServerTests(DebianServer server) : IClassFixture<DebianServer>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rows_written_come_back_as_they_were(bool gzip)
    {
        using var clickHouse = new HttpClickHouse(server.Options with { Gzip = gzip });
        await clickHouse.ExecuteAsync(new("DROP TABLE IF EXISTS round_trip"), default);
        await clickHouse.ExecuteAsync(new("CREATE TABLE round_trip (id UInt64, name String, value Float64) ENGINE = MergeTree ORDER BY id"), default);
        var rows = new RowBinaryWriter();
        for (ulong i = 0; i < 100_000; i++)
        {
            rows.WriteUInt64(i);
            rows.WriteString($"崖门水道 {i % 10}\t'\\\n\0");
            rows.WriteFloat64(i / 10.0);
        }

        using (var wire = new HttpWire(server.Options with { Gzip = gzip }))
            (await wire.SendAsync([new("database", "tests"), new("query", "INSERT INTO round_trip FORMAT RowBinary")], wire.Rows(rows.Written), default)).Dispose();

        ulong next = 0;
        await foreach (var (id, name, value) in clickHouse.StreamAsync(
            new("SELECT id, name, value FROM round_trip ORDER BY id"), row => (row.ReadUInt64(), row.ReadString(), row.ReadFloat64()), default))
        {
            (id, name, value).ShouldBe((next, $"崖门水道 {next % 10}\t'\\\n\0", next / 10.0));
            next++;
        }

        next.ShouldBe(100_000UL);
        (await clickHouse.QueryAsync(new("SELECT count() FROM round_trip"), row => row.ReadUInt64(), default)).ShouldBe([100_000UL]);
    }

    [Theory]
    [InlineData("tester", "wrong", 193)]
    [InlineData("nobody", "a secret", 192)]
    public async Task A_stranger_is_refused(string user, string password, int code)
    {
        using var clickHouse = new HttpClickHouse(server.Options with { User = user, Password = password });
        (await FailsAsync(clickHouse, "SELECT 1")).Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("SELECT count() FROM (SELECT sleepEachRow(0.2), number FROM system.numbers WHERE cityHash64(number) = 1)", 159)]
    [InlineData("SELECT toUInt8(1) FROM system.numbers LIMIT 2000", 396)]
    [InlineData("SELECT nonsense(", 62)]
    public async Task What_the_server_refuses_comes_with_its_code(string sql, int code)
    {
        using var clickHouse = new HttpClickHouse(server.Options with { MaxExecution = TimeSpan.FromSeconds(1), MaxResultRows = 1_000, Database = "default" });
        (await FailsAsync(clickHouse, sql)).Code.ShouldBe(code);
    }

    [Fact]
    public async Task A_failure_behind_the_first_rows_reaches_the_reader()
    {
        using var clickHouse = new HttpClickHouse(server.Options with { Database = "default", MaxResultRows = 100_000_000 });
        var failure = await Should.ThrowAsync<ClickHouseException>(async () =>
        {
            await foreach (var _ in clickHouse.StreamAsync(new("SELECT throwIf(number > 5000000) FROM system.numbers LIMIT 10000000"), row => row.ReadUInt8(), default)) { }
        });
        failure.Code.ShouldBe(395);
    }

    private static Task<ClickHouseException> FailsAsync(HttpClickHouse clickHouse, string sql) =>
        Should.ThrowAsync<ClickHouseException>(() => clickHouse.QueryAsync(new(sql), row => row.ReadUInt8(), default));
}

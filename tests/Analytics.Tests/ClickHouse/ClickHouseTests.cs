using System.Diagnostics;
using CommandCenter.Analytics.ClickHouse;

namespace CommandCenter.Analytics.Tests.ClickHouse;

[Collection(Embedded.Name)]
public sealed class EmbeddedClickHouseTests(EmbeddedPlace place) : ClickHouseTests(place);

[Collection(OverHttp.Name)]
public sealed class HttpClickHouseTests(HttpPlace place) : ClickHouseTests(place);

public abstract class ClickHouseTests(ClickHousePlace place) : IDisposable
{
    private readonly IClickHouse _clickHouse = place.Open("embedded_tests");

    public void Dispose() => _clickHouse.Dispose();

    [Fact]
    public async Task Rows_written_come_back_as_they_were()
    {
        await FreshTableAsync("round_trip", "id UInt64, name String, at DateTime64(3, 'UTC'), value Float64, note Nullable(String)");
        var at = DateTimeOffset.FromUnixTimeMilliseconds(1_795_000_123_456);
        var rows = new RowBinaryWriter();
        foreach (var (id, name) in new[] { (1UL, "崖门水道 3#"), (ulong.MaxValue, "𠮷\t'\\\n\0") })
        {
            rows.WriteUInt64(id);
            rows.WriteString(name);
            rows.WriteDateTime64(at);
            rows.WriteFloat64(-0.1);
            rows.WriteUInt8(1);
        }

        await _clickHouse.InsertAsync("round_trip", rows.Written, null, default);

        var read = await _clickHouse.QueryAsync(
            new("SELECT * FROM round_trip ORDER BY id"),
            row => (row.ReadUInt64(), row.ReadString(), row.ReadDateTime64(), row.ReadFloat64(), row.ReadNullableString()), default);
        read.ShouldBe([(1UL, "崖门水道 3#", at, -0.1, null), (ulong.MaxValue, "𠮷\t'\\\n\0", at, -0.1, null)]);
    }

    [Fact]
    public async Task A_token_makes_a_repeated_insert_count_once_in_table_and_view()
    {
        await FreshTableAsync("base", "a UInt64");
        await FreshTableAsync("hanging", "total UInt64");
        await _clickHouse.ExecuteAsync(new("DROP VIEW IF EXISTS to_hanging"), default);
        await _clickHouse.ExecuteAsync(new("CREATE MATERIALIZED VIEW to_hanging TO hanging AS SELECT sum(a) AS total FROM base"), default);
        var rows = new RowBinaryWriter();
        rows.WriteUInt64(7);

        for (var i = 0; i < 5; i++) await _clickHouse.InsertAsync("base", rows.Written, "batch-1", default);
        await _clickHouse.InsertAsync("base", rows.Written, "batch-2", default);
        for (var i = 0; i < 2; i++) await _clickHouse.InsertAsync("base", rows.Written, null, default);

        (await SingleAsync("SELECT sum(a) FROM base")).ShouldBe(28UL);
        (await SingleAsync("SELECT sum(total) FROM hanging")).ShouldBe(28UL);
    }

    [Fact]
    public async Task A_long_answer_streams_and_may_be_left_early()
    {
        ulong next = 0;
        await foreach (var number in _clickHouse.StreamAsync(new("SELECT number FROM numbers(900000)"), row => row.ReadUInt64(), default))
            if (number != next++) break;
        next.ShouldBe(900_000UL);

        for (var i = 0; i < 5; i++)
            await foreach (var _ in _clickHouse.StreamAsync(new("SELECT number FROM numbers(900000)"), row => row.ReadUInt64(), default))
                break;
        (await SingleAsync("SELECT toUInt64(42)")).ShouldBe(42UL);
    }

    [Fact]
    public async Task A_failure_while_streaming_reaches_the_reader()
    {
        var failure = await Should.ThrowAsync<ClickHouseException>(async () =>
        {
            await foreach (var _ in _clickHouse.StreamAsync(new("SELECT throwIf(number > 500000) FROM numbers(1000000)"), row => row.ReadUInt8(), default)) { }
        });
        failure.Code.ShouldBe(395);
    }

    [Fact]
    public async Task A_cancelled_query_stops_at_once()
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var watch = Stopwatch.StartNew();
        await Should.ThrowAsync<OperationCanceledException>(() => _clickHouse.QueryAsync(
            new("SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 1"), row => row.ReadUInt64(), cancel.Token));
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
        (await SingleAsync("SELECT toUInt64(1)")).ShouldBe(1UL);
    }

    [Theory]
    [InlineData("SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 1", 2, 159)]
    [InlineData("SELECT toUInt64(number) FROM numbers(2000)", 60, 396)]
    [InlineData("SELECT toUInt64(length(groupArray(number))) FROM numbers(10000000)", 60, 241)]
    public async Task A_query_over_a_limit_fails(string sql, int seconds, int code)
    {
        using var limited = place.Open("limits", new(TimeSpan.FromSeconds(seconds), 1000, 30_000_000));
        var failure = await Should.ThrowAsync<ClickHouseException>(() => limited.QueryAsync(new(sql), row => row.ReadUInt64(), default));
        failure.Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("INSERT INTO guarded VALUES (2)")]
    [InlineData("DROP TABLE guarded")]
    [InlineData("SELECT 1; DROP TABLE guarded")]
    [InlineData("SELECT 1 SETTINGS readonly = 0")]
    [InlineData("SELECT 1 SETTINGS max_execution_time = 0")]
    [InlineData("SELECT * FROM file('/etc/passwd', 'LineAsString')")]
    [InlineData("SELECT file('/etc/passwd')")]
    [InlineData("SELECT `file`  /* */ ('/etc/passwd')")]
    [InlineData("SELECT * FROM default.`/etc/passwd`")]
    [InlineData("SELECT * FROM '/etc/passwd'")]
    [InlineData("SELECT 1 INTO /* */ OUTFILE '/tmp/cc-outfile'")]
    [InlineData("SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString', 'a String')")]
    [InlineData("SELECT * FROM s3('http://127.0.0.1:1/bucket/a', 'LineAsString', 'a String')")]
    [InlineData("SELECT * FROM remote('127.0.0.1', 'system', 'one')")]
    [InlineData("SELECT * FROM mysql('127.0.0.1:1', 'a', 'b', 'c', 'd')")]
    [InlineData("SELECT * FROM sqlite('/tmp/x.db', 't')")]
    [InlineData("SELECT * FROM executable('id', 'TSV', 'a String')")]
    [InlineData("KILL QUERY WHERE 1 ASYNC")]
    public async Task A_question_neither_changes_anything_nor_leaves_the_database(string sql)
    {
        await FreshTableAsync("guarded", "a UInt64");
        await Should.ThrowAsync<ClickHouseException>(() => _clickHouse.QueryAsync(new(sql), row => row.ReadUInt8(), default));
        (await SingleAsync("SELECT count() FROM guarded")).ShouldBe(0UL);
        File.Exists("/tmp/cc-outfile").ShouldBeFalse();
    }

    [Theory]
    [InlineData("INSERT INTO FUNCTION file('/tmp/cc-outfile', 'TSV', 'a UInt8') SELECT 1")]
    [InlineData("CREATE TABLE reaches_out (a String) ENGINE = URL('http://127.0.0.1:1/', 'TSV')")]
    public async Task Not_even_a_change_leaves_the_database(string sql)
    {
        var failure = await Should.ThrowAsync<ClickHouseException>(() => _clickHouse.ExecuteAsync(new(sql), default));
        failure.Code.ShouldBe(497);
    }

    [Fact]
    public async Task Counts_the_questions_it_was_asked()
    {
        var before = _clickHouse.QueryCount;
        await SingleAsync("SELECT toUInt64(1)");
        await _clickHouse.ExecuteAsync(new("CREATE TABLE IF NOT EXISTS not_a_question (a UInt8) ENGINE = Memory"), default);
        _clickHouse.QueryCount.ShouldBe(before + 1);
    }

    private async Task FreshTableAsync(string name, string columns)
    {
        await _clickHouse.ExecuteAsync(new($"DROP TABLE IF EXISTS {name} SYNC"), default);
        await _clickHouse.ExecuteAsync(new($"CREATE TABLE {name} ({columns}) ENGINE = MergeTree ORDER BY tuple() SETTINGS non_replicated_deduplication_window = 100"), default);
    }

    private async Task<ulong> SingleAsync(string sql) => (await _clickHouse.QueryAsync(new(sql), row => row.ReadUInt64(), default)).Single();
}

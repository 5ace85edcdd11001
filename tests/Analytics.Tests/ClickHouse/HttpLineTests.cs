using System.Diagnostics;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Tests.Faults;

namespace CommandCenter.Analytics.Tests.ClickHouse;

/// <summary>What the HTTP transport makes of a line that fails.</summary>
[Collection(OverHttp.Name)]
public sealed class HttpLineTests(HttpPlace place) : IAsyncLifetime
{
    private const string Long = "SELECT number FROM numbers(900000)";
    private FaultyLine _line = null!;
    private HttpClickHouse _clickHouse = null!;

    public async Task InitializeAsync()
    {
        _line = new(() => place.Options("x").Address.Port);
        _clickHouse = Open(options => options);
        await _clickHouse.ExecuteAsync(new("DROP TABLE IF EXISTS line SYNC"), default);
        await _clickHouse.ExecuteAsync(new("CREATE TABLE line (a UInt64) ENGINE = MergeTree ORDER BY a SETTINGS non_replicated_deduplication_window = 100"), default);
    }

    public async Task DisposeAsync()
    {
        _clickHouse.Dispose();
        await _line.DisposeAsync();
    }

    [Fact]
    public async Task A_question_whose_answer_was_lost_is_asked_again()
    {
        _line.LoseReplies(2);
        (await CountAsync()).ShouldBe(0UL);
        _line.Lost.ShouldBe(2);
    }

    [Fact]
    public async Task An_insert_with_a_token_is_repeated_and_counts_once_and_one_without_is_not()
    {
        _line.LoseReplies(2);
        await _clickHouse.InsertAsync("line (a)", Row(7), "t-1", default);
        (await CountAsync()).ShouldBe(1UL);

        _line.LoseReplies(1);
        (await Should.ThrowAsync<ClickHouseException>(() => _clickHouse.InsertAsync("line (a)", Row(7), null, default))).Code.ShouldBe(210);
        // Nobody knew whether it went in; it did.
        (await CountAsync()).ShouldBe(2UL);
    }

    [Fact]
    public async Task An_answer_cut_in_the_middle_is_a_failure_and_not_a_short_answer()
    {
        _line.Set(LineFault.CutReplies);
        var failure = await Should.ThrowAsync<ClickHouseException>(() => _clickHouse.QueryAsync(new(Long), row => row.ReadUInt64(), default));
        failure.Message.ShouldContain("broke off");
        ulong next = 0;
        await Should.ThrowAsync<ClickHouseException>(async () =>
        {
            await foreach (var number in _clickHouse.StreamAsync(new(Long), row => row.ReadUInt64(), default)) number.ShouldBe(next++);
        });
        next.ShouldBeLessThan(900_000UL);
    }

    [Fact]
    public async Task A_server_that_hangs_is_given_up_after_a_while()
    {
        using var hasty = Open(options => options with { MaxExecution = TimeSpan.FromSeconds(1), Grace = TimeSpan.FromMilliseconds(200), MaxInsert = TimeSpan.FromSeconds(1) });
        _line.Set(LineFault.Hang);
        (await Should.ThrowAsync<ClickHouseException>(() => hasty.QueryAsync(new("SELECT 1"), row => row.ReadUInt8(), default))).Code.ShouldBe(209);
        (await Should.ThrowAsync<ClickHouseException>(() => hasty.InsertAsync("line (a)", Row(1), "t-2", default))).Code.ShouldBe(209);
    }

    [Fact]
    public async Task After_many_failures_nothing_is_sent_until_one_request_finds_the_line_again()
    {
        using var wary = Open(options => options with { BreakAfter = 4, BreakFor = TimeSpan.FromSeconds(3), Retries = 0 });
        wary.Line.ShouldBe(ClickHouseLine.Up);
        _line.Set(LineFault.Cut);
        for (var i = 0; i < 4; i++) await FailsAsync(wary);
        wary.Line.ShouldBe(ClickHouseLine.Down);
        (await FailsAsync(wary)).Message.ShouldContain("nothing is sent");

        _line.Set(LineFault.None);
        var watch = Stopwatch.StartNew();
        while (wary.Line != ClickHouseLine.Up && watch.Elapsed < TimeSpan.FromSeconds(30))
        {
            await Task.Delay(50);
            try
            {
                await wary.QueryAsync(new("SELECT 1"), row => row.ReadUInt8(), default);
            }
            catch (ClickHouseException)
            {
                // Its time is not over yet.
            }
        }

        wary.Line.ShouldBe(ClickHouseLine.Up);
    }

    [Fact]
    public async Task A_line_cut_at_any_moment_is_told_as_a_line_that_failed()
    {
        using var patient = Open(options => options with { BreakAfter = int.MaxValue, Retries = 0 });
        _line.Set(LineFault.Cut);
        for (var i = 0; i < 300; i++) (await FailsAsync(patient)).Code.ShouldBe(210);
    }

    [Fact]
    public async Task More_than_may_wait_are_refused_at_once()
    {
        using var narrow = Open(options => options with { Queries = 1, Waiting = 1, MaxWait = TimeSpan.FromSeconds(30) });
        using var end = new CancellationTokenSource();
        var first = narrow.QueryAsync(new("SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 1"), row => row.ReadUInt64(), end.Token);
        var second = narrow.QueryAsync(new("SELECT toUInt64(2)"), row => row.ReadUInt64(), default);
        var refused = await Should.ThrowAsync<ClickHouseException>(() => narrow.QueryAsync(new("SELECT toUInt64(3)"), row => row.ReadUInt64(), default));
        refused.Code.ShouldBe(202);

        await end.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        (await second).ShouldBe([2UL]);
    }

    [Fact]
    public async Task A_cancelled_or_abandoned_question_ends_on_the_server_too()
    {
        const string endless = "SELECT number FROM system.numbers WHERE sipHash64(number) % 3 = 0 AND 'mine' != ''";
        await foreach (var _ in _clickHouse.StreamAsync(new(endless), row => row.ReadUInt64(), default)) break;
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Should.ThrowAsync<OperationCanceledException>(() => _clickHouse.QueryAsync(
            new("SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 1 AND 'mine' != ''"), row => row.ReadUInt64(), cancel.Token));

        var running = 1UL;
        for (var i = 0; i < 100 && running > 0; i++)
        {
            await Task.Delay(50);
            running = (await _clickHouse.QueryAsync(
                new("SELECT count() FROM system.processes WHERE query LIKE '%''mine'' !=%' AND query NOT LIKE '%system.processes%'"), row => row.ReadUInt64(), default)).Single();
        }

        running.ShouldBe(0UL);
    }

    [Fact]
    public void Never_says_its_password() =>
        (place.Options("x") with { Password = "geheim" }).ToString().ShouldNotContain("geheim");

    private HttpClickHouse Open(Func<HttpOptions, HttpOptions> change) =>
        new(change(place.Options("line_tests") with { Address = _line.Address, RetryAfter = TimeSpan.FromMilliseconds(5) }));

    private async Task<ulong> CountAsync() => (await _clickHouse.QueryAsync(new("SELECT count() FROM line"), row => row.ReadUInt64(), default)).Single();

    private static Task<ClickHouseException> FailsAsync(HttpClickHouse clickHouse) =>
        Should.ThrowAsync<ClickHouseException>(() => clickHouse.QueryAsync(new("SELECT 1"), row => row.ReadUInt8(), default));

    private static ReadOnlyMemory<byte> Row(ulong value)
    {
        var rows = new RowBinaryWriter();
        rows.WriteUInt64(value);
        return rows.Written;
    }
}

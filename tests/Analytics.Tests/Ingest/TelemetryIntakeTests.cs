using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Analytics.Tests.ClickHouse;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Analytics.Tests.Ingest;

[Collection(Embedded.Name)]
public sealed class EmbeddedTelemetryIntakeTests(EmbeddedPlace place) : TelemetryIntakeTests(place);

[Collection(OverHttp.Name)]
public sealed class HttpTelemetryIntakeTests(HttpPlace place) : TelemetryIntakeTests(place);

public abstract class TelemetryIntakeTests(ClickHousePlace place) : IAsyncLifetime
{
    private readonly IClickHouse _clickHouse = place.Open("intake_tests");
    private IntakeCity _city = null!;

    public async Task InitializeAsync() => _city = await IntakeCity.OpenAsync(_clickHouse);

    public async Task DisposeAsync()
    {
        await _city.DisposeAsync();
        _clickHouse.Dispose();
    }

    [Fact, Trait("Category", "Fault")]
    public async Task The_same_batch_posted_five_times_counts_once()
    {
        var batch = Batch(1_000);
        (await _city.PostAsync(batch)).ShouldBe(new IngestReceipt(1_000, 0));
        for (var i = 0; i < 4; i++) (await _city.PostAsync(batch)).ShouldBe(new IngestReceipt(0, 1_000));

        await _city.FlushedAsync();
        await _city.CheckAsync($"F22 duplicates x5, {place.Name}", 5, 1_000, null);
    }

    [Fact]
    public async Task The_same_batch_after_restarts_counts_once()
    {
        var batch = Batch(12_000);
        await _city.PostAsync(batch);
        for (var i = 0; i < 4; i++)
        {
            await _city.RestartAsync();
            (await _city.PostAsync(batch)).ShouldBe(new IngestReceipt(0, 12_000));
        }

        (await _city.CountAsync()).ShouldBe(12_000);
    }

    [Fact]
    public async Task The_same_batch_posted_by_ten_at_once_counts_once()
    {
        var batch = Batch(1_000);
        var receipts = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => _city.PostAsync(batch))));

        receipts.Sum(receipt => receipt.Accepted).ShouldBe(1_000);
        receipts.Sum(receipt => receipt.Duplicates).ShouldBe(9_000);
        (await _city.CountAsync()).ShouldBe(1_000);
    }

    [Fact]
    public async Task A_reading_twice_in_one_batch_counts_once()
    {
        var batch = Batch(10);
        (await _city.PostAsync([.. batch, .. batch])).ShouldBe(new IngestReceipt(10, 10));
        (await _city.CountAsync()).ShouldBe(10);
    }

    [Fact]
    public async Task What_is_brought_of_the_past_counts_once_and_is_news_to_no_rule()
    {
        var told = 0;
        _city.State.Taken += readings => told += readings.Count;
        Reading[] past = [Sample.Reading(_city.Gauge, 1, TimeSpan.FromDays(400)), Sample.Reading(_city.Gauge, 2, TimeSpan.FromDays(399))];
        (await _city.BringAsync(past)).ShouldBe(new IngestReceipt(2, 0));
        _city.State.Latest().ShouldHaveSingleItem().Value.ShouldBe(2);
        told.ShouldBe(0);

        (await _city.PostAsync(Sample.Reading(_city.Gauge, 3))).ShouldBe(new IngestReceipt(1, 0));
        (await _city.BringAsync(past)).ShouldBe(new IngestReceipt(0, 2));
        told.ShouldBe(1);
        (await _city.CountAsync()).ShouldBe(3);
    }

    [Fact, Trait("Category", "Fault")]
    public async Task Seven_days_late_and_in_disorder_each_reading_counts_once()
    {
        var random = new Random(17);
        var batch = Enumerable.Range(0, 3_000).Select(i => Sample.Reading(_city.Gauge, i / 1000.0, TimeSpan.FromMinutes(3.3 * i))).ToArray();
        var posts = Enumerable.Range(0, 3).SelectMany(_ => batch.OrderBy(_ => random.Next()).Chunk(250).ToArray()).ToArray();

        var accepted = 0;
        foreach (var post in posts) accepted += (await _city.PostAsync(post)).Accepted;
        await _city.RestartAsync();
        await Task.WhenAll(posts.Take(6).Select(async post => Interlocked.Add(ref accepted, (await _city.PostAsync(post)).Accepted)));

        accepted.ShouldBe(3_000);
        await _city.FlushedAsync();
        await _city.CheckAsync($"F23 disorder and 7 days late, {place.Name}", posts.Length, accepted, null);
    }

    [Fact]
    public async Task A_second_reading_under_the_same_id_is_a_duplicate_even_after_a_restart()
    {
        Task<IngestReceipt> Post(double minutesAgo) => _city.PostAsync(Sample.Reading(_city.Gauge, 1, TimeSpan.FromMinutes(minutesAgo), id: "n-1"));

        (await Post(9)).Accepted.ShouldBe(1);
        (await Post(8)).Duplicates.ShouldBe(1);
        await _city.RestartAsync();
        (await Post(7)).Duplicates.ShouldBe(1);
        (await _city.PostAsync(Sample.Reading(_city.Rain, 1, TimeSpan.FromMinutes(6), id: "n-1"))).Accepted.ShouldBe(1);

        (await _city.CountAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task An_insert_whose_answer_was_lost_is_repeated_and_counts_once()
    {
        _city.ClickHouse.AnswersToLose = 3;
        for (var i = 0; i < 5; i++) await _city.PostAsync(Batch(100, from: i * 100));
        (await _city.CountAsync()).ShouldBe(500);
    }

    [Theory, Trait("Category", "Fault")]
    [InlineData("the table")]
    [InlineData("the rollups")]
    [InlineData("one month of two")]
    [InlineData("nothing but the tokens")]
    public async Task What_ClickHouse_lost_of_an_insert_whose_token_it_knows_is_brought_in(string lost)
    {
        _city.ClickHouse.AnswersToLose = 1;
        _city.ClickHouse.Meanwhile = () => LoseAsync(lost);
        await _city.PostAsync(TwoMonths());

        await _city.FlushedAsync();
        await _city.CheckAsync($"F5 killed between token and rows, {lost}, {place.Name}", 1, 1_000, null);
        (await TotalAsync("latest", "uniqExact(device, metric)")).ShouldBe(1);
        (await TotalAsync("reading_ids", "count()")).ShouldBe(1_000);
        (await TotalAsync("system.tables", "countIf(database = currentDatabase() AND (startsWith(name, 'readings_in_doubt') OR startsWith(name, 'readings_missing')))")).ShouldBe(0);
    }

    [Fact]
    public async Task A_user_who_may_not_see_what_else_runs_loses_nothing_either()
    {
        _city.ClickHouse.HidesProcesses = true;
        _city.ClickHouse.AnswersToLose = 2;
        _city.ClickHouse.Meanwhile = () => LoseAsync("the rollups");
        await _city.PostAsync(Batch(1_000));

        await _city.FlushedAsync();
        (await _city.CountAsync()).ShouldBe(1_000);
    }

    [Theory, Trait("Category", "Fault")]
    [InlineData("nothing else")]
    [InlineData("the rollups")]
    [InlineData("one month of two")]
    [InlineData("nothing but the tokens")]
    public async Task An_insert_whose_token_a_power_cut_took_counts_once(string lost)
    {
        _city.ClickHouse.AnswersToLose = 1;
        _city.ClickHouse.Meanwhile = async () =>
        {
            if (lost is not "nothing else") await LoseAsync(lost);
            await ForgetTokensAsync();
        };
        await _city.PostAsync(TwoMonths());

        await _city.FlushedAsync();
        await _city.CheckAsync($"F15 power cut took the token and {lost}, {place.Name}", 1, 1_000, null);
    }

    [Fact]
    public async Task While_ClickHouse_is_away_readings_are_taken_and_brought_in_later()
    {
        _city.ClickHouse.IsAway = true;
        await _city.PostAsync(Batch(500));
        await _city.RestartAsync();
        (await _city.PostAsync(Batch(500))).Duplicates.ShouldBe(500);
        _city.State.Summarize(RegionScope.Of(RegionCode.Parse("440700000000")), Sample.Now).Online.ShouldBe(1);

        _city.ClickHouse.IsAway = false;
        await _city.RestartAsync();
        (await _city.CountAsync()).ShouldBe(500);
        Directory.GetFiles(_city.Folder, "*.spool").Length.ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task The_current_state_is_rebuilt_at_start()
    {
        await _city.PostAsync(Sample.Reading(_city.Gauge, 4.7), Sample.Reading(_city.Gauge, 1, TimeSpan.FromMinutes(2)));
        await _city.RestartAsync();
        var latest = _city.State.Summarize(RegionScope.Of(RegionCode.Parse("440705000000")), Sample.Now).Latest.ShouldNotBeNull();
        latest.Value.ShouldBe(4.7);
    }

    [Fact, Trait("Category", "Fault")]
    public async Task One_poison_row_in_a_thousand_stands_aside_and_the_rest_goes_in()
    {
        await _clickHouse.ExecuteAsync(new("ALTER TABLE readings ADD CONSTRAINT poison CHECK value != 6.66"), default);
        var batch = Batch(1_000);
        batch[417] = batch[417] with { Value = 6.66 };
        _city.ClickHouse.AnswersToLose = 2;
        await _city.PostAsync(batch);

        await _city.FlushedAsync();
        var letter = _city.DeadLetters().ShouldHaveSingleItem();
        (letter.Device, letter.Metric, letter.Ts, letter.Value).ShouldBe((batch[417].Device.Id, "water_level", batch[417].Ts, 6.66));
        letter.Reason.ShouldContain("poison");
        await _city.CheckAsync($"F24 one poison row in 1,000, {place.Name}", 1, 1_000, null, told: 1, "deadletters=1");
        await _city.StartAsync();
        _city.Status.DeadLetters.ShouldBe(1);
        _city.DeadLetters().ShouldHaveSingleItem().ShouldBe(letter);
    }

    [Fact]
    public async Task The_spool_goes_on_in_the_next_segment_and_none_of_it_is_passed_over()
    {
        await _city.StopAsync();
        await _city.StartAsync(options => options with { SegmentBytes = 5_000 });
        for (var i = 0; i < 20; i++)
        {
            await _city.PostAsync(Batch(50, from: i * 50));
            // Flushed to its end while it still grew: the next segment begins behind it.
            await _city.FlushedAsync();
        }

        _city.Status.SpoolBytes.ShouldBeLessThan(20_000);
        (await _city.CountAsync()).ShouldBe(1_000);
    }

    [Fact]
    public async Task A_full_spool_refuses_the_whole_batch_and_remembers_none_of_it()
    {
        await _city.StopAsync();
        await _city.StartAsync(options => options with { SpoolBytes = 1_000 });
        await Should.ThrowAsync<IngestUnavailableException>(() => _city.PostAsync(Batch(1_000)));
        (await _city.PostAsync(Batch(3))).Accepted.ShouldBe(3);

        await _city.RestartAsync();
        (await _city.PostAsync(Batch(1_000))).ShouldBe(new IngestReceipt(997, 3));
        (await _city.CountAsync()).ShouldBe(1_000);
    }

    /// <summary>Leaves of the last insert what is there when ClickHouse is killed in the middle of it: its tokens, and not all of its rows.</summary>
    private async Task LoseAsync(string lost)
    {
        string[] tables = lost switch
        {
            "the table" => ["readings"],
            "the rollups" => [.. Tables.Rollups, "latest"],
            "one month of two" => ["readings", "region_1m", "device_1h"],
            _ => ["readings", .. Tables.Rollups, "latest", "reading_ids"],
        };
        foreach (var table in tables)
        {
            // A part that is dropped takes its token along; one that is emptied does not.
            await _clickHouse.ExecuteAsync(new($"ALTER TABLE {table} MODIFY SETTING remove_empty_parts = 0"), default);
            var which = lost is "one month of two" ? $"_partition_id = '{Sample.Now.AddDays(-40):yyyyMM}'" : "1";
            await _clickHouse.ExecuteAsync(new($"ALTER TABLE {table} DELETE WHERE {which} SETTINGS mutations_sync = 1"), default);
        }
    }

    private async Task ForgetTokensAsync()
    {
        foreach (var table in Tables.Rollups.Prepend("readings"))
        foreach (var window in new[] { 0, 1_000 })
            await _clickHouse.ExecuteAsync(new($"ALTER TABLE {table} MODIFY SETTING non_replicated_deduplication_window = {window}"), default);
    }

    private async Task<long> TotalAsync(string table, string what) =>
        (await _clickHouse.QueryAsync(new($"SELECT {what} FROM {table}"), row => (long)row.ReadUInt64(), default)).Single();

    private Reading[] TwoMonths() =>
        [.. Enumerable.Range(0, 1_000).Select(i => Sample.Reading(_city.Gauge, i % 50 / 10.0, TimeSpan.FromDays(i < 500 ? 0 : 40) + TimeSpan.FromSeconds(i), id: $"n-{i}"))];

    private Reading[] Batch(int count, int from = 0) =>
        [.. Enumerable.Range(from, count).Select(i => Sample.Reading(_city.Gauge, i % 50 / 10.0, TimeSpan.FromSeconds(i)))];
}

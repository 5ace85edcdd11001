using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Analytics.Schema;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Analytics.Tests.Ingest;

/// <summary>An intake on a spool folder of its own and a database of its own, which can be stopped, damaged and started again.</summary>
internal sealed class IntakeCity(IClickHouse clickHouse) : IAsyncDisposable
{
    private readonly List<string> _notes = [];
    private TelemetryIntake? _intake;

    public string Folder { get; private init; } = Directory.CreateTempSubdirectory("cc-spool-").FullName;

    public TroubledClickHouse ClickHouse { get; } = new(clickHouse);

    public CurrentState State { get; private set; } = null!;

    public Device Gauge { get; } = Sample.Device("WL-1");

    public Device Rain { get; } = Sample.Device("RF-1", town: "440781110000");

    public IReadOnlyList<string> Notes => _notes;

    public static async Task<IntakeCity> OpenAsync(IClickHouse clickHouse)
    {
        foreach (var name in new[] { "schema_versions", "readings_to_1m", "readings_to_1h", "readings", "readings_1m", "readings_1h" })
            await clickHouse.ExecuteAsync(new($"DROP TABLE IF EXISTS {name} SYNC"), default);
        await new SchemaRunner(clickHouse, SchemaRunner.Files).ApplyAsync(default);
        var city = new IntakeCity(clickHouse);
        await city.StartAsync();
        return city;
    }

    /// <summary>An intake on what a backup brought back.</summary>
    public static async Task<IntakeCity> ReopenAsync(EmbeddedClickHouse clickHouse, string folder)
    {
        var city = new IntakeCity(clickHouse) { Folder = folder };
        await city.StartAsync();
        return city;
    }

    public Task<IDisposable> HoldInsertsAsync() => _intake!.HoldInsertsAsync(default);

    public async Task StartAsync(Func<IngestOptions, IngestOptions>? change = null)
    {
        var register = Sample.Register(Gauge, Rain);
        State = new CurrentState(register);
        var options = new IngestOptions { Folder = Folder, InsertEvery = TimeSpan.FromMilliseconds(5), RetryAtMost = TimeSpan.FromMilliseconds(50), TimesPerSeries = 8 };
        _intake = new(change is null ? options : change(options), ClickHouse, register, State, new StoppedClock(), _notes.Add);
        await _intake.StartAsync(default);
    }

    public Task<IngestReceipt> PostAsync(params IReadOnlyList<Reading> readings) => _intake!.TakeAsync(readings, default);

    /// <summary>The orderly stop: what ClickHouse takes is flushed when it returns.</summary>
    public async Task StopAsync() => await _intake!.DisposeAsync();

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>Restarts a few times, stops, and returns how many readings lie in the table after checking that none is there twice and that both
    /// rollups agree with them.</summary>
    public async Task<long> CountAsync()
    {
        for (var i = 0; i < 3; i++) await RestartAsync();
        await StopAsync();
        var raw = await TotalsAsync("SELECT count(), sum(value), min(value), max(value), countIf(severity > 0) FROM readings");
        (await TotalsAsync("SELECT uniqExact(device, metric, ts), sum(value), min(value), max(value), countIf(severity > 0) FROM readings")).ShouldBe(raw);
        foreach (var rollup in new[] { "readings_1m", "readings_1h" })
            (await TotalsAsync($"SELECT sum(count), sum(total), min(least), max(most), sum(alarms) FROM {rollup}")).ShouldBe(raw, rollup);
        return raw.Count;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task<(long Count, double Sum, double Least, double Most, long Alarms)> TotalsAsync(string sql) =>
        (await clickHouse.QueryAsync(new(sql), row => ((long)row.ReadUInt64(), Math.Round(row.ReadFloat64(), 6), row.ReadFloat64(), row.ReadFloat64(), (long)row.ReadUInt64()), default)).Single();

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Sample.Now;
    }
}

/// <summary>The real ClickHouse behind a line that may fail.</summary>
internal sealed class TroubledClickHouse(IClickHouse inner) : IClickHouse
{
    /// <summary>Inserts fail before they reach ClickHouse.</summary>
    public bool IsAway { get; set; }

    /// <summary>So many inserts arrive, and their answers do not.</summary>
    public int AnswersToLose { get; set; }

    public long QueryCount => inner.QueryCount;

    public ClickHouseLine Line => inner.Line;

    public void Dispose() { }

    public Task<IReadOnlyList<T>> QueryAsync<T>(Sql sql, Func<RowBinaryReader, T> row, CancellationToken cancel) => inner.QueryAsync(sql, row, cancel);

    public IAsyncEnumerable<T> StreamAsync<T>(Sql sql, Func<RowBinaryReader, T> row, CancellationToken cancel) => inner.StreamAsync(sql, row, cancel);

    public Task ExecuteAsync(Sql sql, CancellationToken cancel) => inner.ExecuteAsync(sql, cancel);

    public async Task InsertAsync(string into, ReadOnlyMemory<byte> rows, string? token, CancellationToken cancel)
    {
        if (IsAway) throw new ClickHouseException(210, "Connection refused");
        await inner.InsertAsync(into, rows, token, cancel);
        if (AnswersToLose-- > 0) throw new ClickHouseException(210, "Connection reset by peer");
    }
}

using System.Diagnostics;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Analytics.Schema;
using CommandCenter.Domain.Sensing;
using CommandCenter.Tests.Faults;

namespace CommandCenter.Analytics.Tests.Ingest;

/// <summary>An intake on a spool folder of its own and a database of its own, which can be stopped, damaged and started again.</summary>
/// <param name="clickHouse">Where the figures are counted.</param>
/// <param name="line">How the intake reaches the same database.</param>
internal sealed class IntakeCity(IClickHouse clickHouse, IClickHouse line, TimeProvider clock, string folder) : IAsyncDisposable
{
    private readonly List<string> _notes = [];
    private TelemetryIntake? _intake;

    public string Folder => folder;

    public TroubledClickHouse ClickHouse { get; } = new(line);

    public CurrentState State { get; private set; } = null!;

    public DeviceRegister Register { get; private set; } = null!;

    /// <summary>From the next start on.</summary>
    public IReadOnlyList<DeviceType> Types { get; set; } = [];

    public Device Gauge { get; } = Sample.Device("WL-1");

    public Device Rain { get; } = Sample.Device("RF-1", town: "440781110000");

    public IReadOnlyList<string> Notes => _notes;

    public IngestStatus Status => _intake!.Status;

    /// <param name="line">Null: the intake reaches the database as the counting does.</param>
    /// <param name="clock">Null: it is always <see cref="Sample.Now"/>.</param>
    /// <param name="folder">Of the spool; null: a temporary one.</param>
    public static async Task<IntakeCity> OpenAsync(IClickHouse clickHouse, IClickHouse? line = null, TimeProvider? clock = null, string? folder = null)
    {
        foreach (var name in Tables.All)
            await clickHouse.ExecuteAsync(new($"DROP TABLE IF EXISTS {name} SYNC"), default);
        await new SchemaRunner(clickHouse, SchemaRunner.Files).ApplyAsync(default);
        // The samples' clock stands still while ClickHouse's goes on.
        await clickHouse.ExecuteAsync(new("ALTER TABLE reading_ids REMOVE TTL"), default);
        var city = new IntakeCity(clickHouse, line ?? clickHouse, clock ?? new StoppedClock(), folder ?? Directory.CreateTempSubdirectory("cc-spool-").FullName);
        await city.StartAsync();
        return city;
    }

    /// <summary>An intake on what a backup brought back.</summary>
    public static async Task<IntakeCity> ReopenAsync(IClickHouse clickHouse, string folder)
    {
        var city = new IntakeCity(clickHouse, clickHouse, new StoppedClock(), folder);
        await city.StartAsync();
        return city;
    }

    public Task<IDisposable> HoldInsertsAsync() => _intake!.HoldInsertsAsync(default);

    public async Task StartAsync(Func<IngestOptions, IngestOptions>? change = null)
    {
        Register = Sample.Register(Gauge, Rain);
        Register.UseTypes(Types);
        State = new CurrentState(Register);
        var options = new IngestOptions { Folder = Folder, InsertEvery = TimeSpan.FromMilliseconds(5), RetryAtMost = TimeSpan.FromMilliseconds(50), TimesPerSeries = 8 };
        _intake = new(change is null ? options : change(options), ClickHouse, Register, State, clock, _notes.Add);
        await _intake.StartAsync(default);
    }

    public Task<IngestReceipt> PostAsync(params IReadOnlyList<Reading> readings) => _intake!.TakeAsync(readings, default);

    /// <summary>Brings readings of the past.</summary>
    public Task<IngestReceipt> BringAsync(params IReadOnlyList<Reading> readings) => _intake!.TakeAsync(readings, default, isPast: true);

    public IReadOnlyList<DeadLetter> DeadLetters() => _intake!.DeadLetters(10);

    /// <summary>Waits until everything acknowledged is in ClickHouse, and says how long that took.</summary>
    public async Task<TimeSpan> FlushedAsync()
    {
        var watch = Stopwatch.StartNew();
        while (Status.Waiting > 0)
        {
            if (watch.Elapsed > TimeSpan.FromMinutes(2)) throw new TimeoutException($"{Status} {string.Join('\n', Notes.TakeLast(3))}");
            await Task.Delay(2);
        }

        return watch.Elapsed;
    }

    /// <summary>The orderly stop: what ClickHouse takes is flushed when it returns.</summary>
    public async Task StopAsync() => await _intake!.DisposeAsync();

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>Restarts a few times, stops, and returns how many readings lie in the table after checking that none is there twice and that the
    /// rollups agree with them.</summary>
    public async Task<long> CountAsync()
    {
        for (var i = 0; i < 3; i++) await RestartAsync();
        await StopAsync();
        var raw = await TotalsAsync("SELECT count(), sum(value), min(value), max(value), countIf(severity BETWEEN 1 AND 15) FROM readings");
        (await TotalsAsync("SELECT uniqExact(device, metric, ts), sum(value), min(value), max(value), countIf(severity BETWEEN 1 AND 15) FROM readings")).ShouldBe(raw);
        foreach (var rollup in Tables.Rollups)
            (await TotalsAsync($"SELECT sum(count), sum(total), min(least), max(most), sum(alarms) FROM {rollup}")).ShouldBe(raw, rollup);
        return raw.Count;
    }

    /// <summary>Counts, tells what became of a fault, and holds it to the promise: nothing lost, nothing twice.</summary>
    /// <param name="told">Readings that are gone and of which somebody was told.</param>
    public async Task CheckAsync(string fault, int rounds, long acknowledged, TimeSpan? recovered, long told = 0, string more = "")
    {
        var (rows, found) = (await clickHouse.QueryAsync(
            new("SELECT count(), uniqExact(device, metric, ts) FROM readings"), row => ((long)row.ReadUInt64(), (long)row.ReadUInt64()), default)).Single();
        FaultTable.Tell(fault, rounds, acknowledged, found, rows - found, acknowledged - found - told, recovered, more);
        (rows - found, acknowledged - found - told).ShouldBe((0, 0));
        (await CountAsync()).ShouldBe(found);
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

    /// <summary>What becomes of ClickHouse between an insert and its lost answer.</summary>
    public Func<Task> Meanwhile { get; set; } = () => Task.CompletedTask;

    /// <summary>The user has no right to see what runs.</summary>
    public bool HidesProcesses { get; set; }

    public long QueryCount => inner.QueryCount;

    public ClickHouseLine Line => inner.Line;

    public void Dispose() { }

    public Task<IReadOnlyList<T>> QueryAsync<T>(Sql sql, Func<RowBinaryReader, T> row, CancellationToken cancel) =>
        HidesProcesses && sql.Text.Contains("system.processes") ? throw new ClickHouseException(497, "Not enough privileges") : inner.QueryAsync(sql, row, cancel);

    public IAsyncEnumerable<T> StreamAsync<T>(Sql sql, Func<RowBinaryReader, T> row, CancellationToken cancel) => inner.StreamAsync(sql, row, cancel);

    public Task ExecuteAsync(Sql sql, CancellationToken cancel) => inner.ExecuteAsync(sql, cancel);

    public async Task<bool> InsertAsync(string into, ReadOnlyMemory<byte> rows, string? token, CancellationToken cancel)
    {
        if (IsAway) throw new ClickHouseException(210, "Connection refused");
        var sentOnce = await inner.InsertAsync(into, rows, token, cancel);
        if (AnswersToLose-- <= 0) return sentOnce;
        await Meanwhile();
        throw new ClickHouseException(210, "Connection reset by peer");
    }
}

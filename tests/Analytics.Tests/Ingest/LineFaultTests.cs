using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Domain.Sensing;
using CommandCenter.LoopbackClickHouse;
using CommandCenter.Tests.Faults;

namespace CommandCenter.Analytics.Tests.Ingest;

/// <summary>Telemetry while ClickHouse, a process of its own, is gone, hangs, is slow, or its replies get lost: each reading acknowledged
/// meanwhile is there afterwards, once.</summary>
[Trait("Category", "Fault")]
public sealed class LineFaultTests : IAsyncLifetime
{
    private const int Batches = 20;
    private const int Rows = 50;
    private static readonly int Rounds = FaultTable.Rounds(4);
    private readonly string _folder = Directory.CreateTempSubdirectory("cc-line-").FullName;
    private LoopbackServer _server = null!;
    private FaultyLine _line = null!;
    private HttpClickHouse _direct = null!;
    private HttpClickHouse _over = null!;
    private IntakeCity _city = null!;
    private int _posted;

    public async Task InitializeAsync()
    {
        _server = await LoopbackServer.StartAsync(_folder);
        _line = new(() => _server.Address.Port);
        _direct = new(_server.Options("facts"));
        _over = new(_server.Options("facts") with
        {
            Address = _line.Address,
            MaxInsert = TimeSpan.FromSeconds(2),
            RetryAfter = TimeSpan.FromMilliseconds(10),
            BreakFor = TimeSpan.FromMilliseconds(500),
        });
        _city = await IntakeCity.OpenAsync(_direct, _over);
    }

    public async Task DisposeAsync()
    {
        await _city.DisposeAsync();
        _over.Dispose();
        _direct.Dispose();
        await _line.DisposeAsync();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task ClickHouse_killed_and_started_again()
    {
        var port = _server.Address.Port;
        await TryAsync("F5 ClickHouse killed and started again",
            () => _server.KillAsync(),
            async () =>
            {
                await FailedAsync();
                _server = await LoopbackServer.StartAsync(_folder, port);
            });
    }

    [Fact]
    public Task ClickHouse_out_of_reach() => TryAsync("F5 ClickHouse out of reach",
        () => Set(LineFault.Cut),
        async () =>
        {
            await FailedAsync();
            await Set(LineFault.None);
        });

    [Fact]
    public Task ClickHouse_hangs() => TryAsync("F6 ClickHouse hangs",
        () => Set(LineFault.Hang),
        async () =>
        {
            await FailedAsync();
            await Set(LineFault.None);
        });

    [Fact]
    public Task ClickHouse_is_slow() => TryAsync("F7 ClickHouse is slow",
        () =>
        {
            _line.Delay = TimeSpan.FromMilliseconds(100);
            return Task.CompletedTask;
        },
        () =>
        {
            _line.Delay = TimeSpan.Zero;
            return Task.CompletedTask;
        });

    [Fact]
    public async Task Replies_are_lost_after_the_commit()
    {
        var before = 0;
        await TryAsync("F8 reply lost after the commit",
            () =>
            {
                before = _line.Lost;
                // More than the transport tries again by itself, so that the flusher has to.
                _line.LoseReplies(5);
                return Task.CompletedTask;
            },
            async () =>
            {
                while (_line.Lost < before + 5) await Task.Delay(5);
            });
        _line.Lost.ShouldBe(5 * Rounds);
    }

    [Fact]
    public Task The_line_is_cut_in_the_middle_of_inserts() => TryAsync("F8 line cut in the middle of inserts",
        async () =>
        {
            for (var i = 0; i < 10; i++)
            {
                await PostAsync();
                await Task.Delay(Random.Shared.Next(8));
                await Set(LineFault.Cut);
                await Set(LineFault.None);
            }
        },
        () => Task.CompletedTask);

    private async Task TryAsync(string fault, Func<Task> begin, Func<Task> end)
    {
        var recovered = TimeSpan.Zero;
        for (var round = 0; round < Rounds; round++)
        {
            await PostAsync();
            await begin();
            for (var i = 0; i < Batches; i++) await PostAsync();
            await end();
            var took = await _city.FlushedAsync();
            if (took > recovered) recovered = took;
        }

        await _city.CheckAsync(fault, Rounds, _posted, recovered);
    }

    /// <summary>Posts readings that were never sent before; all of them are acknowledged, whatever becomes of ClickHouse.</summary>
    private async Task PostAsync()
    {
        // Forward in time, as devices send: an older one would have to be looked up in ClickHouse.
        Reading[] batch = [.. Enumerable.Range(_posted, Rows).Select(i => Sample.Reading(_city.Gauge, i % 50 / 10.0, TimeSpan.FromSeconds(i) * -1))];
        (await _city.PostAsync(batch)).Accepted.ShouldBe(Rows);
        _posted += Rows;
    }

    private Task Set(LineFault fault)
    {
        _line.Set(fault);
        return Task.CompletedTask;
    }

    /// <summary>Waits until the fault was felt.</summary>
    private async Task FailedAsync()
    {
        while (_city.Status.LastError is null) await Task.Delay(5);
    }
}

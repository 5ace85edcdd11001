using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Analytics.Schema;
using CommandCenter.Analytics.Tests.ClickHouse;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Analytics.Tests.Ingest;

/// <summary>Two nodes on one ClickHouse, one of which takes readings at a time: what passes from one to the other counts once.</summary>
[Collection(Embedded.Name)]
public sealed class HandoverTests(EmbeddedPlace place) : IAsyncLifetime
{
    private static readonly RegionScope City = RegionScope.Of(RegionCode.Parse("440700000000"));

    private readonly IClickHouse _clickHouse = place.Open("handover_tests");
    private readonly List<DirectoryInfo> _folders = [];
    private readonly Device _gauge = Sample.Device("WL-1");

    public async Task InitializeAsync()
    {
        foreach (var name in Tables.All)
            await _clickHouse.ExecuteAsync(new($"DROP TABLE IF EXISTS {name} SYNC"), default);
        await new SchemaRunner(_clickHouse, SchemaRunner.Files).ApplyAsync(default);
    }

    public Task DisposeAsync()
    {
        foreach (var folder in _folders) folder.Delete(recursive: true);
        _clickHouse.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task What_a_node_left_in_its_spool_is_brought_to_the_next_and_counts_once()
    {
        var here = NewNode();
        here.Left.BeginTerm(1);
        await here.Intake.StartAsync(default);
        (await here.Intake.TakeAsync(Batch(0, 1_000), default)).Accepted.ShouldBe(1_000);
        here.ClickHouse.IsAway = true;
        (await here.Intake.TakeAsync(Batch(1_000, 500), default)).Accepted.ShouldBe(500);

        // Another has the seat: nothing is taken or inserted here any more, whatever waits.
        here.MayTake = false;
        here.ClickHouse.IsAway = false;
        await Should.ThrowAsync<IngestUnavailableException>(here.Intake.TakeAsync(Batch(9_000, 1), default));
        await here.Intake.DisposeAsync();
        here.Left.SetAside();

        var there = NewNode();
        there.Left.BeginTerm(2);
        await there.Intake.StartAsync(default);
        (await there.Intake.TakeAsync(Batch(1_200, 500), default)).Accepted.ShouldBe(500); // 300 of them lie in the other's spool, too.
        await here.Left.BringAsync((rows, cancel) => there.Intake.TakeLeftAsync(rows, cancel), default);
        here.Left.Any.ShouldBeFalse();
        await here.Left.BringAsync((_, _) => throw new InvalidOperationException("Nothing is left."), default);

        await there.Intake.DisposeAsync();
        (await CountAsync()).ShouldBe((1_700L, 1_700L));
    }

    [Fact]
    public async Task Of_an_insert_that_a_node_did_not_see_end_the_next_brings_the_rollups_into_line()
    {
        var here = NewNode();
        here.Left.BeginTerm(1);
        await here.Intake.StartAsync(default);
        here.ClickHouse.AnswersToLose = 1;
        var lost = new TaskCompletionSource();
        here.ClickHouse.Meanwhile = async () =>
        {
            // ClickHouse kept the readings and was killed before its views; meanwhile another has the seat.
            here.MayTake = false;
            foreach (var table in Tables.Rollups.Append("latest").Append("reading_ids")) await _clickHouse.ExecuteAsync(new($"TRUNCATE TABLE {table}"), default);
            lost.SetResult();
        };
        await here.Intake.TakeAsync(Batch(0, 1_000), default);
        await lost.Task;
        await here.Intake.DisposeAsync();
        here.Left.SetAside();

        var there = NewNode();
        there.Left.BeginTerm(2);
        await there.Intake.StartAsync(default);
        await here.Left.BringAsync((rows, cancel) => there.Intake.TakeLeftAsync(rows, cancel), default);
        await there.Intake.DisposeAsync();
        (await CountAsync()).ShouldBe((1_000L, 1_000L));
        foreach (var (counted, rows) in Tables.Rollups.Select(rollup => ($"sum(count) FROM {rollup}", 1_000L)).Append(("uniqExact(device, metric) FROM latest", 1L)))
            (await _clickHouse.QueryAsync(new($"SELECT {counted}"), row => (long)row.ReadUInt64(), default)).ShouldBe([rows], counted);
    }

    [Fact]
    public async Task A_node_that_takes_the_seat_again_trusts_its_spool_only_if_nobody_sat_there_meanwhile()
    {
        var node = NewNode();
        node.Left.BeginTerm(1);
        await node.Intake.StartAsync(default);
        node.ClickHouse.IsAway = true;
        await node.Intake.TakeAsync(Batch(0, 100), default);
        node.MayTake = false;
        await node.Intake.DisposeAsync();

        node.Left.BeginTerm(1);
        node.Left.Any.ShouldBeFalse();
        node.Left.BeginTerm(3);
        node.Left.Any.ShouldBeTrue();

        (node.MayTake, node.ClickHouse.IsAway) = (true, false);
        await node.Intake.StartAsync(default);
        await node.Left.BringAsync((rows, cancel) => node.Intake.TakeLeftAsync(rows, cancel), default);
        await node.Intake.DisposeAsync();
        (await CountAsync()).ShouldBe((100L, 100L));
    }

    [Fact]
    public async Task A_file_that_was_not_taken_whole_is_brought_again()
    {
        var node = NewNode();
        node.Left.BeginTerm(1);
        await node.Intake.StartAsync(default);
        node.ClickHouse.IsAway = true;
        await node.Intake.TakeAsync(Batch(0, 100), default);
        await node.Intake.TakeAsync(Batch(100, 100), default);
        node.MayTake = false;
        await node.Intake.DisposeAsync();
        node.Left.SetAside();

        var brought = 0;
        await Should.ThrowAsync<IOException>(node.Left.BringAsync((_, _) => brought++ == 1 ? throw new IOException() : Task.CompletedTask, default));
        node.Left.Any.ShouldBeTrue();
        await node.Left.BringAsync((_, _) => Task.FromResult(brought++), default);

        brought.ShouldBe(4);
        node.Left.Any.ShouldBeFalse();
    }

    [Fact]
    public async Task A_follower_shows_what_was_there_and_what_comes_and_a_device_it_hears_of_later()
    {
        var (register, state) = Empty(_gauge);
        var (theirs, followed) = Empty(_gauge);
        state.Apply([Sample.Reading(_gauge, 1.0, ago: TimeSpan.FromMinutes(1))]);
        using var line = new AnonymousLine();
        using var cut = new CancellationTokenSource();
        var writing = Task.Run(() => StateStream.WriteAsync(state, line.In, TimeProvider.System, cut.Token));
        var reading = Task.Run(() => StateStream.ReadAsync(followed, theirs, line.Out, TimeProvider.System, () => { }, cut.Token));
        Until(() => followed.Find(City, "WL-1")!.Values is [{ Value: 1.0 }]);

        state.Apply([Sample.Reading(_gauge, 2.0)]);
        Until(() => followed.Find(City, "WL-1")!.Values is [{ Value: 2.0 }]);

        var late = Sample.Device("WL-2");
        register.Register([late]);
        state.Apply([Sample.Reading(late, 3.0)]);
        theirs.Register([late]);
        Until(() => followed.Find(City, "WL-2")!.Values is [{ Value: 3.0 }]);

        await cut.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(Task.WhenAll(writing, reading));
    }

    private static void Until(Func<bool> happened) => SpinWait.SpinUntil(happened, TimeSpan.FromSeconds(20)).ShouldBeTrue();

    private static (DeviceRegister Register, CurrentState State) Empty(params Device[] devices)
    {
        var register = Sample.Register(devices);
        return (register, new CurrentState(register));
    }

    private IReadOnlyList<Reading> Batch(int from, int count) =>
        [.. Enumerable.Range(from, count).Select(i => Sample.Reading(_gauge, 1.5, ago: TimeSpan.FromSeconds(20_000 - i)))];

    private TestNode NewNode()
    {
        _folders.Add(Directory.CreateTempSubdirectory("cc-handover-"));
        return new(_folders[^1].FullName, _clickHouse, Empty(_gauge));
    }

    private async Task<(long Rows, long Distinct)> CountAsync() => (await _clickHouse.QueryAsync(
        new("SELECT count(), uniqExact(device, metric, ts) FROM readings"), row => ((long)row.ReadUInt64(), (long)row.ReadUInt64()), default)).Single();

    private sealed class TestNode
    {
        public TestNode(string folder, IClickHouse clickHouse, (DeviceRegister Register, CurrentState State) known)
        {
            ClickHouse = new(clickHouse);
            var options = new IngestOptions { Folder = folder, InsertEvery = TimeSpan.FromMilliseconds(5), RetryAtMost = TimeSpan.FromMilliseconds(50), TimesPerSeries = 8, LeftBytes = 1 };
            Left = new(options, _ => { });
            Intake = new(options, ClickHouse, known.Register, known.State, TimeProvider.System, _ => { }) { MayTake = () => MayTake };
        }

        public bool MayTake { get; set; } = true;

        public TroubledClickHouse ClickHouse { get; }

        public LeftReadings Left { get; }

        public TelemetryIntake Intake { get; }
    }

    /// <summary>What is written in comes out.</summary>
    private sealed class AnonymousLine : IDisposable
    {
        private readonly System.IO.Pipelines.Pipe _pipe = new();

        public AnonymousLine() => (In, Out) = (_pipe.Writer.AsStream(), _pipe.Reader.AsStream());

        public Stream In { get; }

        public Stream Out { get; }

        public void Dispose()
        {
            In.Dispose();
            Out.Dispose();
        }
    }
}

using System.Collections.Concurrent;
using CommandCenter.Analytics.Alarms;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Analytics.Tests.Ingest;
using CommandCenter.Domain.Alarms;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;
using CommandCenter.Domain.Status;

namespace CommandCenter.Analytics.Tests.Alarms;

public sealed class AlarmEngineTests : IAsyncLifetime
{
    private static readonly AlarmRule High = new(
        "high", "水位超限", RegionCode.Parse("440700000000"), null, null, new AlarmCondition.Threshold("water_level", [new(WarningColor.Yellow, 2.8), new(WarningColor.Red, 4.5)]), 0, 0, 0, true, "");

    private readonly Device _device = Sample.Device("a");
    private readonly ConcurrentQueue<AlarmSignal> _told = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly DeviceRegister _register;
    private readonly CurrentState _state;
    private readonly AlarmEngine _engine;
    private TaskCompletionSource _gate = new();
    private Task _running = Task.CompletedTask;

    public AlarmEngineTests()
    {
        _register = Sample.Register(_device);
        _state = new(_register);
        _engine = new(new() { WaitingBatches = 64 }, _state, _register, TimeProvider.System);
        _gate.SetResult();
    }

    public Task InitializeAsync()
    {
        _running = Task.Run(() => _engine.RunAsync(async signals =>
        {
            await _gate.Task;
            foreach (var signal in signals) _told.Enqueue(signal);
        }, _stop.Token));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _engine.Dispose();
    }

    [Fact]
    public async Task Looks_at_every_reading_in_the_order_of_the_devices_clocks()
    {
        await _engine.UseAsync([High], [], default);
        _state.Apply([At(3, 1.0), At(1, 3.0), At(2, 5.0)]);
        await _engine.UseAsync([High], [], default); // all before it was looked at

        Told().ShouldBe([WarningColor.Yellow, WarningColor.Red, WarningColor.None]);
    }

    [Fact]
    public async Task A_start_looks_at_what_is_known_and_raises_nothing_twice()
    {
        _state.Apply([At(1, 5.0)]);
        await _engine.UseAsync([High], [new("high", "a", WarningColor.Red)], default);
        Told().ShouldBeEmpty();

        await _engine.UseAsync([High], [], default);
        Told().ShouldBe([WarningColor.Red]);
    }

    [Fact]
    public async Task What_ended_while_nobody_looked_ends_at_the_next_start()
    {
        _state.Apply([At(1, 1.0)]);
        await _engine.UseAsync([High], [new("high", "a", WarningColor.Red)], default);

        Told().ShouldBe([WarningColor.None]);
    }

    [Fact]
    public async Task A_device_that_is_taken_out_of_use_ends_its_alarm_and_is_not_missed()
    {
        var silent = High with { Id = "silent", Condition = new AlarmCondition.Missing(WarningColor.Blue, 1) };
        await _engine.UseAsync([High, silent], [], default);
        _state.Apply([At(1, 5.0)]); // long ago by the device's clock, just now by ours
        _register.Register([_device with { IsDisabled = true }]);
        await _engine.UseAsync([High, silent], [], default);

        Told().ShouldBe([WarningColor.Red, WarningColor.None]);
    }

    [Fact]
    public async Task Without_rules_nothing_is_looked_at()
    {
        await _engine.UseAsync([], [], default);
        _state.Apply([At(1, 9.0)]);
        await _engine.UseAsync([], [], default);

        Told().ShouldBeEmpty();
        _engine.Looked.ShouldBe(0);
    }

    [Fact]
    public async Task A_store_that_takes_no_signals_holds_no_reading_up_and_the_state_is_right_afterwards()
    {
        await _engine.UseAsync([High], [], default);
        _gate = new();
        for (var minute = 1; minute <= 2_000; minute++) _state.Apply([At(minute, minute % 2 == 0 ? 1.0 : 5.0)]);
        _state.Apply([At(2_001, 5.0)]);
        _gate.SetResult();
        for (var began = TimeProvider.System.GetTimestamp(); _told.LastOrDefault().At != At(2_001, 0).Ts; await Task.Delay(20))
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(60), $"the last told is {_told.LastOrDefault()}");

        _told.Last().Color.ShouldBe(WarningColor.Red);
        var told = Told();
        for (var i = 1; i < told.Length; i++) told[i].ShouldNotBe(told[i - 1]);
    }

    private Reading At(int minute, double value) => new(_device, Sample.Reading(_device, value).Metric, Sample.Now.ToUnixTimeMilliseconds() - 4_000_000_000 + minute * 60_000L, value, null);

    private WarningColor[] Told() => [.. _told.Select(signal => signal.Color)];
}

using System.Threading.Channels;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Alarms;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Analytics.Alarms;

/// <summary>
/// Looks at every reading that is taken, and at the clock, with the rules that are on. Never holds readings up: what it could not look at
/// in time is made good by looking at the current state as a whole. Its signals are in order for each device and rule.
/// </summary>
public sealed class AlarmEngine : IDisposable
{
    private readonly AlarmEngineOptions _options;
    private readonly CurrentState _state;
    private readonly DeviceRegister _register;
    private readonly TimeProvider _clock;
    private readonly Channel<Work> _work;
    private readonly List<AlarmSignal> _signals = [];
    private readonly long _startedAt;
    private readonly long _startStamp;
    private volatile HashSet<string>? _wanted = []; // null: all metrics
    private volatile bool _passedOver;
    private volatile Dictionary<string, RuleWatch> _watches = [];
    private Dictionary<string, RuleWatch[]> _byMetric = [];
    private RuleWatch[] _ofAll = [];

    public AlarmEngine(AlarmEngineOptions options, CurrentState state, DeviceRegister register, TimeProvider clock)
    {
        (_options, _state, _register, _clock) = (options, state, register, clock);
        (_startedAt, _startStamp) = (clock.GetUtcNow().ToUnixTimeMilliseconds(), clock.GetTimestamp());
        _work = Channel.CreateBounded<Work>(
            new BoundedChannelOptions(options.WaitingBatches) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            dropped => Drop(dropped));
        state.Taken += Take;
        register.Registered += Change;
    }

    /// <summary>True once readings are looked at with the rule of this id.</summary>
    public bool Knows(string rule) => _watches.ContainsKey(rule);

    /// <summary>Readings looked at since the start.</summary>
    public long Looked { get; private set; }

    /// <summary>Puts rules in place of those before, takes up the alarms that are open, and looks at the current state.</summary>
    /// <param name="rules">Rules without a fault that are on.</param>
    /// <param name="open">Alarms that are open.</param>
    /// <returns>Ends when it is done.</returns>
    public Task UseAsync(IReadOnlyList<AlarmRule> rules, IReadOnlyList<OpenAlarm> open, CancellationToken cancel)
    {
        var use = new Use(rules, open, new(TaskCreationOptions.RunContinuationsAsynchronously));
        return _work.Writer.TryWrite(use) ? use.Done.Task.WaitAsync(cancel) : Task.CompletedTask; // closed
    }

    /// <summary>Works until cancelled.</summary>
    /// <param name="told">Gets the signals; awaited, so that they stay in order.</param>
    public async Task RunAsync(Func<IReadOnlyList<AlarmSignal>, Task> told, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(_options.Pace, _clock);
        var ticking = TickAsync(timer, cancel);
        try
        {
            await foreach (var work in _work.Reader.ReadAllAsync(cancel))
            {
                Do(work);
                if (_passedOver)
                {
                    _passedOver = false;
                    LookAtAll();
                }
                if (_signals.Count > 0) await told([.. _signals]);
                _signals.Clear();
                if (work is Use use) use.Done.TrySetResult();
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
        }
        await ticking;
    }

    public void Dispose()
    {
        _state.Taken -= Take;
        _register.Registered -= Change;
        _work.Writer.TryComplete();
    }

    /// <summary>Milliseconds since 1970 as our clock goes on from the start: a clock that is set makes no device silent.</summary>
    private long Now => _startedAt + (long)_clock.GetElapsedTime(_startStamp).TotalMilliseconds;

    private async Task TickAsync(PeriodicTimer timer, CancellationToken cancel)
    {
        try
        {
            while (await timer.WaitForNextTickAsync(cancel)) _work.Writer.TryWrite(new Tick());
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>On the thread that takes readings: only a copy of what some rule wants.</summary>
    private void Take(IReadOnlyList<Reading> readings)
    {
        var wanted = _wanted;
        if (wanted is { Count: 0 }) return;
        Reading[] batch = wanted is null ? [.. readings] : [.. readings.Where(reading => wanted.Contains(reading.Metric.Key))];
        if (batch.Length > 0) _work.Writer.TryWrite(new Batch(batch, Now));
    }

    /// <summary>A device that was taken out of use, or is another now, may be watched no more.</summary>
    private void Change(IReadOnlyList<Device> devices)
    {
        if (_wanted is not { Count: 0 }) _work.Writer.TryWrite(new Changed([.. devices]));
    }

    private void Drop(Work dropped)
    {
        if (dropped is Batch) _passedOver = true;
        else if (dropped is Use or Changed) _work.Writer.TryWrite(dropped); // behind the rest
    }

    private void Do(Work work)
    {
        switch (work)
        {
            case Batch batch:
                // In the order of the devices' clocks; those of one moment as they came.
                foreach (var reading in batch.Readings.OrderBy(reading => reading.Ts)) Look(reading, batch.Arrived);
                break;
            case Tick:
                foreach (var watch in _watches.Values) watch.Pass(Now, _signals);
                break;
            case Changed changed:
                foreach (var device in changed.Devices)
                    foreach (var watch in _watches.Values)
                        if (!watch.Rule.Watches(device)) watch.Forget(device.Id, Now, _signals);
                break;
            case Use use:
                Replace(use);
                break;
        }
    }

    private void Look(in Reading reading, long arrived)
    {
        Looked++;
        foreach (var watch in _ofAll) watch.Take(reading, arrived, _signals);
        if (!_byMetric.TryGetValue(reading.Metric.Key, out var watches)) return;
        foreach (var watch in watches) watch.Take(reading, arrived, _signals);
    }

    private void Replace(Use use)
    {
        _watches = use.Rules.ToDictionary(rule => rule.Id, rule => new RuleWatch(rule));
        _ofAll = [.. _watches.Values.Where(watch => watch.Metrics is null)];
        _byMetric = _watches.Values.Where(watch => watch.Metrics is not null)
            .SelectMany(watch => watch.Metrics!.Select(metric => (metric, watch)))
            .GroupBy(pair => pair.metric, pair => pair.watch)
            .ToDictionary(group => group.Key, group => group.ToArray());
        foreach (var alarm in use.Open)
            if (_watches.TryGetValue(alarm.Rule, out var watch) && _register.Find(alarm.Device) is { } device && watch.Rule.Watches(device))
                watch.Resume(device, alarm.Color);
        // From here on readings are kept; those that came before are in the current state.
        _wanted = _ofAll.Length > 0 ? null : [.. _byMetric.Keys];
        LookAtAll();
    }

    /// <summary>The newest reading of every series. It arrived, as far as is known, when it was measured.</summary>
    private void LookAtAll()
    {
        if (_watches.Count == 0) return;
        var now = Now;
        var earliest = now - (long)_options.LongestSilence.TotalMilliseconds;
        foreach (var reading in _state.Latest().OrderBy(reading => reading.Ts)) Look(reading, Math.Clamp(reading.Ts, earliest, now));
        foreach (var watch in _watches.Values) watch.Pass(now, _signals);
    }

    private abstract record Work;

    private sealed record Batch(Reading[] Readings, long Arrived) : Work;

    private sealed record Tick : Work;

    private sealed record Changed(Device[] Devices) : Work;

    private sealed record Use(IReadOnlyList<AlarmRule> Rules, IReadOnlyList<OpenAlarm> Open, TaskCompletionSource Done) : Work;
}

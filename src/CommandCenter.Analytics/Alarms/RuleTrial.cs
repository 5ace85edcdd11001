using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Alarms;
using CommandCenter.Domain.Sensing;
using CommandCenter.Domain.Status;

namespace CommandCenter.Analytics.Alarms;

/// <summary>
/// Tries a rule on the readings that are stored: the same evaluation as live, reading by reading in the order of the devices' clocks.
/// Cost: about a million readings a second.
/// </summary>
public sealed class RuleTrial(TrialQueries queries, DeviceRegister register)
{
    public static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    private const int MostListed = 200;
    private const long MinuteMs = 60_000;
    private static readonly TimeSpan Step = TimeSpan.FromHours(6);

    /// <summary>What the rule would have done.</summary>
    /// <param name="scope">Only devices in it.</param>
    /// <param name="rule">One without a fault.</param>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive; at most <see cref="Longest"/> after <paramref name="from"/>.</param>
    /// <param name="patience">It stops there and tells how far it came.</param>
    public async Task<TrialResult> RunAsync(RegionScope scope, AlarmRule rule, DateTimeOffset from, DateTimeOffset to, TimeSpan patience, CancellationToken cancel)
    {
        var began = TimeProvider.System.GetTimestamp();
        var watch = new RuleWatch(rule with { IsOn = true });
        var signals = new List<AlarmSignal>();
        var open = new Dictionary<string, int>();
        var alarms = new List<TrialAlarm>();
        var (times, readings, passed) = (0, 0L, long.MinValue);
        var reached = from;
        while (reached < to && TimeProvider.System.GetElapsedTime(began) < patience)
        {
            var until = reached + Step < to ? reached + Step : to;
            await foreach (var row in queries.ReadingsAsync(scope.Within(rule.Region), watch.Metrics, reached, until, cancel))
            {
                if (register.Find(row.Device) is not { } device || register.Metric(row.Metric) is not { } metric) continue;
                readings++;
                if (row.Ts - passed >= MinuteMs)
                {
                    watch.Pass(row.Ts, signals);
                    passed = row.Ts;
                }
                watch.Take(new(device, metric, row.Ts, row.Value, null, row.Quality), row.Ts, signals);
                Note();
            }
            watch.Pass(until.ToUnixTimeMilliseconds() - 1, signals);
            Note();
            reached = until;
        }
        return new(times, alarms, readings, from, reached, watch.Devices.Count());

        void Note()
        {
            foreach (var signal in signals)
            {
                if (signal.Color is WarningColor.None)
                {
                    if (open.Remove(signal.Device.Id, out var ended) && ended < alarms.Count) alarms[ended] = alarms[ended] with { To = signal.At };
                }
                else if (open.TryGetValue(signal.Device.Id, out var at))
                {
                    if (at < alarms.Count && signal.Color > alarms[at].Worst) alarms[at] = alarms[at] with { Worst = signal.Color };
                }
                else
                {
                    open[signal.Device.Id] = times++;
                    if (alarms.Count < MostListed) alarms.Add(new(signal.Device, signal.At, null, signal.Color, signal.Metric, signal.Value));
                }
            }
            signals.Clear();
        }
    }
}

/// <summary>What a rule would have done.</summary>
/// <param name="Times">How often it would have raised an alarm.</param>
/// <param name="Alarms">The first of them.</param>
/// <param name="Readings">Readings that were looked at.</param>
/// <param name="From">Since when.</param>
/// <param name="To">Until when it was tried; earlier than asked when it took too long.</param>
/// <param name="Devices">Devices that it would have watched.</param>
public sealed record TrialResult(int Times, IReadOnlyList<TrialAlarm> Alarms, long Readings, DateTimeOffset From, DateTimeOffset To, int Devices);

/// <summary>An alarm that would have been raised. Times in milliseconds since 1970, UTC; <paramref name="To"/> null: until the end.</summary>
public sealed record TrialAlarm(Device Device, long From, long? To, WarningColor Worst, string? Metric, double? Value);

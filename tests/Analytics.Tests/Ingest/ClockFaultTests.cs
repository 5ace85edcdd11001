using System.Globalization;
using System.Text;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Analytics.Tests.ClickHouse;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Tests.Faults;

namespace CommandCenter.Analytics.Tests.Ingest;

/// <summary>Clocks that are wrong: the server's and the devices'.</summary>
[Collection(Embedded.Name), Trait("Category", "Fault")]
public sealed class ClockFaultTests(EmbeddedPlace place) : IAsyncLifetime
{
    private static readonly RegionScope City = RegionScope.Of(RegionCode.Parse("440700000000"));
    private readonly IClickHouse _clickHouse = place.Open("clock_faults");
    private readonly JumpingClock _clock = new();
    private IntakeCity _city = null!;
    private long _acknowledged;

    public async Task InitializeAsync() => _city = await IntakeCity.OpenAsync(_clickHouse, clock: _clock);

    public async Task DisposeAsync()
    {
        await _city.DisposeAsync();
        _clickHouse.Dispose();
    }

    [Fact]
    public async Task The_servers_clock_jumps_and_no_reading_is_lost_or_counted_twice()
    {
        TimeSpan[] jumps =
        [
            TimeSpan.FromHours(3), TimeSpan.FromHours(-3), TimeSpan.FromDays(6), TimeSpan.FromDays(20), TimeSpan.FromDays(-20), TimeSpan.FromDays(400), TimeSpan.FromMinutes(-90),
        ];
        var right = Sample.Now;
        var sent = new List<string>();
        foreach (var jump in jumps)
        {
            right += TimeSpan.FromMinutes(10);
            var lines = Lines(right, 200);
            sent.Add(lines);
            _clock.Now = right;
            (await PostAsync(lines)).Rejected.ShouldBe(0);

            // While the clock is wrong some are refused, and their sender is told; those taken are kept. It is so at a start, too.
            _clock.Now = right + jump;
            await PostAsync(Lines(right + TimeSpan.FromMinutes(1), 200));
            await _city.RestartAsync();
            await PostAsync(Lines(right + TimeSpan.FromMinutes(2), 200));

            // Right again: what was taken is known, whatever the clock said when the server started.
            _clock.Now = right;
            foreach (var known in sent) (await PostAsync(known)).ShouldBe((0, 200, 0));
        }

        await _city.FlushedAsync();
        await _city.CheckAsync("F20 the server's clock jumps", jumps.Length, _acknowledged, null);
    }

    [Fact]
    public async Task Devices_whose_clocks_are_wrong_are_told_so_or_taken_as_they_say()
    {
        _clock.Now = Sample.Now;
        TimeSpan[] skews = [TimeSpan.FromMinutes(-4), TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(6), TimeSpan.FromDays(365), TimeSpan.FromDays(-6), TimeSpan.FromDays(-8), TimeSpan.FromDays(-20_000)];
        foreach (var skew in skews)
        {
            var isWithin = skew <= TimeSpan.FromMinutes(5) && skew >= TimeSpan.FromDays(-7);
            (await PostAsync(Lines(Sample.Now + skew, 100))).ShouldBe(isWithin ? (100, 0, 0) : (0, 0, 100), $"{skew}");
        }

        await _city.FlushedAsync();
        _city.State.Summarize(City, Sample.Now).Latest!.Ts.ShouldBeLessThanOrEqualTo((Sample.Now + TimeSpan.FromMinutes(5)).ToUnixTimeMilliseconds());
        await _city.CheckAsync("F21 devices' clocks are wrong", skews.Length, _acknowledged, null);
    }

    /// <summary>The way of a request: the parser holds the lines against the clock, the intake takes what is left.</summary>
    private async Task<(int Accepted, int Duplicates, int Rejected)> PostAsync(string lines)
    {
        var parser = new TelemetryParser(_city.Register, new(City), new TelemetryRules(), _clock.GetUtcNow());
        foreach (var line in lines.Split('\n')) parser.Line(Encoding.UTF8.GetBytes(line));
        var receipt = await _city.PostAsync(parser.Accepted);
        _acknowledged += receipt.Accepted;
        return (receipt.Accepted, receipt.Duplicates, parser.RejectedCount);
    }

    private static string Lines(DateTimeOffset until, int count) => string.Join('\n', Enumerable.Range(0, count).Select(i => string.Create(
        CultureInfo.InvariantCulture, $"{{\"device\":\"WL-1\",\"metric\":\"water_level\",\"ts\":{until.AddMilliseconds(-100 * i).ToUnixTimeMilliseconds()},\"value\":{i % 40 / 10.0}}}")));

    private sealed class JumpingClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = Sample.Now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

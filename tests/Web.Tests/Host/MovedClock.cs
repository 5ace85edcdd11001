namespace CommandCenter.Web.Tests.Host;

/// <summary>The machine's clock, set forward by hand. Timers run as ever.</summary>
internal sealed class MovedClock : TimeProvider
{
    private long _ahead;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ahead));

    public void Move(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);
}

namespace CommandCenter.Analytics.Alarms;

/// <summary>The pace and the bounds of the evaluation of rules.</summary>
public sealed record AlarmEngineOptions
{
    /// <summary>How often the passing of time is looked at.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Batches of readings that wait to be looked at. When more wait, the oldest are passed over, and the current state is
    /// looked at as a whole once there is time.</summary>
    public int WaitingBatches { get; init; } = 2_048;

    /// <summary>How long before now a reading taken at a start may have arrived at most: a device that was silent longer is missed from the start.</summary>
    public TimeSpan LongestSilence { get; init; } = TimeSpan.FromDays(7);
}

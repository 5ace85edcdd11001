namespace CommandCenter.Web.Features.Alarms;

/// <summary>The bounds of alarms; configuration section <c>Alarms</c>.</summary>
public sealed class AlarmOptions
{
    public const string Section = "Alarms";

    /// <summary>An alarm that is over and that nobody acknowledged is closed after so long.</summary>
    public TimeSpan KeepOverFor { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Escalations of one alarm; then nobody is left to tell.</summary>
    public int MostEscalations { get; init; } = 3;

    /// <summary>Longest time an alarm may be out of the way.</summary>
    public TimeSpan LongestShelf { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Open alarms kept in memory; more are counted, not shown.</summary>
    public int MostOpen { get; init; } = 50_000;

    /// <summary>From so many open alarms of one town and one rule on they are one row on the desk.</summary>
    public int StormFrom { get; init; } = 5;

    /// <summary>Rules that may be on at one time.</summary>
    public int MostRules { get; init; } = 500;

    /// <summary>How long a rule is tried on history at most.</summary>
    public TimeSpan TrialPatience { get; init; } = TimeSpan.FromSeconds(20);
}

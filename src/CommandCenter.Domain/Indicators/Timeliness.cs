using CommandCenter.Domain.Status;

namespace CommandCenter.Domain.Indicators;

/// <summary>时效: whether a value is as new as it can be.</summary>
/// <param name="Freshness">按期, 待更新 or 已过期.</param>
/// <param name="NextDue">The month by whose end the next value should be published; null when none is expected.</param>
public sealed record Timeliness(Freshness Freshness, DateOnly? NextDue)
{
    /// <summary>Null when the period has no year: nothing can be said then.</summary>
    public static Timeliness? Of(Period period, Cadence cadence, DateOnly today)
    {
        if (period.End is not { } end) return null;
        if (cadence is Cadence.Irregular) return new(Freshness.Scheduled, null);
        // Months until the next period ends, months a source takes to publish it, months after which the old value misleads.
        var (step, lag, grace) = cadence switch
        {
            Cadence.Decennial => (120, 12, 36),
            Cadence.Quarterly => (3, 1, 12),
            Cadence.Monthly => (1, 1, 6),
            _ => (12, 2, 36),
        };
        var due = end.AddMonths(step + lag);
        due = new(due.Year, due.Month, DateTime.DaysInMonth(due.Year, due.Month));
        var freshness = today <= due ? Freshness.Scheduled : today <= due.AddMonths(grace) ? Freshness.Due : Freshness.Expired;
        return new(freshness, due);
    }
}
